"""The metrics in use: one for each way of driving, and one for each set of closures in force.

A closure is in force for the next question: its metric is derived from the likest one that is held, so that only what the
closure can reach is worked out again.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import numpy as np

from callbox.brain.roads.customise import Metric
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import MODES, Ints
from callbox.brain.roads.speeds import travel_at
from callbox.site.advisor.asked import Closing, Conditions
from callbox.site.advisor.shutting import Shut
from callbox.site.city.learning import Learnt

FREE_MAX: Final = 24
SHUT_MAX: Final = 12
"""Those of closures that held a moment ago are kept too, since two askers may see different ones."""

Roads = tuple[int, int]
"""A mode and a group of hours."""


class Driving:
    """Gives the metric of any conditions. `dropped` is told the name of each that is held no longer."""

    def __init__(self, engine: RoadEngine, shut: Shut, learnt: Learnt, *, dropped: Callable[[str], None]) -> None:
        self._engine, self._shut, self._learnt, self._dropped = engine, shut, learnt, dropped
        self._free: OrderedDict[Roads, Metric] = OrderedDict()
        self._under: OrderedDict[tuple[Roads, tuple[Closing, ...]], Metric] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return len(self._free) + len(self._under)

    def metric(self, how: Conditions) -> Metric:
        """The metric of these conditions, made when it is first asked for."""
        closings, roads = holding(how), (how.mode, self._group(how))
        free = self._free.get(roads) or self._made(roads)
        self._free.move_to_end(roads)
        if not closings:
            return free
        found = self._under.get((roads, closings)) or self._derived(free, roads, closings)
        self._under.move_to_end((roads, closings))
        return found

    def _group(self, how: Conditions) -> int:
        """The hours whose speeds hold; 0 where none were learnt."""
        speeds = self._learnt.speeds.get(how.mode)
        return int(speeds.group[how.hour % 24]) if speeds else 0

    def _made(self, roads: Roads) -> Metric:
        while len(self._free) >= FREE_MAX:
            self._drop(self._free.popitem(last=False)[1])
        found = self._free[roads] = self._engine.metric(self._name(roads), self._travel_ms(*roads))
        return found

    def _derived(self, free: Metric, roads: Roads, closings: tuple[Closing, ...]) -> Metric:
        """From the free roads, or from other closures on them, whichever differs in fewer arcs."""
        wanted_ms = self._shut.times(free.free_ms, closings)
        known = [free, *(metric for key, metric in self._under.items() if key[0] == roads)]
        differ = [np.flatnonzero(metric.travel_ms != wanted_ms) for metric in known]
        least = min(range(len(known)), key=lambda at: len(differ[at]))
        arcs = differ[least].astype(np.int32)
        while len(self._under) >= SHUT_MAX:
            self._drop(self._under.popitem(last=False)[1])
        found = self._engine.derived(known[least], self._name(roads), arcs=arcs, travel_ms=wanted_ms[arcs])
        self._under[roads, closings] = found
        return found

    def _name(self, roads: Roads) -> str:
        self._count += 1
        return f"{MODES[roads[0]]} {self._count}"

    def _drop(self, metric: Metric) -> None:
        self._engine.metrics.pop(metric.name, None)
        self._dropped(metric.name)

    def _travel_ms(self, mode: int, group: int) -> Ints:
        """(m,) milliseconds along each arc without closures, as learnt."""
        network = self._engine.network
        free_ms = np.ascontiguousarray(network.travel_ms[mode])
        speeds = self._learnt.speeds.get(mode)
        return free_ms if speeds is None else travel_at(free_ms, network.road_class, speeds=speeds, group=group)


def holding(how: Conditions) -> tuple[Closing, ...]:
    """The closures that hold for whoever drives so."""
    return tuple(one for one in how.closings if how.mode in one.modes)
