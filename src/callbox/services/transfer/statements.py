"""What one node says to another about a transfer: how it stands here, signed. Pure: rows and texts in, texts out.

A statement is a C2SP signed note (`kernel.checkpoint`) whose text is two lines: what it is, and one line of JSON with
sorted keys. It follows from the row alone, and Ed25519 gives one signature for one text: said again, it is the same bytes.
Nothing in it tells of a person; the words of a case travel beside it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from callbox.kernel.checkpoint import CheckpointError, Signer, sign_note, verify_note
from callbox.kernel.facts import Refused
from callbox.services.transfer.facts import AGREED, BACK, Transfer

FORM = "callbox transfer 1"
SENDER, RECEIVER = "sender", "receiver"
# What each side may say: how the transfer stands in its own ledger.
SAYINGS = {
    SENDER: ("offered", "to_arbiter", "ruled", "returned", "withdrawn", "decided", "accepted"),
    RECEIVER: ("offered", AGREED, "accepted", "returned", "withdrawn", BACK),
}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """How a transfer stands on one side. Times are ISO 8601 in UTC."""

    side: str
    says: str
    transfer: str
    of_kind: str
    of: str
    sender: str
    to: str
    offered_at: str
    answer_s: float | None
    answer_days: int | None
    returns_max: int
    danger_to_life: bool
    returned_under: str | None


def statement_of(transfer: Transfer) -> Statement:
    """What this side says of a transfer as it stands."""
    return Statement(
        side=RECEIVER if transfer.incoming else SENDER,
        says=transfer.status,
        transfer=transfer.id,
        of_kind=transfer.of_kind,
        of=transfer.of,
        sender=transfer.organisation,
        to=transfer.to,
        offered_at=transfer.offered_at.astimezone(UTC).isoformat(),
        answer_s=transfer.answer_s,
        answer_days=transfer.answer_days,
        returns_max=transfer.returns_max,
        danger_to_life=transfer.danger_to_life,
        returned_under=transfer.returned_under,
    )


def signed(transfer: Transfer, signer: Signer) -> str:
    """This side's statement, signed."""
    line = json.dumps(asdict(statement_of(transfer)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sign_note(f"{FORM}\n{line}\n", signer)


def heard(note: str, vkey: str) -> Statement:
    """The statement in a note that this key signed.

    Raises:
        Refused: `transfer.signature` where it is not signed so, `transfer.statement` where it says nothing of the kind.
    """
    try:
        text = verify_note(note, [vkey])
    except CheckpointError:
        raise Refused("transfer.signature") from None
    form, _, line = text.removesuffix("\n").partition("\n")
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    if form != FORM or not isinstance(told, dict) or not _fits(told):
        raise Refused("transfer.statement")
    return Statement(**told)


KINDS: Mapping[str, tuple[type, ...]] = {
    "answer_s": (float, int, type(None)),
    "answer_days": (int, type(None)),
    "returns_max": (int,),
    "danger_to_life": (bool,),
    "returned_under": (str, type(None)),
}


def _fits(told: Mapping[str, Any]) -> bool:
    """Whether it has every field of a statement, each of its kind, and says what that side may say."""
    names = {field.name for field in fields(Statement)}
    if told.keys() != names or any(type(told[name]) not in KINDS.get(name, (str,)) for name in names):
        return False
    return told["says"] in SAYINGS.get(told["side"], ()) and _is_time(told["offered_at"])


def _is_time(told: str) -> bool:
    try:
        return datetime.fromisoformat(told).tzinfo is not None
    except ValueError:
        return False


def parts_of(note: str) -> Mapping[str, Any]:
    """What a note says, for one whose signature `heard` has looked at.

    Raises:
        Refused: `transfer.statement`.
    """
    try:
        told = json.loads(note.split("\n", 2)[1])
    except (ValueError, IndexError):
        raise Refused("transfer.statement") from None
    if not isinstance(told, dict) or not _fits(told):
        raise Refused("transfer.statement")
    return told
