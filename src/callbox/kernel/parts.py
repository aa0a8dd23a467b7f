"""What came with a case: the notes, attachments and reports that are declared to end with it.

Who may see the case may see its notes and attachments, and they are seen in no other way; what has readers of its own (a
report) is asked for itself as well. As with cases: lists carry no personal value, and opening is a recorded read.
"""

from collections.abc import Iterator
from typing import Any

from callbox.kernel import permission, read, registry, rows
from callbox.kernel.facts import Actor, Record, Ref, Refused, fields_of
from callbox.kernel.rows import Held


def with_it(ref: Ref) -> Iterator[Held]:
    """The rows that are declared to end with a record, one step down."""
    for kind, field in registry.kind(ref.kind).erased_with:
        if registry.has_kind(kind):
            many = fields_of(registry.kind(kind).record)[field].many
            where = f'%s = ANY("{field}")' if many else f'"{field}" = %s'
            yield from rows.read_all(kind, f"{where} ORDER BY id", [ref.id])


def of(actor: Actor, case: Ref) -> tuple[Record, ...]:
    """The parts of a case, personal values sealed, in the order in which kinds are declared and by id.

    Raises:
        Refused: `not_found` when the case is not there for this actor.
    """
    read.find(actor, case)
    return tuple(held.record for held in with_it(case) if _shown(actor, held.record))


def opened(actor: Actor, case: Ref, *, purpose: str) -> tuple[Any, tuple[Any, ...]]:
    """A case and all its parts with their personal values: one recorded read, of the case.

    Raises:
        Refused: when the case is not there for this actor, or no purpose is given.
    """
    record = read.opened(actor, case, purpose=purpose)
    shown = [held for held in with_it(case) if _shown(actor, held.record)]
    return record, tuple(read.with_personal(held) for held in shown)


def opened_one(actor: Actor, case: Ref, part: Ref, *, purpose: str) -> tuple[Record, int]:
    """One part of a case with its personal values, and the number of its key. The read of it is recorded.

    Raises:
        Refused: `not_found` when the case is not there for this actor or has no such part.
    """
    asked = read.reaching(actor, case)
    held = next((one for one in with_it(case) if one.record.ref == part and _shown(actor, one.record)), None)
    if held is None:
        raise Refused("not_found", kind=part.kind, id=part.id)
    read.record_reading(asked, part, purpose=purpose, case=case)
    return read.with_personal(held), held.slot


def _shown(actor: Actor, record: Record) -> bool:
    """Whether whoever may see the case may see this part of it."""
    reads = registry.kind(record.kind).reads
    if permission.out_of_reach(actor, record):
        return False
    return set(reads) <= permission.CLOCKWORK or permission.may(actor, reads, record)
