"""The whole story of one case, as data: what a page, the command line or a paper tells of it.

Rules in words: the case's own entries and those of what belongs to it (its reports, assignments, notes) make one line of
time, by when each thing happened; what was entered later says so. Telling it with a purpose is a recorded read of every
record that holds personal values; without one they stay sealed. Erased values are said to be erased. Why a case was erased
or held is kept with the erasure or the hold, not with the case: it is told to those who may see these.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from callbox.kernel import clocks, parts, permission, registry
from callbox.kernel.chain import Entry, Json, read_body
from callbox.kernel.declare import ClockSpec
from callbox.kernel.facts import SEALED, Actor, Record, Ref, Refused, fields_of, personal_fields
from callbox.kernel.node import current
from callbox.kernel.parts import Part
from callbox.kernel.privacy import REASON, Erased, unseal
from callbox.kernel.read import Condition, find, opened, record_reading, select
from callbox.kernel.rows import Held, columns, read, read_all
from callbox.kernel.tables import LedgerEntry
from callbox.kernel.world import normal_id

# Entries made more than this after what they tell of are late.
LATE_S = 60.0
# How much of what somebody typed is looked at, the shortest beginning of an id that is searched, how many are named.
TYPED_MAX = 100
BEGINNING_MIN = 3
SHOWN_MAX = 5
# Fields that only say again what the line or another record of the story says.
PLUMBING = frozenset(
    {"id", "erased", "clocks", "assignments", "past", "units", "parties", "organisation", "unit", "incident", "request"}
    | {"of", "of_kind", "together", "shares"}
)
# Fields of a case that hold the id of a record, or words of the node's own: the kind of record.
NAMED_FIELDS = {"area": "organisation", "category": "category"}
# What is done to a case by records of their own, which say which case they mean.
BESIDE = ("erasure", "hold")


class _Gone:
    """Stands where a personal value was before it was erased."""

    def __repr__(self) -> str:
        return "<erased>"


ERASED: Any = _Gone()


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field that an entry set: what it was (None: nothing yet) and what it became. May be SEALED or ERASED."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened. `late_s` is by how much it was entered later than it happened (0: at once).

    `stored` orders what happened at the same moment; `position` is its place in the whole ledger, once it has one.
    """

    ref: Ref
    n: int
    stored: int
    position: int | None
    event: str
    act: str
    act_id: str
    at: datetime
    recorded_at: datetime
    by: Mapping[str, Json]
    because: Any
    changes: tuple[FieldChange, ...]

    @property
    def late_s(self) -> float:
        late_s = (self.recorded_at - self.at).total_seconds()
        return late_s if late_s > LATE_S else 0.0


