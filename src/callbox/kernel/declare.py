"""How a service declares itself: its lifecycle as a table, its acts, who may do them, its clocks, its retention."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from callbox.kernel.facts import Changes, Inputs, Record

# What an upgrade did to a record is told in the same words for every kind.
MIGRATED = "event.record.migrated"

Length = Callable[[Any], float | None]


class Scope(StrEnum):
    """How far a grant reaches from the actor's own organisation."""

    OWN = "own"  # records of the actor's organisation and of those below it
    PARTY = "party"  # also records that the organisation, or one below it, has a part in
    UNIT = "unit"  # only what the actor's own unit is assigned to
    ANY = "any"  # every record of the kind that is not protected


@dataclass(frozen=True)
class Move:
    """One line of a lifecycle: what may happen, in which statuses, and where it may lead (empty: stays)."""

    event: str
    before: tuple[str, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lifecycle:
    """Every way a record of one kind may begin and move. The gate refuses whatever is not in the table."""

    begins: Mapping[str, tuple[str, ...]]
    moves: tuple[Move, ...]
    ends: tuple[str, ...] = ()

    def allows_begin(self, event: str, status: str) -> bool:
        return status in self.begins.get(event, ())

    def allows_move(self, event: str, before: str, after: str) -> bool:
        return any(
            move.event == event
            and before in move.before
            and (after in move.after or (after == before and not move.after))
            for move in self.moves
        )

    @property
    def statuses(self) -> tuple[str, ...]:
        named = [status for group in self.begins.values() for status in group]
        for move in self.moves:
            named += [*move.before, *move.after]
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, kw_only=True)
class ClockSpec:
    """A deadline that runs in every record of a kind, from one event to another.

    Its length is asked of the record: `seconds` (of all time, or of working time), `working_days`, or `days` of the
    calendar; None means that this record has no such deadline. When it falls due the worker performs the act `on_due`
    once; the machine may only escalate.
    """

    name: str
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    on_due: str
    seconds: Length | None = None
    working_seconds: Length | None = None
    working_days: Length | None = None
    days: Length | None = None
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()  # these begin it from its start again while it runs

    @property
    def in_working_time(self) -> bool:
        return self.seconds is None and self.days is None


@dataclass(frozen=True, kw_only=True)
class ActSpec:
    """One act: the pure rule that decides it, and the records the gate locks and shows to the rule.

    `touches` maps each of the rule's parameters to a path that starts at a field of the inputs and follows links from
    record to record (`unit.assignment.incident`). `looks` are paths read without a lock: reference data that the act
    does not change. `grants` says which role may do it, and how far that reaches: asked of the first record touched that
    there is.
    """

    name: str
    rule: Callable[..., Changes]
    inputs: type[Inputs]
    grants: Mapping[str, Scope]
    touches: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    needs_reason: bool = False


@dataclass(frozen=True)
class SeenParts:
    """Records that end with a case, as others may see them: their kind, which fields, in which status.

    `below` are kinds of parts of the case whose own parts count as well.
    """

    kind: str
    fields: tuple[str, ...]
    status: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the parties of a record see of the case that it names, and nothing else of that case (kernel.through).

    `cases` are the kinds of case, each named in a field called as the kind; `declared` is the field with the groups that
    may be seen; `groups` says which fields of the case each group opens, and `parts` which of its parts.
    """

    cases: tuple[str, ...]
    declared: str
    groups: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, SeenParts] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class KindSpec:
    """One kind of record within a service."""

    record: type[Record]
    lifecycle: Lifecycle
    reads: Mapping[str, Scope]
    clocks: tuple[ClockSpec, ...] = ()
    erased_with: tuple[tuple[str, str], ...] = ()
    erasers: Mapping[str, Scope] = field(default_factory=dict)  # who may end one by itself; none: as with cases
    published: tuple[str, ...] = ()  # the statuses in which anybody may read its values: looking is no look at a person
    holder_sees: tuple[str, ...] = ()  # what those who hold the case it belongs to see of it, if not it itself
    told_with_case: bool = False  # seen by nobody but through its case, whose story tells it
    opens: Opening | None = None  # what its parties see of the case it names, which they may not read themselves
    retention_days: int | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)  # old names of fields, as old entries still have them

    @property
    def kind(self) -> str:
        return self.record.kind


@dataclass(frozen=True, kw_only=True)
class Service:
    """Everything about one service that needs no database."""

    name: str
    kinds: tuple[KindSpec, ...]
    acts: tuple[ActSpec, ...]
    words: Mapping[str, Mapping[str, str]]
