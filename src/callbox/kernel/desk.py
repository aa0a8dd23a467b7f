"""What the gate has before it: the records it locked, as they stand after each act of the batch, and what to write.

Rules are pure, so nothing is written while they are asked: a refused act leaves no trace on the desk and cannot abort its
neighbours.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from callbox.kernel import clocks, registry, rows
from callbox.kernel.calendar import Calendar
from callbox.kernel.chain import GENESIS, Entry, Json, entry_hash, plain
from callbox.kernel.declare import KindSpec
from callbox.kernel.facts import (
    Act,
    Change,
    New,
    Record,
    Ref,
    Refused,
    Value,
    fields_of,
    personal_fields,
    searchable_fields,
)
from callbox.kernel.node import Node
from callbox.kernel.privacy import REASON, Erased, Keys, Sealed, reseal, unseal
from callbox.kernel.rows import Held

# By what an erasure that was done before is said again.
ERASED_BEFORE = "erasure_list"


@dataclass(frozen=True)
class Stored:
    """One entry ready to be stored."""

    entry: Entry
    body: str
    hash: bytes
    sealed: bytes | None


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What every entry of one act has in common."""

    act: Act
    act_id: str
    recorded_at: datetime
    by: Mapping[str, Json]
    calendar: Calendar | None
    about: Held | None = None  # what the act is about: the first record it writes, once it is written


@dataclass
class Desk:
    """The records of one batch."""

    node: Node
    held: MutableMapping[Ref, Held] = field(default_factory=dict)
    absent: set[Ref] = field(default_factory=set)
    fresh: list[Ref] = field(default_factory=list)
    touched: list[Ref] = field(default_factory=list)
    entries: list[Stored] = field(default_factory=list)

    def take(self, refs: Iterable[Ref], *, lock: bool) -> None:
        """Put these records on the desk, locked in one order: by kind, then by id."""
        wanted = sorted(set(refs) - self.held.keys() - self.absent)
        for kind in sorted({ref.kind for ref in wanted}):
            found = rows.read(kind, [ref.id for ref in wanted if ref.kind == kind], lock=lock)
            self.held.update({ref: self._opened(held) for ref, held in found.items()})
        self.absent.update(ref for ref in wanted if ref not in self.held)

    def came_since(self) -> set[Ref]:
        """The records that were not there when they were to be locked and are there now.

        What is not there cannot be locked: somebody may bring it into being while the other locks are waited for.
        """
        kinds = {ref.kind for ref in self.absent}
        return {ref for kind in kinds for ref in rows.read(kind, [one.id for one in self.absent if one.kind == kind])}

    def _opened(self, held: Held) -> Held:
        """The record with its personal values, so that the rules can see them."""
        if held.sealed is None:
            return replace(held, record=rows.with_values(held.record, {}))
        try:
            values = unseal(self.node.keys.key(held.slot), ref=held.record.ref, text=held.sealed)
        except Erased:
            return replace(held, record=rows.with_values(held.record, {}), sealed=None, blind=None)
        return replace(held, record=rows.with_values(held.record, values))

    def apply(self, wanted: Iterable[New | Change], stamp: Stamp) -> tuple[Ref, ...]:
        """Carry out what a rule returned: all of it, or nothing when a change may not be.

        Raises:
            Refused: when a record's own lifecycle does not allow a change, or it was not locked.
        """
        trial = self.beside()
        written: list[Ref] = []
        for ask in wanted:
            written.append(trial.begin(ask, stamp) if isinstance(ask, New) else trial.change(ask, stamp))
            stamp = stamp if stamp.about else replace(stamp, about=trial.held[written[0]])
        self.held.update({ref: trial.held[ref] for ref in written})
        self.fresh += trial.fresh
        self.touched += trial.touched
        self.entries += trial.entries
        return tuple(dict.fromkeys(written))

    def beside(self) -> "Desk":
        """A desk that sees what lies here; what is done on it stays there."""
        return Desk(self.node, ChainMap({}, self.held), set(self.absent))

    def begin(self, new: New, stamp: Stamp) -> Ref:
        ref = new.record.ref
        spec = registry.kind(ref.kind)
        if ref in self.held:
            raise Refused("record.exists", kind=ref.kind, id=ref.id)
        if not spec.lifecycle.allows_begin(new.event, new.record.status):
            raise Refused("lifecycle.begin", kind=ref.kind, event=new.event, status=new.record.status)
        if new.under:
            _must_have_key(self.held[new.under].record)
        slot = self.held[new.under].slot if new.under else self.node.take_slot()
        empty = Held(record=new.record, n=0, head=GENESIS, slot=slot, sealed=None, blind=None, next_due=None)
        sets = {name: getattr(new.record, name) for name in _names(new.record)}
        self.fresh.append(ref)
        return self._write(empty, spec=spec, event=new.event, sets=sets, stamp=stamp)

    def change(self, change: Change, stamp: Stamp) -> Ref:
        ref = change.record.ref
        held = self.held.get(ref)
        if held is None:
            raise Refused("record.not_locked", kind=ref.kind, id=ref.id)
        spec = registry.kind(ref.kind)
        if _is_over(held.record, spec) or _needs_key(change, stamp):
            _must_have_key(held.record)
        before, after = held.record.status, str(change.sets.get("status", held.record.status))
        if not (spec.lifecycle.allows_move(change.event, before, after) or _erased_before(change, stamp)):
            raise Refused("lifecycle.move", kind=ref.kind, event=change.event, status=before)
        self.touched.append(ref)
        return self._write(held, spec=spec, event=change.event, sets=change.sets, stamp=stamp)

    def _write(self, held: Held, *, spec: KindSpec, event: str, sets: Mapping[str, Value], stamp: Stamp) -> Ref:
        rows.check_fits(spec.kind, sets)
        record = _with(held.record, sets)
        if spec.clocks:
            record, sets = _with_clocks(record, spec=spec, event=event, sets=sets, stamp=stamp)
        kept, added = self._sealed(held, record=record, sets=sets, because=_reason(stamp, held, record))
        stored = _stored(held, record=record, event=event, sets=sets, sealed=added, stamp=stamp)
        self.entries.append(stored)
        self.held[record.ref] = replace(
            held,
            record=record,
            n=stored.entry.n,
            head=stored.hash,
            sealed=None if record.erased else kept,
            blind=None if record.erased else _blind(self.node.keys, held, record=record, sets=sets),
            next_due=clocks.next_due(getattr(record, "clocks", {})),
        )
        return record.ref

    def _sealed(
        self, held: Held, *, record: Record, sets: Mapping[str, Value], because: str
    ) -> tuple[bytes | None, Sealed]:
        """(what the row keeps, what the entry adds). Nothing personal, no reason: nothing to seal."""
        names = [name for name in personal_fields(type(record)) if name in sets]
        told: dict[str, Json] = {name: plain(sets[name]) for name in names if sets[name] is not None}
        if not told and not because and not (names and held.sealed):
            return held.sealed, Sealed(None, {})
        key = self.node.keys.key(held.slot)
        gone = [name for name in names if sets[name] is None]
        return reseal(key, ref=record.ref, before=held.sealed, values=told, gone=gone, aside={REASON: because})

    def write(self) -> None:
        """Store it all. Changed rows go before new ones, so that a place is free before it is taken."""
        changed = [ref for ref in dict.fromkeys(self.touched) if ref not in self.fresh]
        for kind in dict.fromkeys(ref.kind for ref in changed):
            rows.update(kind, [self.held[ref] for ref in changed if ref.kind == kind])
        for kind in dict.fromkeys(ref.kind for ref in self.fresh):
            rows.insert(kind, [self.held[ref] for ref in self.fresh if ref.kind == kind])