@dataclass(frozen=True, kw_only=True)
class ClockTold:
    """One deadline that ran: how it stands, when it fell due and when it ended.

    `over_s` is how much later than due it ended (negative: that much in time); None while it runs or is paused.
    """

    ref: Ref
    name: str
    state: str
    started: datetime | None
    due: datetime | None
    ended: datetime | None
    over_s: float | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class Story:
    """A case with what belongs to it, the clocks that ran, and everything that happened in order of time.

    `names` gives the words by which records that lines speak of are known: a unit's call sign, a post's title.
    """

    record: Any
    belonging: tuple[Any, ...]
    clocks: tuple[ClockTold, ...]
    lines: tuple[Line, ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def story(actor: Actor, ref: Ref, *, purpose: str = "") -> Story:
    """The story of a case, told to this actor.

    With a `purpose` personal values are opened, and that is in the ledger before this returns; without, they stay SEALED.

    Raises:
        Refused: `not_found` where the actor may not know of it.
    """
    find(actor, ref)
    case = read(ref.kind, [ref.id])[ref]
    belonging = list(_belonging(actor, case.record))
    held = [case, *(part.held for part in belonging if part.names is None), *_beside(actor, ref)]
    records = [_record(actor, one, purpose, case=ref) for one in held]
    lines = _lines(held, is_open=bool(purpose))
    in_part = [_told_in_part(actor, part, purpose, case=ref) for part in belonging if part.names is not None]
    return Story(
        record=records[0],
        belonging=(*records[1:], *in_part),
        clocks=tuple(told for record in records for told in _clocks(record, lines)),
        lines=lines,
        names=_names(lines, records),
    )


def _belonging(actor: Actor, case: Record) -> Iterator[Part]:
    """What is erased with a case belongs to it. What is nobody's to read is told where its kind says so."""
    for part in parts.seen(actor, case):
        spec = registry.kind(part.ref.kind)
        if part.names is not None or spec.told_with_case or permission.may(actor, spec.reads, part.held.record):
            yield part


def _beside(actor: Actor, ref: Ref) -> Iterator[Held]:
    """The erasure and the holds of a case, or of what it was erased with; and looks at what else was opened for it."""
    for kind in filter(registry.has_kind, BESIDE):
        together = " OR %s = ANY(together)" if "together" in columns(kind) else ""
        told = [ref.kind, ref.id, *([str(ref)] if together else [])]
        for held in read_all(kind, f"((of_kind = %s AND of = %s){together}) ORDER BY id", told):
            if permission.may(actor, registry.kind(kind).reads, held.record):
                yield held
    if registry.has_kind("reading"):
        for held in read_all("reading", "of_kind = %s AND of = %s AND found <> '{}' ORDER BY id", [ref.kind, ref.id]):
            if permission.may(actor, registry.kind("reading").reads, held.record):
                yield held


def _record(actor: Actor, held: Held, purpose: str, *, case: Ref) -> Record:
    if not purpose or not personal_fields(type(held.record)):
        return held.record
    if registry.kind(held.record.kind).told_with_case:
        return _told_in_part(actor, Part(held), purpose, case=case)
    record: Record = opened(actor, held.record.ref, purpose=purpose)
    return record


def _told_in_part(actor: Actor, part: Part, purpose: str, *, case: Ref) -> Record:
    """A part that is seen through its case alone."""
    if purpose:
        record_reading(actor, part.ref, purpose=purpose, case=case)
    record: Record = part.opened if purpose else part.sealed
    return record


# Lines


def _lines(held: Sequence[Held], *, is_open: bool) -> tuple[Line, ...]:
    keys = {one.record.ref: _key(one.slot) if is_open else SEALED for one in held}
    rows: dict[Ref, list[LedgerEntry]] = {}
    wanted = LedgerEntry.objects.filter(record__in=[ref.id for ref in keys]).order_by("n")
    for row in wanted:
        rows.setdefault(Ref(row.kind, row.record), []).append(row)
    told = [line for ref in keys for line in _chain(rows.get(ref, []), keys[ref])]
    return tuple(sorted(told, key=lambda line: (line.at, line.recorded_at, line.stored)))


def _key(slot: int) -> Any:
    try:
        return current().keys.key(slot)
    except Erased:
        return ERASED


def _chain(rows: Iterable[LedgerEntry], key: Any) -> Iterator[Line]:
    state: dict[str, Any] = {}
    for row in rows:
        line = _line(row, key, state)
        state |= {change.name: change.after for change in line.changes}
        yield replace(line, changes=tuple(change for change in line.changes if _says_something(change)))


def _line(row: LedgerEntry, key: Any, state: Mapping[str, Any]) -> Line:
    entry = read_body(row.body)
    ref = Ref(entry.kind, entry.record)
    values = _values(row, key, ref)
    return Line(
        ref=ref,
        n=entry.n,
        stored=row.id,
        position=row.position,
        event=entry.event,
        act=entry.act,
        act_id=entry.act_id,
        at=entry.at,
        recorded_at=entry.recorded_at,
        by=entry.by,
        because=_reason(entry, values, key),
        changes=tuple(_changes(entry, values, state=state, key=key)),
    )


def _values(row: LedgerEntry, key: Any, ref: Ref) -> Mapping[str, Json]:
    if row.sealed is None or key is SEALED or key is ERASED:
        return {}
    return unseal(key, ref=ref, text=bytes(row.sealed))


def _reason(entry: Entry, values: Mapping[str, Json], key: Any) -> Any:
    """Why, if it was said. An erasure takes a record's own copy of its reason along: the erasure's is the one to tell."""
    told = _told(values, REASON, key) if entry.because else None
    return None if told is ERASED and entry.event == f"{entry.kind}.erased" else told


def _told(values: Mapping[str, Json], name: str, key: Any) -> Any:
    return values.get(name, SEALED if key is SEALED else ERASED)


def _changes(entry: Entry, values: Mapping[str, Json], *, state: Mapping[str, Any], key: Any) -> Iterator[FieldChange]:
    times = _times(entry.kind)
    for name, value in entry.sets.items():
        after = _told(values, name, key) if isinstance(value, dict) and "~" in value else value
        if name in times and isinstance(after, str):
            after = datetime.fromisoformat(after)
        yield FieldChange(name=name, before=state.get(name), after=after)


def _times(kind: str) -> frozenset[str]:
    declared = fields_of(registry.kind(kind).record)
    return frozenset(name for name, one in declared.items() if one.type is datetime)


def _says_something(change: FieldChange) -> bool:
    if change.name in PLUMBING or change.before is change.after:
        return False
    if change.after in ((), [], {}, "", None, False, 0) and not change.before:
        return False
    return change.after is SEALED or change.after is ERASED or change.before != change.after


# Clocks


def _clocks(record: Record, lines: Sequence[Line]) -> Iterator[ClockTold]:
    state: clocks.State = getattr(record, "clocks", {})
    specs = {spec.name: spec for spec in registry.kind(record.kind).clocks}
    for name, clock in state.items():
        own = [line for line in lines if line.ref == record.ref]
        yield _clock(record.ref, name, clock=clock, stopped=_stopped(clock, own, specs.get(name)))


def _clock(ref: Ref, name: str, *, clock: clocks.One, stopped: datetime | None) -> ClockTold:
    due, ended = clocks.when(clock, "due"), stopped
    over = ended - due if ended is not None and due is not None else None
    return ClockTold(
        ref=ref,
        name=name,
        state=str(clock["state"]),
        started=clocks.when(clock, "started"),
        due=due,
        ended=ended,
        over_s=over / timedelta(seconds=1) if over is not None else None,
        provisional=bool(clock.get("provisional", False)),
    )


def _stopped(clock: clocks.One, lines: Sequence[Line], spec: ClockSpec | None) -> datetime | None:
    """When what a clock waited for happened; after it fired, that can still come."""
    fired = clocks.when(clock, "fired")
    if fired is None or spec is None:
        return clocks.when(clock, "stopped")
    return next((line.at for line in lines if line.event in spec.stops and line.at >= fired), None)


# Names


def _names(lines: Sequence[Line], records: Sequence[Record]) -> dict[str, dict[str, str]]:
    units = {unit for record in records if (unit := getattr(record, "unit", None))}
    posts = {str(line.by["post"]) for line in lines if "post" in line.by}
    titles, titles_zh = (_named("post", posts, name) for name in ("title", "title_zh"))
    told = _named_fields(lines, records)
    organisations = {str(line.by["organisation"]) for line in lines if line.by.get("organisation")} | told[
        "organisation"
    ]
    return {
        "unit": _named("unit", units, "call_sign"),
        "post": titles,
        "post_zh": titles_zh,
        "person": _persons(lines, titles),
        "person_zh": _persons(lines, titles | titles_zh),
        "organisation": _named("organisation", organisations, "name"),
        "organisation_zh": _named("organisation", organisations, "name_zh"),
        "category": _named("category", told["category"], "name"),
        "category_zh": _named("category", told["category"], "name_zh"),
    }


def _named_fields(lines: Sequence[Line], records: Sequence[Record]) -> dict[str, set[str]]:
    """The ids in the fields of a case that have names, as they are and as they were, by kind of record."""
    found: dict[str, set[str]] = {kind: set() for kind in NAMED_FIELDS.values()}
    for name, kind in NAMED_FIELDS.items():
        values = [getattr(record, name, None) for record in records]
        values += [change.after for line in lines for change in line.changes if change.name == name]
        found[kind] |= {value for value in values if isinstance(value, str) and value}
    return found


def _persons(lines: Sequence[Line], titles: Mapping[str, str]) -> dict[str, str]:
    """People are told by the post they acted in, never by name."""
    acted = ((line.by.get("person"), line.by.get("post")) for line in lines)
    return {str(person): titles.get(str(post), str(post)) for person, post in acted if person and post}


def _named(kind: str, ids: Iterable[str], name: str) -> dict[str, str]:
    """What records are called. Units, posts and organisations are known to all within the node."""
    if not registry.has_kind(kind):
        return {}
    return {
        ref.id: str(getattr(held.record, name)) for ref, held in read(kind, ids).items() if getattr(held.record, name)
    }


# Finding a case


def named(actor: Actor, text: str) -> Ref:
    """The case that someone means: by its id in any form, by the beginning of one, or by its number elsewhere.

    Raises:
        Refused: `case.unknown`, or `case.several` when what was typed fits more than one.
    """
    typed = text.strip()[:TYPED_MAX].replace("\0", "")
    for condition in _meanings(typed):
        for kind in _cases():
            found = [] if condition.column not in columns(kind) else _fitting(actor, kind, condition)
            if len(found) > 1:
                raise Refused("case.several", case=typed, cases=", ".join(ref.id for ref in found))
            if found:
                return found[0]
    raise Refused("case.unknown", case=typed)


@dataclass(frozen=True)
class _Meaning:
    column: str
    sql: str
    value: str


def _meanings(typed: str) -> Iterator[_Meaning]:
    yield _Meaning("id", "id = %s", normal_id(typed))
    yield _Meaning("source_number", "source_number = %s", typed)
    if len(typed) >= BEGINNING_MIN:
        yield _Meaning("id", "starts_with(id, %s)", normal_id(typed))


def _fitting(actor: Actor, kind: str, meaning: _Meaning) -> list[Ref]:
    where = [Condition(meaning.sql, (meaning.value,))] if meaning.value else [Condition("FALSE")]
    return [record.ref for record in select(actor, kind, where=where, most=SHOWN_MAX)]


def _cases() -> list[str]:
    """The kinds that have a story of their own: cases, and the reports they begin with."""
    cases = [spec.kind for spec in registry.kinds() if spec.erased_with]
    return sorted(cases, key=lambda kind: kind == "report")
