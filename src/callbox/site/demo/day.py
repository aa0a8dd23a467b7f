"""The demo city's days: which calls come when, at a pace that its units can bear. Pure.

A call has a number that tells its day, its speed and its row, so that whoever comes later (the player after a restart) finds
the same call again from the number alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from callbox.brain.city import Call, Calls, City, demand
from callbox.brain.city.facts import IncidentType
from callbox.brain.city.telling import street_starts, tell

# The busiest kind of unit is on something for this part of its time, over a whole week.
BUSY_SHARE = 0.55
SAMPLE_HOURS = 168.0
SAMPLE_CALLS_PER_DAY = 400.0
CALLS_PER_DAY_MAX = 50_000.0
DAYS_KEPT = 3
QUIETEST = 0.8


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """One call of the city's day: its number, when it comes in, what is needed, and all that is to be said of it."""

    number: str
    at: datetime
    call: Call
    needs: tuple[str, ...]


@dataclass
class Script:
    """All calls of all days of one city, played so many times as fast as real work goes."""

    city: City
    speed: float
    zone: ZoneInfo
    _per_day: float = 0.0
    _days: dict[date, Calls] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A demo never sleeps: at night there is less to see, but something.
        hours = {name: np.maximum(getattr(self.city, name), QUIETEST) for name in ("incident_hours", "request_hours")}
        self.city = replace(self.city, **hours)
        self._per_day = calls_per_day(self.city, self.speed)
        self._lows = street_starts(self.city)
        self._types = {kind.code: kind for kind in self.city.incident_types}

    def between(self, after: datetime, until: datetime) -> Iterator[Scripted]:
        """The calls that come in after one moment, up to another, in order."""
        day, last = self._date(after), self._date(until)
        while day <= last:
            calls, midnight = self._calls(day), self._midnight(day)
            low, high = ((moment - midnight).total_seconds() for moment in (after, until))
            rows = np.flatnonzero((calls.offset_s > low) & (calls.offset_s <= high))
            yield from (self._scripted(day, row) for row in rows.tolist())
            day += timedelta(days=1)

    def find(self, number: str) -> Scripted | None:
        """The call with this number; None when it is not one of this city's."""
        try:
            told, speed, row = number.split("-")
            day = datetime.strptime(told, "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            return None
        if speed != f"{self.speed:g}" or not row.isdecimal() or int(row) >= len(self._calls(day)):
            return None
        return self._scripted(day, int(row))

    def _scripted(self, day: date, row: int) -> Scripted:
        call = tell(self.city, self._calls(day), row=row, lows=self._lows)
        kind = self._types.get(call.code)
        return Scripted(
            number=f"{day:%Y%m%d}-{self.speed:g}-{row}",
            at=self._midnight(day) + timedelta(seconds=call.offset_s),
            call=call,
            needs=needed(kind) if kind else (),
        )

    def _calls(self, day: date) -> Calls:
        if day not in self._days:
            while len(self._days) >= DAYS_KEPT:
                del self._days[min(self._days)]
            self._days[day] = demand(
                self.city,
                seed=day.toordinal(),
                start=datetime.combine(day, time()),
                hours=24.0,
                calls_per_day=self._per_day,
            )
        return self._days[day]

    def _date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def needed(kind: IncidentType) -> tuple[str, ...]:
    """The kinds of unit that an incident needs, each as often as it is needed."""
    return tuple(need.kind for need in kind.needs for _ in range(need.count))


def calls_per_day(city: City, speed: float) -> float:
    """How many calls a day keep the busiest kind of unit on something for BUSY_SHARE of the time at this speed."""
    monday = datetime(2026, 3, 2)  # noqa: DTZ001  the city's wall time
    sample = demand(city, seed=1, start=monday, hours=SAMPLE_HOURS, calls_per_day=SAMPLE_CALLS_PER_DAY)
    one_s = sample.chute_s + sample.travel_s + sample.on_scene_s + sample.transport_s + sample.hospital_s
    busy_s: dict[str, float] = {}
    for number, kind in enumerate(city.incident_types):
        spent_s = float(one_s[(sample.what == number) & (sample.kind == 0)].sum())
        for name in needed(kind):
            busy_s[name] = busy_s.get(name, 0.0) + spent_s
    there = [unit.kind for unit in city.units]
    shares = [spent_s / (SAMPLE_HOURS * 3600 * there.count(name)) for name, spent_s in busy_s.items() if name in there]
    return min(SAMPLE_CALLS_PER_DAY * BUSY_SHARE * speed / max(shares), CALLS_PER_DAY_MAX)
