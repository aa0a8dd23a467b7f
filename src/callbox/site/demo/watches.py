"""The watches of the demo's crews: when each unit's shift is to begin and to end, and who is on it. Pure.

1. A day has three watches. Stations change one after the other, so that never the whole city changes at once.
2. A crew goes home shortly before its time, as soon as its unit is on nothing; one that is out finishes its call first.
3. The next crew comes on at once. Whoever was signed off by hand before their time stays off until the watch is over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Id
from callbox.services.shift.facts import ON, Shift
from callbox.services.unit.facts import Unit
from callbox.site.demo.story import Step

FIRST_AT: Final = time(6, 30)
LONG: Final = timedelta(hours=8)
WATCHES: Final = 3
STATIONS_APART: Final = timedelta(minutes=15)
STATIONS_IN_TURN: Final = 5
EARLY: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A unit's time on duty; `number` (0, 1, 2) tells which of its crews has it."""

    number: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Where the city is in time, who has a unit's watch of a number, and a name for each new shift."""

    zone: ZoneInfo
    person: Callable[[Id, int], Id]
    new: Callable[[], Id]


def watch(organisation: str, at: datetime, *, zone: ZoneInfo) -> Watch:
    """The watch that a station has at a moment. Where clocks are changed, one watch of that day is longer or shorter."""
    later = STATIONS_APART * (sum(organisation.encode()) % STATIONS_IN_TURN)
    here = at.astimezone(zone).replace(tzinfo=None) - later
    day = datetime.combine(here.date() - timedelta(days=here.time() < FIRST_AT), FIRST_AT)
    number = (here - day) // LONG
    begins, ends = ((day + LONG * turn + later).replace(tzinfo=zone) for turn in (number, number + 1))
    return Watch(number=number, begins=begins.astimezone(at.tzinfo), ends=ends.astimezone(at.tzinfo))


def on_duty(organisation: str, now: datetime, *, zone: ZoneInfo) -> Watch:
    """The watch that a station's crews come on for: shortly before the change, already the next."""
    return watch(organisation, now + EARLY, zone=zone)


def going_off(units: Mapping[Id, Unit], shifts: Iterable[Shift], now: datetime) -> Iterator[Step]:
    """The shifts whose time is over."""
    for shift in shifts:
        unit = units.get(shift.unit)
        is_over = shift.status in ON and now >= shift.ends_at - EARLY
        if is_over and unit is not None and unit.assignment is None:
            yield Step(name="shift.end", role="crew", at=shift.ends_at, inputs={"shift": shift.id}, unit=unit.id)


def coming_on(units: Iterable[Unit], shifts: Sequence[Shift], now: datetime, *, roster: Roster) -> Iterator[Step]:
    """The units that nobody is on."""
    signed_off = {shift.unit for shift in shifts if shift.status == "ended" and shift.ends_at > now + EARLY}
    for unit in units:
        if unit.shift is None and unit.id not in signed_off:
            due = on_duty(unit.organisation, now, zone=roster.zone)
            crew = (roster.person(unit.id, due.number),)
            told = {"id": roster.new(), "unit": unit.id, "ends_at": due.ends, "crew": crew}
            yield Step(name="shift.sign_on", role="crew", at=due.begins, inputs=told, unit=unit.id)


def begun(units: Iterable[Unit], now: datetime, *, zone: ZoneInfo) -> dict[datetime, list[Unit]]:
    """When the watches began that are on at a moment, those longest on it first: a city that was just made has them on."""
    found: dict[datetime, list[Unit]] = {}
    for unit in units:
        found.setdefault(min(on_duty(unit.organisation, now, zone=zone).begins, now), []).append(unit)
    return dict(sorted(found.items()))
