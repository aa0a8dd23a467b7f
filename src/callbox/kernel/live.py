"""What just happened, as those who watch may know it: no field of any record, only that something happened to it.

A frame is made once for all viewers; each sees those of its frames whose record exists for them as it stands now. The
order is that of positions, so a viewer that says which one it saw last gets what came after, without gaps or doubles.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from callbox.kernel import ledger, permission, registry
from callbox.kernel.chain import canonical
from callbox.kernel.facts import Actor, Record, Ref
from callbox.kernel.rows import read

BATCH = 500


@dataclass(frozen=True)
class Frame:
    """One entry, as it is sent: `text` is the whole server-sent event (WHATWG HTML, section 9.2)."""

    position: int
    ref: Ref
    text: bytes


@dataclass(frozen=True)
class News:
    """Frames in the order of their positions, and their records as they stand now, personal values sealed."""

    frames: Sequence[Frame]
    records: Mapping[Ref, Record]


def frame(position: int, ref: Ref, event: str) -> Frame:
    """The frame of one entry."""
    told = canonical({"position": position, "kind": ref.kind, "record": ref.id, "event": event})
    return Frame(position, ref, f"id: {position}\ndata: {told}\n\n".encode())


def since(position: int, *, most: int = BATCH) -> News:
    """What came after a position, at most so many."""
    entries = ledger.since(position, most=most)
    frames = [frame(int(entry.position or 0), Ref(entry.kind, entry.record), entry.event) for entry in entries]
    return News(frames, _records({one.ref for one in frames}))


def _records(refs: Iterable[Ref]) -> dict[Ref, Record]:
    by_kind: dict[str, list[str]] = {}
    for ref in refs:
        if registry.has_kind(ref.kind):
            by_kind.setdefault(ref.kind, []).append(ref.id)
    held = [(ref, one) for kind, ids in by_kind.items() for ref, one in read(kind, ids).items()]
    return {ref: one.record for ref, one in held}


def sees(actor: Actor, record: Record | None) -> bool:
    """Whether what happened to a record is told to this viewer."""
    return record is not None and permission.may(actor, registry.kind(record.kind).reads, record)
