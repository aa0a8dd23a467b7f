"""Sending, placing and moving by expected cover in plain Python, written apart from the loops that it is held against."""

import numpy as np

from callbox.brain.simulate.asking import Candidate, Situation
from callbox.brain.simulate.exact import Floor
from callbox.brain.simulate.facts import HOUR_MS, HOURS_OF_WEEK, NOBODY, City, Params
from callbox.brain.simulate.policy import Policy


class CoverInPython:
    """Decides as a policy whose three numbers are COVER."""

    floor: Floor

    def __init__(self, city: City, params: Params, policy: Policy) -> None:
        self.city, self.params, self.policy = city, params, policy

    def busy(self, unit: int) -> float:
        by_hour = self.policy.busy
        if not len(by_hour):
            return self.policy.busy_fraction
        return float(by_hour[self.floor.now_ms // HOUR_MS % len(by_hour), unit])

    def uncovered(self, situation: Situation, kind: int, without: int) -> list[float]:
        """By zone, the chance that all idle units within reach but one are busy when they are needed."""
        gone = [1.0] * self.city.stations
        for unit, station in situation.stations.items():
            if self.floor.crews[unit].kind == kind and unit != without:
                gone[station] *= self.busy(unit)
        found = []
        for reached in self.policy.reach.tolist():
            chance = 1.0
            for station, near in enumerate(reached):
                chance *= gone[station] if near else 1.0
            found.append(chance)
        return found

    def cover(self, uncovered: list[float], station: int, unit: int) -> float:
        hour = self.floor.now_ms // HOUR_MS % HOURS_OF_WEEK
        weight = self.policy.weight[hour % len(self.policy.weight)].tolist()
        reached = self.policy.reach[:, station].tolist()
        total = 0.0
        for calls, chance, near in zip(weight, uncovered, reached, strict=True):
            total += calls * chance if near else 0.0
        return total * (1.0 - self.busy(unit))

    def send(self, situation: Situation) -> int:
        return min((self.cost(situation, one), one.unit) for one in situation.candidates)[1]

    def cost(self, situation: Situation, one: Candidate) -> float:
        if one.leaves != NOBODY:
            return float(one.eta_ms)
        left = self.uncovered(situation, self.floor.crews[one.unit].kind, one.unit)
        return one.eta_ms + self.policy.cover_weight_ms * self.cover(left, situation.stations[one.unit], one.unit)

    def has_room(self, situation: Situation, station: int) -> bool:
        room = self.city.station_capacity
        return not len(room) or int(situation.idle[station].sum()) < int(room[station])

    def place(self, situation: Situation) -> int:
        crew = self.floor.crews[situation.unit]
        left = self.uncovered(situation, crew.kind, NOBODY)
        best, most = crew.home, self.cover(left, crew.home, crew.number)
        for station in range(self.city.stations):
            cover = self.cover(left, station, crew.number)
            if station != crew.home and self.has_room(situation, station) and cover > most:
                best, most = station, cover
        return best

    def move(self, situation: Situation) -> tuple[int, int]:
        best = (NOBODY, NOBODY, self.policy.move_gain)
        for unit, here in sorted(situation.stations.items()):
            crew = self.floor.crews[unit]
            if crew.span == self.floor.now_ms // self.params.move_span_ms and crew.moved >= self.params.moves_a_span:
                continue
            left = self.uncovered(situation, crew.kind, unit)
            for station in range(self.city.stations):
                gain = self.cover(left, station, unit) - self.cover(left, here, unit)
                if station != here and self.has_room(situation, station) and gain > best[2]:
                    best = (unit, station, gain)
        return best[:2]


def busy_at_random(seed: int, units: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(24, u) shares of time, each unit's and hour's own."""
    return np.random.default_rng(seed).uniform(0.05, 0.9, (24, units))
