"""What came with a case: the notes, attachments and reports that are declared to end with it.

Who may see the case may see its notes and attachments, and they are seen in no other way; what has readers of its own (a
report) is asked for itself as well. Those who work where the case is held see of a part that lies elsewhere what its kind
declares (`holder_sees`): of a report that another organisation took in, the words and the photos, never who told it. They
see it for as long as the case is theirs and the part belongs to it. As with cases: lists carry no personal value, and
opening is a recorded read.
"""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from callbox.kernel import permission, read, registry, rows
from callbox.kernel.facts import Actor, Record, Ref, Refused, fields_of
from callbox.kernel.rows import Held

# What is told of every part: which it is, where it stands, where it lies.
ALWAYS = frozenset({"id", "status", "erased", "organisation"})


@dataclass(frozen=True)
class Part:
    """A part of a case as somebody may see it: whole, or (`names`) only some of its fields."""

    held: Held
    names: frozenset[str] | None = None

    @property
    def ref(self) -> Ref:
        return self.held.record.ref

    @property
    def sealed(self) -> Any:
        """The record, personal values sealed."""
        return _only(self.held.record, self.names)

    @property
    def opened(self) -> Any:
        """The record with its personal values. Whoever calls this records the read."""
        return _only(read.with_personal(self.held), self.names)


def _only(record: Record, names: frozenset[str] | None) -> Record:
    """A record with these fields alone; the others are as if they had never been told."""
    if names is None:
        return record
    told = names | ALWAYS
    apart = {one.name: one for one in fields(record) if one.name not in told}
    unsaid = {name: one.default for name, one in apart.items() if one.default is not MISSING}
    made = {
        name: one.default_factory()
        for name, one in apart.items()
        if one.default is MISSING and one.default_factory is not MISSING
    }
    return replace(record, **unsaid, **made)


def with_it(ref: Ref) -> Iterator[Held]:
    """The rows that are declared to end with a record, one step down."""
    for kind, field in registry.kind(ref.kind).erased_with:
        if registry.has_kind(kind):
            many = fields_of(registry.kind(kind).record)[field].many
            where = f'%s = ANY("{field}")' if many else f'"{field}" = %s'
            yield from rows.read_all(kind, f"{where} ORDER BY id", [ref.id])


def seen(actor: Actor, case: Record) -> Iterator[Part]:
    """The parts of a case as this actor, who may see the case, may see them; in the order of their kinds and by id."""
    for held in with_it(case.ref):
        names = _told(actor, case, held.record)
        if names is None or names:
            yield Part(held, names)
            yield from _further(actor, case, held.record)


def _told(actor: Actor, case: Record, part: Record) -> frozenset[str] | None:
    """Which fields of a part of a case somebody may see: None for all, empty for none."""
    if permission.out_of_reach(actor, part):
        return frozenset()
    reads = registry.kind(part.kind).reads
    if set(reads) <= permission.CLOCKWORK or permission.may(actor, reads, part):
        return None
    held_here = permission.within(permission.holder(case), actor.organisation)
    return frozenset(registry.kind(part.kind).holder_sees if held_here else ())


def _further(actor: Actor, case: Record, part: Record) -> Iterator[Part]:
    """What came with a part that the case lets through: a report's photos belong to the case as its words do."""
    if not registry.kind(part.kind).holder_sees:
        return
    held_here = permission.within(permission.holder(case), actor.organisation)
    is_own = permission.may(actor, registry.kind(part.kind).reads, part)
    for held in with_it(part.ref) if held_here or is_own else ():
        names = frozenset(registry.kind(held.record.kind).holder_sees)
        if names and not permission.out_of_reach(actor, held.record):
            yield Part(held, names)


def of(actor: Actor, case: Ref) -> tuple[Record, ...]:
    """The parts of a case, personal values sealed, in the order in which kinds are declared and by id.

    Raises:
        Refused: `not_found` when the case is not there for this actor.
    """
    return tuple(part.sealed for part in seen(actor, read.find(actor, case)))


def opened(actor: Actor, case: Ref, *, purpose: str) -> tuple[Any, tuple[Any, ...]]:
    """A case and all its parts with their personal values: one recorded read, of the case.

    Raises:
        Refused: when the case is not there for this actor, or no purpose is given.
    """
    record = read.opened(actor, case, purpose=purpose)
    return record, tuple(part.opened for part in seen(actor, record))


def opened_one(actor: Actor, case: Ref, part: Ref, *, purpose: str) -> tuple[Record, int]:
    """One part of a case with its personal values, and the number of its key. The read of it is recorded.

    Raises:
        Refused: `not_found` when the case is not there for this actor or has no such part.
    """
    asked = read.reaching(actor, case)
    record = rows.read(case.kind, [case.id])[case].record
    found = next((one for one in seen(actor, record) if one.ref == part), None)
    if found is None:
        raise Refused("not_found", kind=part.kind, id=part.id)
    read.record_reading(asked, part, purpose=purpose, case=case)
    return found.opened, found.held.slot