def _reason(stamp: Stamp, held: Held, record: Record) -> str:
    """Why, for the entry of this record; told only where it ends together with what the act is about.

    Under the key of anything else, such as a unit, what somebody typed for a case would outlive the case.
    """
    because, about = stamp.act.because, stamp.about
    if not because or about is None or about.slot == held.slot:
        return because
    together = {about.record.ref, *registry.wholes(about.record)} & {record.ref, *registry.wholes(record)}
    return because if together else ""


def _erased_before(change: Change, stamp: Stamp) -> bool:
    """The erasure list says again what was done: the key is gone already, so the record tells it wherever it stands."""
    return stamp.act.by.via == ERASED_BEFORE and change.event == f"{change.record.kind}.erased"


def _is_over(record: Record, spec: KindSpec) -> bool:
    return not spec.lifecycle.ends or record.status in spec.lifecycle.ends


def _needs_key(change: Change, stamp: Stamp) -> bool:
    return bool(stamp.act.because) or any(name in change.sets for name in personal_fields(type(change.record)))


def _must_have_key(record: Record) -> None:
    """Nothing more is written about a record whose key is destroyed: there is nothing to seal it with.

    One that an older database holds as open can still be brought to its end, in acts that have nothing to seal.
    """
    if record.erased:
        raise Refused("record.erased", kind=record.kind, id=record.id)


def _names(record: Record) -> tuple[str, ...]:
    return tuple(fields_of(type(record)))


def _with(record: Record, sets: Mapping[str, Value]) -> Record:
    told: dict[str, Any] = dict(sets)
    return replace(record, **told)


def _with_clocks(
    record: Record, *, spec: KindSpec, event: str, sets: Mapping[str, Value], stamp: Stamp
) -> tuple[Record, Mapping[str, Value]]:
    before: Any = getattr(record, "clocks", {})
    after = clocks.turn(spec.clocks, record, before=before, event=event, at=stamp.act.at, calendar=stamp.calendar)
    if after == before:
        return record, sets
    turned: dict[str, Value] = {**sets, "clocks": after}
    return _with(record, {"clocks": after}), turned


def _blind(keys: Keys, held: Held, *, record: Record, sets: Mapping[str, Value]) -> list[int] | None:
    names = searchable_fields(type(record))
    if not any(name in sets for name in names):
        return list(held.blind) if held.blind is not None else None
    texts = [str(value) for name in names if (value := getattr(record, name)) is not None]
    return keys.tokens("\n".join(texts)) if texts else None


def _stored(
    held: Held, *, record: Record, event: str, sets: Mapping[str, Value], sealed: Sealed, stamp: Stamp
) -> Stored:
    commits = sealed.commitments
    entry = Entry(
        kind=record.kind,
        record=record.id,
        n=held.n + 1,
        event=event,
        act=stamp.act.name,
        act_id=stamp.act_id,
        by=stamp.by,
        at=stamp.act.at,
        recorded_at=stamp.recorded_at,
        because=commits.get(REASON),
        sets={name: {"~": commits[name]} if name in commits else plain(value) for name, value in sets.items()},
        before=held.head,
    )
    body = entry.body
    return Stored(entry, body, entry_hash(body), sealed.text)
