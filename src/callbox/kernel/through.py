"""What the parties of a record see of the case that it names: the fields it declares now, and nothing else of that case.

They have no right to the case and get none here. Each look asks anew whether they may see the record and are still a party
of it, and takes from the case what the record declares at this moment; so whoever is a party no longer sees nothing, of
what was seen before as of what came since. Opening is a recorded read of the case, hidden from whom the case is hidden.
Whoever may read the case itself reads it there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from callbox.kernel import files, parts, read, registry, rows
from callbox.kernel.declare import Opening, SeenParts
from callbox.kernel.facts import Actor, Id, Record, Ref, Refused, Value, personal_fields
from callbox.kernel.node import current
from callbox.kernel.permission import parties, within
from callbox.kernel.rows import Held


@dataclass(frozen=True)
class Seen:
    """What may be seen of a case. `values` by field; `parts` by group, each part by field. Nothing else is in it."""

    groups: tuple[str, ...]
    values: Mapping[str, Value]
    parts: Mapping[str, tuple[Mapping[str, Value], ...]]


@dataclass(frozen=True)
class _Reach:
    """A case as it is reached through a record."""

    record: Record
    case: Held
    spec: Opening

    @property
    def groups(self) -> tuple[str, ...]:
        told = set(getattr(self.record, self.spec.declared))
        return tuple(one for one in (*self.spec.groups, *self.spec.parts) if one in told)


def seen(actor: Actor, ref: Ref, *, purpose: str = "") -> Seen:
    """What a party of a record sees of its case. With a purpose it is opened, and that is in the ledger before this returns.

    Without one, only what is not personal is in it, as in lists, and nothing is recorded.

    Raises:
        Refused: `not_found` where the record is not there for this actor, or they are no party of it.
    """
    reach = _reached(actor, ref)
    if purpose:
        _record(actor, reach, reach.case.record.ref, purpose=purpose)
    return _seen(actor, reach, is_open=bool(purpose))


def opened_file(actor: Actor, ref: Ref, one: Id, *, purpose: str) -> tuple[Mapping[str, Value], Iterator[bytes]]:
    """A file of the case that may be seen: what may be known of it, and its content. The read is recorded before that.

    Raises:
        Refused: `not_found` where there is no such file for this actor, or no purpose is given.
        Damaged: while the content is read, when it is not what was put away.
    """
    reach = _reached(actor, ref)
    for group in reach.groups:
        for held, told in _parts(actor, reach, group):
            name = getattr(held.record, "stored", "")
            if held.record.id == one and name and not held.record.erased:
                _record(actor, reach, held.record.ref, purpose=purpose)
                return told, files.content(name, files.file_key(current().keys.key(held.slot), name))
    raise Refused("not_found", kind="attachment", id=one)


def _reached(actor: Actor, ref: Ref) -> _Reach:
    record = read.find(actor, ref)
    spec = registry.kind(ref.kind).opens
    takes_part = any(within(party, actor.organisation) for party in parties(record))
    case = _case(record, spec) if spec is not None and takes_part else None
    # Whom the case is about gets no further, whatever the record says.
    if spec is None or case is None or _is_about(actor, case.record):
        raise Refused("not_found", kind=ref.kind, id=ref.id)
    return _Reach(record, case, spec)


def _case(record: Record, spec: Opening) -> Held | None:
    for kind in spec.cases:
        one = getattr(record, kind)
        if one is not None:
            return rows.read(kind, [one]).get(Ref(kind, one))
    return None


def _is_about(actor: Actor, record: Record) -> bool:
    about = getattr(record, "about", None)
    return bool(about) and within(actor.organisation, str(about))


def _record(actor: Actor, reach: _Reach, what: Ref, *, purpose: str) -> None:
    """The look at the case, or at a part of it, names the record that it was taken through."""
    case = reach.case.record.ref
    read.record_reading(actor, what, purpose=purpose, found=[reach.record.id], case=case)


def _seen(actor: Actor, reach: _Reach, *, is_open: bool) -> Seen:
    case: Any = read.with_personal(reach.case) if is_open else reach.case.record
    sealed = () if is_open else personal_fields(type(case))
    names = [name for group in reach.groups for name in reach.spec.groups.get(group, ()) if name not in sealed]
    groups = [group for group in reach.groups if group in reach.spec.parts]
    return Seen(
        groups=reach.groups,
        values={name: getattr(case, name) for name in names},
        parts={group: tuple(told for _, told in _parts(actor, reach, group)) for group in groups},
    )


def _parts(actor: Actor, reach: _Reach, group: str) -> Iterator[tuple[Held, Mapping[str, Value]]]:
    wanted = reach.spec.parts.get(group)
    if wanted is None:
        return
    for held in _lying(actor, reach.case, wanted):
        yield held, {name: getattr(held.record, name) for name in wanted.fields}


def _lying(actor: Actor, case: Held, wanted: SeenParts) -> Iterator[Held]:
    """The parts of a case, and those of its parts; none that is hidden from more people than the case is."""
    for held in parts.with_it(case.record.ref):
        if _is_hidden(actor, held.record, case.record):
            continue
        if held.record.kind == wanted.kind and held.record.status == wanted.status:
            yield held
        if held.record.kind in wanted.below:
            yield from _lying(actor, held, wanted)


def _is_hidden(actor: Actor, record: Record, case: Record) -> bool:
    more = getattr(record, "protected", False) and not getattr(case, "protected", False)
    return bool(more) or _is_about(actor, record)
