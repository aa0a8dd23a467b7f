"""Deadlines as data: how a record's clocks turn when something happens to it. Pure.

Rules in words: an event starts, stops, pauses or resumes the clocks that name it. A started clock that already runs goes
on as it was, unless the event is one that begins it anew. A pause keeps what is left; a resume gives it back. A clock
falls due once; what it does then is an act like any other. The state lies in the record's own field `clocks`, so the ledger
explains every deadline.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from callbox.kernel.calendar import (
    Calendar,
    CalendarUnknown,
    add_days,
    add_working_days,
    add_working_time,
    working_time_between,
)
from callbox.kernel.declare import ClockSpec
from callbox.kernel.facts import Plain, Record, Refused

One = Mapping[str, Plain]
State = Mapping[str, One]

RUNNING, PAUSED, STOPPED, FIRED = "running", "paused", "stopped", "fired"


def written(at: datetime) -> str:
    """A time as a clock's state holds it."""
    return at.astimezone(UTC).isoformat()


def when(clock: One, name: str) -> datetime | None:
    """A time out of a clock's state."""
    told = clock.get(name)
    return datetime.fromisoformat(str(told)) if told else None


def turn(
    specs: Iterable[ClockSpec], record: Record, *, before: State, event: str, at: datetime, calendar: Calendar | None
) -> dict[str, One]:
    """The clocks of a record after an event at `at`. `record` is as it is after the event's own changes."""
    turned = dict(before)
    for spec in specs:
        clock = turned.get(spec.name)
        new = _turned(spec, record, clock=clock, event=event, at=at, calendar=calendar)
        if new is not None:
            turned[spec.name] = new
    return turned


def _turned(
    spec: ClockSpec,
    record: Record,
    *,
    clock: One | None,
    event: str,
    at: datetime,
    calendar: Calendar | None,
) -> One | None:
    state = clock["state"] if clock else None
    if event in spec.stops and clock and state in (RUNNING, PAUSED):
        return {**clock, "state": STOPPED, "stopped": written(at)}
    if event in spec.pauses and clock and state == RUNNING:
        return {
            **clock,
            "state": PAUSED,
            "paused": written(at),
            "left_s": _left_s(spec, clock, at=at, calendar=calendar),
        }
    if event in spec.resumes and clock and state == PAUSED:
        return {**clock, "state": RUNNING} | _in_seconds(spec, at, float(str(clock["left_s"])), calendar=calendar)
    if (event in spec.starts and state not in (RUNNING, PAUSED)) or (event in spec.anew and state == RUNNING):
        due = _due(spec, record, at=at, calendar=calendar)
        return None if due is None else {"state": RUNNING, "started": written(at), **due}
    return None


def _due(spec: ClockSpec, record: Record, *, at: datetime, calendar: Calendar | None) -> dict[str, Plain] | None:
    """When a clock that starts at `at` falls due; None when this record has no such deadline."""
    length = spec.seconds or spec.working_seconds or spec.working_days or spec.days
    size = length(record) if length else None
    if size is None:
        return None
    in_days = spec.working_days or spec.days
    if in_days is None or calendar is None:
        return _in_seconds(spec, at, size * (86_400 if in_days else 1), calendar=calendar)
    add = add_days if spec.days else add_working_days
    return _told(calendar, lambda known: add(known, at, int(size)))


def _in_seconds(spec: ClockSpec, at: datetime, size_s: float, *, calendar: Calendar | None) -> dict[str, Plain]:
    if spec.in_working_time and calendar is not None:
        return _told(calendar, lambda known: add_working_time(known, at, size_s))
    return {"due": written(at + timedelta(seconds=size_s))}


def days_after(at: datetime, days: int, *, calendar: Calendar | None) -> datetime:
    """The end of the `days`-th day of the calendar after `at`, a last day off moved to the next working day.

    Where no calendar is known, so many times 24 hours; where its holidays are not known yet, counted without them.
    """
    if calendar is None:
        return at + timedelta(days=days)
    return datetime.fromisoformat(str(_told(calendar, lambda known: add_days(known, at, days))["due"]))


def _told(calendar: Calendar, count: Callable[[Calendar], datetime]) -> dict[str, Plain]:
    """A due time from a calendar; where it reaches into years whose holidays are not known yet, counted without them.

    That is never later than the true one, and marked provisional until the calendar is told.
    """
    try:
        return {"due": written(count(calendar))}
    except CalendarUnknown as unknown:
        reach = frozenset(range(unknown.year - 2, unknown.year + 50))
        return {"due": written(count(replace(calendar, known_years=calendar.known_years | reach))), "provisional": True}


def _left_s(spec: ClockSpec, clock: One, *, at: datetime, calendar: Calendar | None) -> float:
    due = when(clock, "due") or at
    if due <= at:
        return 0.0
    if spec.in_working_time and calendar is not None:
        reach = frozenset(range(at.year - 1, due.year + 2))
        return working_time_between(replace(calendar, known_years=calendar.known_years | reach), at, due)
    return (due - at).total_seconds()


def next_due(clocks: State) -> datetime | None:
    """When the first running clock falls due; None when none runs."""
    return min(
        (due for clock in clocks.values() if clock["state"] == RUNNING and (due := when(clock, "due"))), default=None
    )


def fallen(clocks: State, at: datetime) -> list[str]:
    """The names of the running clocks that are due at `at`, earliest first."""
    due = [
        (moment, name)
        for name, clock in clocks.items()
        if clock["state"] == RUNNING and (moment := when(clock, "due")) and moment <= at
    ]
    return [name for _, name in sorted(due)]


def fired(clocks: State, name: str, at: datetime) -> dict[str, One]:
    """The clocks after this one fell due and was acted on.

    Raises:
        Refused: when it is not due at `at`.
    """
    if name not in fallen(clocks, at):
        raise Refused("clock.not_due", clock=name)
    return {**clocks, name: {**clocks[name], "state": FIRED, "fired": written(at)}}


def extended(clocks: State, name: str, days: int, *, calendar: Calendar | None) -> dict[str, One]:
    """The clocks after this one was given so many more working days (days, where no calendar is known)."""
    clock = clocks[name]
    due = datetime.fromisoformat(str(clock["due"]))
    if calendar is None:
        return {**clocks, name: {**clock, "due": written(due + timedelta(days=days))}}
    return {**clocks, name: {**clock, **_told(calendar, lambda known: add_working_days(known, due, days))}}
