"""The receipt a complainant keeps: proof, for good and without Callbox, that an entry is in the ledger. Pure.

The text is a C2SP tlog-proof (https://c2sp.org/tlog-proof): the entry's leaf content as `extra`,
its place, the inclusion proof and the signed checkpoint, all in one short text that fits a
letter, a QR code or a JSON string. The extra line is bound by the proof itself: `verify_receipt`
hashes it as the leaf.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from callbox.kernel.checkpoint import Checkpoint, CheckpointError, parse_body, parse_note, strict_base64, verify
from callbox.kernel.tree import HASH_BYTES, MAX_SIZE, Read, inclusion_proof, leaf_hash, verify_inclusion

FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile("index (0|[1-9][0-9]{0,18})")


class ReceiptError(CheckpointError):
    """A receipt that is malformed or proves nothing, in one line; `code` names it in the word tables."""

    def __init__(self, code: str, line: str) -> None:
        super().__init__(code, line)
        self.code = f"receipt.{code}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where one entry stands, and the proof of it.

    `entry` is the leaf's content (not empty), `index` its position from 0, `proof` the hashes of
    32 bytes from its sibling up, `checkpoint` the signed note of the tree that they lead to.
    """

    entry: bytes
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str


def issue_receipt(entry: bytes, *, index: int, checkpoint: str, read: Read) -> Receipt:
    """The receipt of leaf `index`, whose content is `entry`, under a signed checkpoint of this tree.

    Raises:
        CheckpointError: for a malformed checkpoint. TreeError: where it does not reach `index` yet.
    """
    size = parse_body(parse_note(checkpoint).text).size
    return Receipt(entry, index, inclusion_proof(index, size, read), checkpoint)


def format_receipt(receipt: Receipt) -> str:
    """The text to hand over."""
    extra, index = b64encode(receipt.entry).decode(), str(receipt.index)
    hashes = (b64encode(one).decode() for one in receipt.proof)
    return "\n".join((FIRST_LINE, f"extra {extra}", f"index {index}", *hashes, "", receipt.checkpoint))


def _parse_hash(line: str) -> bytes:
    data = strict_base64(line, "proof")
    if len(data) != HASH_BYTES:
        raise ReceiptError("proof", f"each line of the proof must be a hash of {HASH_BYTES} bytes")
    return data


def _parse_index(line: str) -> int:
    found = _INDEX.fullmatch(line)
    if not found or int(found[1]) > MAX_SIZE:
        raise ReceiptError("index", "the third line must be: index <decimal number>")
    return int(found[1])


def parse_receipt(text: str) -> Receipt:
    """The receipt in a text, unchecked.

    Raises:
        CheckpointError: for everything that `format_receipt` would not write.
    """
    head, empty_line, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not empty_line or lines[0] != FIRST_LINE:
        raise ReceiptError("shape", f"a receipt must begin with {FIRST_LINE} and end with a checkpoint")
    if len(lines) < 3 or not lines[1].startswith("extra "):
        raise ReceiptError("extra", "the second line must be: extra <base64 of the entry>")
    entry = strict_base64(lines[1].removeprefix("extra "), "extra")
    index, proof = _parse_index(lines[2]), tuple(map(_parse_hash, lines[3:]))
    parse_body(parse_note(checkpoint).text)
    return Receipt(entry, index, proof, checkpoint)


def verify_receipt(receipt: Receipt | str, vkeys: Iterable[str], *, origin: str | None = None) -> Checkpoint:
    """The checkpoint, signed by a known key, under which the receipt's entry stands at its index.

    Raises:
        CheckpointError: for a malformed receipt, an unknown or false signature, or a proof that fails.
    """
    known = parse_receipt(receipt) if isinstance(receipt, str) else receipt
    head = verify(known.checkpoint, vkeys, origin=origin)
    leaf = leaf_hash(known.entry)
    if not verify_inclusion(leaf, index=known.index, size=head.size, root=head.root, proof=known.proof):
        raise ReceiptError("false", f"the proof must lead from entry {known.index} to the root of the checkpoint")
    return head
