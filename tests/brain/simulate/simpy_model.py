"""The plain model in SimPy: the peer of speed and the oracle of equality.

It is spared what it need not do: units are ranked for each zone beforehand, as in ours, and lists replace arrays.
"""

from collections import deque
from collections.abc import Generator

import numpy as np
import simpy

from callbox.brain.simulate.facts import HOUR_MS, ORDINARY, SIREN, Calls, City

Steps = Generator[simpy.Event, simpy.Event, None]


class SimpyCity:
    """Units wait at their stations; each call takes the closest idle one, or waits its turn."""

    def __init__(self, city: City, calls: Calls) -> None:
        self.env = simpy.Environment()
        self.to_ms = city.to_ms.tolist()
        self.metric_at = city.metric_at[0].tolist()
        self.homes = city.station_zone[city.unit_station].tolist()
        self.idle = [True] * city.units
        self.idle_units = city.units
        answer_ms = city.to_ms[:, :, city.station_zone[city.unit_station]]
        self.rank = np.argsort(answer_ms, axis=2, kind="stable").tolist()
        self.waiting: deque[int] = deque()
        self.zone, self.time_ms = calls.zone.tolist(), calls.time_ms.tolist()
        self.turnout_ms, self.on_scene_ms = calls.turnout_ms.tolist(), calls.on_scene_ms.tolist()
        self.unit, self.start_ms, self.arrival_ms = ([-1] * len(self.zone) for _ in range(3))

    def run(self) -> None:
        self.env.process(self.calls())
        self.env.run()

    def metric(self, mode: int) -> int:
        return int(self.metric_at[mode][self.env.now // HOUR_MS % 168])

    def calls(self) -> Steps:
        for call, at in enumerate(self.time_ms):
            yield self.env.timeout(at - self.env.now)
            self.waiting.append(call)
            self.env.process(self.match())

    def match(self) -> Steps:
        """Whoever becomes idle in this very millisecond is idle already."""
        yield self.env.timeout(0)
        while self.waiting and self.idle_units:
            call = self.waiting.popleft()
            unit = next(one for one in self.rank[self.metric(SIREN)][self.zone[call]] if self.idle[one])
            self.idle[unit] = False
            self.idle_units -= 1
            self.env.process(self.answer(call, unit))

    def answer(self, call: int, unit: int) -> Steps:
        travel_ms = self.to_ms[self.metric(SIREN)][self.zone[call]][self.homes[unit]]
        self.unit[call], self.start_ms[call] = unit, int(self.env.now)
        yield self.env.timeout(self.turnout_ms[call] + travel_ms)
        self.arrival_ms[call] = int(self.env.now)
        yield self.env.timeout(self.on_scene_ms[call])
        yield self.env.timeout(self.to_ms[self.metric(ORDINARY)][self.homes[unit]][self.zone[call]])
        self.idle[unit] = True
        self.idle_units += 1
        if self.waiting:
            self.env.process(self.match())
