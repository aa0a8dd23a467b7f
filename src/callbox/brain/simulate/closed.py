"""Streets that are closed or slow at hours of the day: while they are, the same city has travel times of its own.

The first version of such a city is the open one, in force for no moment: plans are made by it (`mistaken.believed`), since
nobody knew. From the hour on everybody knows: who is sent is chosen, and drives, by the roads as they then are, and who
is under way goes on by them from the next corner. Whoever was on the way to a place that is cut off meanwhile is let
through; whoever calls from there waits until somebody can come, and all that wait are asked about again at each change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.closures import slowed
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.simulate.facts import HOUR_MS, City, Ints
from callbox.brain.simulate.scenario import Scenario
from callbox.brain.simulate.zoning import MODES, travel_tables

HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Streets that nobody passes, or only slowly, at the same hours of every day."""

    arcs: Ints
    """(k,) arcs of the road network."""
    speed_factor: float = 0.0
    """What is left of the speed: 0 closed; at most 1."""
    hours: tuple[int, int] = (0, HOURS)
    """From the beginning of the first to that of the second; over midnight where the second is the lower."""

    def holds(self, hour: int) -> bool:
        """Whether they are closed from this hour of the day to the next."""
        first, last = self.hours
        return first <= hour < last if first < last else hour >= first or hour < last


def with_closed(
    one: Scenario, engine: RoadEngine, closings: Sequence[Closing], *, days: int, taken_ms: Ints | None = None
) -> Scenario:
    """The city, as `scenario` made it on this engine, with streets closed on each of so many days.

    `taken_ms` (2, m) is how long whoever decides takes each arc to be, if that is not what the network says.
    """
    held = [tuple(number for number, its in enumerate(closings) if its.holds(hour)) for hour in range(HOURS)]
    sets = sorted(set(held) - {()})
    number = {mine: 1 + place for place, mine in enumerate(sets)} | {(): 0}
    changes = changes_of([number[mine] for mine in held], days=days)
    together = [[closings[its] for its in mine] for mine in sets]
    to_ms = [one.city.to_ms, *(tables_of(one, engine, mine, engine.network.travel_ms) for mine in together)]
    reckoned_ms = [one.city.reckoned_ms]
    if taken_ms is not None:
        reckoned_ms += [tables_of(one, engine, mine, taken_ms) for mine in together]
    first = one.city.metric_at[:1]
    city = replace(
        one.city,
        to_ms=np.concatenate(to_ms),
        reckoned_ms=np.concatenate(reckoned_ms),
        metric_at=np.concatenate([first, *(first + np.int16(MODES * its) for _, its in changes)]),
        version_from_ms=np.array([-1, *(hour * HOUR_MS for hour, _ in changes)]),
    )
    return replace(one, city=city)


def changes_of(by_hour: Sequence[int], *, days: int) -> list[tuple[int, int]]:
    """(hour from the start, what holds from then on) wherever that changes, the first hour included."""
    row = [by_hour[hour % HOURS] for hour in range(days * HOURS)]
    return [(hour, now) for hour, now in enumerate(row) if not hour or now != row[hour - 1]]


def tables_of(one: Scenario, engine: RoadEngine, closings: Sequence[Closing], free_ms: Ints) -> Ints:
    """(2, z, z) the travel tables with these streets closed, (2, m) milliseconds along each arc while they are open.

    Where several hold for a street, the slowest does.
    """
    factor = np.ones(free_ms.shape[1])
    for its in closings:
        factor[its.arcs] = np.minimum(factor[its.arcs], its.speed_factor)
    return travel_tables(engine, one.node, along_ms=np.stack([slowed(row, factor) for row in free_ms]))


def opened(city: City) -> City:
    """The city as it first is: no closure is in force, and none will be."""
    kept = np.union1d(np.arange(min(MODES, len(city.to_ms))), city.metric_at[:1])
    place = np.zeros(len(city.to_ms), np.int16)
    place[kept] = np.arange(len(kept), dtype=np.int16)
    return replace(
        city,
        to_ms=city.to_ms[kept],
        reckoned_ms=city.reckoned_ms[kept] if len(city.reckoned_ms) else city.reckoned_ms,
        metric_at=place[city.metric_at[:1]],
        version_from_ms=np.zeros(1, np.int64),
    )


def cut_off(one: Scenario) -> float:
    """The share of calls that come from where no road leads at the worst hour of the worst day."""
    rate = one.demand.rate_per_h.mean(axis=0).sum(axis=1)
    reached = [
        (table[:, one.station_zone] < UNREACHABLE_MS).any(axis=1)
        for table in one.city.to_ms[np.unique(one.city.metric_at)]
    ]
    return max(float(rate[~its].sum()) for its in reached) / max(1e-12, float(rate.sum()))
