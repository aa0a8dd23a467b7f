"""Calls that were recorded, made ready to be met again by other policies: from a world's ledger or a published file.

Rules in words. A call counts that has a place and at least one unit that arrived; it needs the units that arrived. A unit
that was called off on its way is left out. Where there is no hospital on the map, the way to it and the time there count
as time at the scene. Units can be sent from the moment a call was entered plus the time it usually took then to tell the
first one (the median of its priority), so that no policy is charged with the queue of the past.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from callbox.brain.demand.facts import Demand as Map
from callbox.brain.simulate.experiment import DAY_MS
from callbox.brain.simulate.facts import HOURS_OF_WEEK, NOBODY
from callbox.brain.simulate.recorded import UNKNOWN, Recorded, calls_of
from callbox.brain.simulate.scenario import KINDS_MOST
from callbox.brain.simulate.zoning import Spots
from callbox.faces.command.underway import Wrong
from callbox.site.simulating.prepared import Told

SHIFT_GAP_H: Final = 6.0
SHIFT_EDGE_MS: Final = 3_600_000
Place = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One unit that arrived; None for what was not noted."""

    unit: str
    told: datetime | None
    rolling: datetime | None
    arrived: datetime
    free: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One call."""

    received: datetime
    entered: datetime
    priority: str
    place: Place
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """A unit: its kind in the source's words, where it waits, and whether it works in shifts."""

    kind: str
    place: Place
    in_shifts: bool = False


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything that is played again. `left_out` counts calls that cannot be."""

    calls: tuple[Happened, ...]
    crews: Mapping[str, Crew]
    priorities: tuple[str, ...]
    """That occur, the most urgent first."""
    zone: ZoneInfo
    left_out: int = 0

    def __post_init__(self) -> None:
        if not self.calls or not self.crews:
            raise Wrong("no_calls", {})

    @property
    def monday(self) -> datetime:
        """Midnight before the first call's week, by the wall clock."""
        first = self.calls[0].received.astimezone(self.zone)
        day = first.replace(hour=0, minute=0, second=0, microsecond=0)
        return day - timedelta(days=day.weekday())

    @property
    def first_day(self) -> int:
        """Of the first call, counted from that Monday."""
        return self.ms(self.calls[0].received) // DAY_MS

    @property
    def days(self) -> int:
        """From the first call's day to the last one's."""
        return self.ms(self.calls[-1].received) // DAY_MS - self.first_day + 1

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(sorted(self.crews))

    def ms(self, at: datetime | None) -> int:
        """Milliseconds since that Monday; UNKNOWN for what was not noted."""
        return UNKNOWN if at is None else round((at - self.monday).total_seconds() * 1000)


def spots_of(places: Iterable[Place]) -> Spots:
    """Places as the brain takes them."""
    pairs = np.array(list(places), np.float64).reshape(-1, 2)
    return Spots(longitude_deg=pairs[:, 1].copy(), latitude_deg=pairs[:, 0].copy())


def kinds_of(history: History) -> Mapping[str, int]:
    """A number for each kind of unit, the most frequent first; the rarest share the last."""
    kinds = [crew.kind for crew in history.crews.values()]
    ranked = sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind))
    return {kind: min(number, KINDS_MOST - 1) for number, kind in enumerate(ranked)}


def stations_of(history: History) -> tuple[tuple[Place, ...], NDArray[np.int32]]:
    """(places where units wait, for each unit the number of its place)."""
    places = tuple(sorted({crew.place for crew in history.crews.values()}))
    number = {place: at for at, place in enumerate(places)}
    return places, np.array([number[history.crews[unit].place] for unit in history.units], np.int32)


def shifts_of(history: History) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """(units, on, off) for those that work in shifts: around answers that lie close together, an hour before and after."""
    rows: list[tuple[int, int, int]] = []
    for number, unit in enumerate(history.units):
        if history.crews[unit].in_shifts:
            spans = sorted(spans_of(history, unit))
            rows += [(number, on - SHIFT_EDGE_MS, off + SHIFT_EDGE_MS) for on, off in joined(spans)]
    columns = np.array(rows, np.int64).reshape(-1, 3)
    return columns[:, 0].astype(np.int32), np.maximum(columns[:, 1], 0), columns[:, 2].copy()


