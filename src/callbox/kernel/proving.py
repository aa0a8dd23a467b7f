"""The receipt of a record: proof that its last entry stands in the ledger, for whoever wants to check it without us."""

from callbox.kernel import publish, sequencer
from callbox.kernel.facts import Ref, Refused
from callbox.kernel.node import Node
from callbox.kernel.outside import Place
from callbox.kernel.receipt import format_receipt, issue_receipt
from callbox.kernel.tables import LedgerEntry


def receipt_of(node: Node, ref: Ref, outside: Place) -> str:
    """The receipt of the last entry of a record that the newest checkpoint outside reaches.

    What is proved is the entry's hash: nothing in a receipt tells what the entry holds. Whoever calls this has looked
    whether the record may be known of.

    Raises:
        Refused: `receipt.not_yet` when no checkpoint reaches any of its entries.
        CheckpointError: when what lies outside is not signed by this node.
    """
    note = outside.get(publish.CHECKPOINT)
    head = publish.latest(node, outside)
    if note is None or head is None:
        raise Refused("receipt.not_yet", kind=ref.kind, id=ref.id)
    entries = LedgerEntry.objects.filter(kind=ref.kind, record=ref.id, position__lte=head.size)
    last = entries.order_by("-n").first()
    if last is None or last.position is None:
        raise Refused("receipt.not_yet", kind=ref.kind, id=ref.id)
    receipt = issue_receipt(
        bytes(last.hash), index=last.position - 1, checkpoint=note.decode(), read=sequencer.node_hash
    )
    return format_receipt(receipt)