def spans_of(history: History, unit: str) -> Iterable[tuple[int, int]]:
    """From being told to being free, at each call."""
    for call in history.calls:
        for one in call.came:
            if one.unit == unit:
                yield history.ms(one.told or one.arrived), history.ms(one.free or one.arrived)


def joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with short gaps between them as one."""
    found: list[tuple[int, int]] = []
    for on, off in spans:
        if found and on - found[-1][1] < SHIFT_GAP_H * 3_600_000:
            found[-1] = (found[-1][0], max(found[-1][1], off))
        else:
            found.append((on, off))
    return found


def ahead_ms(history: History) -> NDArray[np.int64]:
    """(c,) from receipt to when a unit could first be sent."""
    told = [min((one.told for one in call.came if one.told), default=None) for call in history.calls]
    waits: dict[str, list[float]] = {}
    for call, first in zip(history.calls, told, strict=True):
        if first is not None and first >= call.entered:
            waits.setdefault(call.priority, []).append((first - call.entered).total_seconds())
    usual = {priority: median(values) for priority, values in waits.items()}
    spent = [(call.entered - call.received).total_seconds() + usual.get(call.priority, 0.0) for call in history.calls]
    return np.array([round(1000 * max(0.0, one)) for one in spent], np.int64)


def told_of(history: History, zone: NDArray[np.int32], unit_kind: NDArray[np.int8]) -> Told:
    """The calls for the simulator, in order of the moment when a unit could be sent; `zone` (c,) of each call."""
    ahead = ahead_ms(history)
    received = np.array([history.ms(call.received) for call in history.calls], np.int64)
    order = np.argsort(received + ahead, kind="stable")
    calls = [history.calls[at] for at in order.tolist()]
    recorded = recorded_of(history, calls, time_ms=(received + ahead)[order], zone=zone[order])
    first = np.array([min(history.ms(one.arrived) for one in call.came) for call in calls], np.float64)
    return Told(
        calls=calls_of(recorded, unit_kind=unit_kind)[0],
        days=history.days,
        first_day=history.first_day,
        response_ms=first - received[order],
        ahead_ms=ahead[order].astype(np.float64),
    )


def recorded_of(
    history: History, calls: Sequence[Happened], *, time_ms: NDArray[np.int64], zone: NDArray[np.int32]
) -> Recorded:
    """What was noted, in milliseconds."""
    number = {unit: at for at, unit in enumerate(history.units)}
    answers = [(at, one) for at, call in enumerate(calls) for one in call.came]
    free = [history.ms(one.free) for _, one in answers]
    return Recorded(
        time_ms=time_ms,
        zone=zone.astype(np.int32),
        priority=np.array([history.priorities.index(call.priority) for call in calls], np.int8),
        hospital_kind=np.full(len(calls), NOBODY, np.int8),
        call=np.array([at for at, _ in answers], np.int32),
        unit=np.array([number[one.unit] for _, one in answers], np.int32),
        told_ms=longs([history.ms(one.told) for _, one in answers]),
        rolling_ms=longs([history.ms(one.rolling) for _, one in answers]),
        arrived_ms=longs([history.ms(one.arrived) for _, one in answers]),
        left_ms=longs(free),
        hospital_ms=np.full(len(answers), UNKNOWN, np.int64),
        free_ms=longs(free),
    )


def longs(values: Sequence[int]) -> NDArray[np.int64]:
    """Whole numbers."""
    return np.array(values, np.int64)


def demand_of(history: History) -> Map:
    """Where and when these calls came from, as a demand: their places, and their hours of the day."""
    spots = spots_of(call.place for call in history.calls)
    priority = np.array([history.priorities.index(call.priority) for call in history.calls])
    hour = np.array([call.received.astimezone(history.zone).hour for call in history.calls])
    by_hour = np.stack([np.bincount(hour[priority == one], minlength=24) for one in range(len(history.priorities))])
    weight = np.stack([(priority == one).astype(np.float64) for one in range(len(history.priorities))])
    return Map(
        priorities=history.priorities,
        longitude_deg=spots.longitude_deg,
        latitude_deg=spots.latitude_deg,
        weight=weight / weight.sum(axis=1, keepdims=True),
        rate_per_h=np.tile(by_hour / history.days, HOURS_OF_WEEK // 24),
    )
