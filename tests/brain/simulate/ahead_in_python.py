"""The policy that looks ahead once more, in plain Python on the exact mode's floor: who stands where is found out anew.

Only the sums of cover are shared with the loops (`cover.moving_loops`); these are held against brute force elsewhere.
"""

from dataclasses import dataclass, field
from math import exp

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.cover.facts import MOST_BUSY
from callbox.brain.cover.loops import grade_all, move_gain
from callbox.brain.cover.moving_loops import (
    Sight,
    Terrain,
    gain_ahead,
    gain_by_driving,
    leave_ahead,
    loss_ahead,
    see,
    stay,
)
from callbox.brain.simulate.ahead import Lookout
from callbox.brain.simulate.asking import Candidate, Situation
from callbox.brain.simulate.exact import Floor
from callbox.brain.simulate.exact_units import Crew
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, NOBODY, ORDINARY, City, Params
from callbox.brain.simulate.rules import ByParams, CallSeen, UnitSeen

NOT_FOR_THIS = 1e9


@dataclass(frozen=True, slots=True)
class AheadRules(ByParams):
    """A call that was never answered yet may take units from calls as urgent as itself."""

    floors: list[Floor] = field(default_factory=list)

    def may_be_called_off(self, unit: UnitSeen, call: CallSeen) -> bool:
        if unit.en_route_to is None or unit.kind != call.kind_lacking:
            return False
        never = self.floors[0].needs[call.number].assigned_ms == NEVER_MS
        lowest = call.priority if never else self.params.preempts_from[call.priority]
        return lowest != NOBODY and unit.en_route_to.priority >= lowest


class AheadInPython:
    """A `Decider`; `floor` is set once there is one."""

    floor: Floor

    def __init__(self, city: City, params: Params, look: Lookout) -> None:
        self.city, self.params, self.look = city, params, look
        self.due_ms: dict[int, int] = {}
        self.moved = 0
        moments, points = len(look.ahead_ms), look.point_weight.shape[1]
        self.sight = Sight(
            grade=np.zeros((moments, 2 * city.units, points), np.uint8),
            busy=np.zeros((moments, 2 * city.units)),
            left=np.zeros((moments, points, len(look.grade_cost) + 1)),
            trial=np.zeros((moments, points), np.uint8),
        )

    # What it sees

    def terrain(self) -> Terrain:
        look = self.look
        hour = self.floor.now_ms // HOUR_MS % 168 % len(look.point_weight)
        return Terrain(
            look.point_weight[hour], look.station_point_ms, look.station_grade, look.within_ms, look.grade_cost,
            look.ahead_ms, look.ahead_share,
        )  # fmt: skip

    def watch(self, kind: int, without: int) -> dict[int, int]:
        """Fill in the sight; the row of every idle unit."""
        terrain, rows = self.terrain(), dict[int, int]()
        for crew in self.floor.crews:
            if crew.kind == kind and crew.doing == "idle" and crew.number != without:
                rows[crew.number] = len(rows)
                self.see_idle(terrain, crew)
                self.sight.grade[:, rows[crew.number]] = self.sight.trial
                self.sight.busy[:, rows[crew.number]] = self.look.ahead_busy
        count = len(rows)
        for crew in self.floor.crews if self.look.clears_ms > 0 else ():
            if crew.kind == kind and crew.on and crew.doing in {"responding", "carrying"}:
                self.see_busy(terrain, crew, count)
                count += 1
        leave_ahead(terrain, self.sight, count)
        return rows

    def see_idle(self, terrain: Terrain, crew: Crew) -> None:
        now_ms = self.floor.now_ms
        if crew.waits(now_ms):
            stay(terrain, self.sight.trial, crew.station)
            return
        zone, at_ms = crew.turning(now_ms)
        drive_ms = max(crew.arrives_ms - max(at_ms, now_ms), 0)
        see(terrain, self.sight.trial, self.look.zone_ms[zone], crew.station, max(at_ms - now_ms, 0), drive_ms)

    def see_busy(self, terrain: Terrain, crew: Crew, row: int) -> None:
        zone, left_ms = crew.route[-1][0], max(crew.arrives_ms - self.floor.now_ms, 0)
        if crew.doing == "responding" and (hospital := self.hospital(zone)) is not None:
            left_ms += self.taken_ms(ORDINARY, hospital, zone) + int(self.look.clears_ms)
            zone = hospital
        for moment, ahead_ms in enumerate(self.look.ahead_ms.tolist()):
            grade_all(self.look.zone_ms[zone], terrain.within_ms, self.sight.grade[moment, row])
            free = 1.0 - float(self.look.ahead_busy[moment])
            free *= 1.0 - exp(-max(0, ahead_ms - left_ms) / self.look.clears_ms)
            self.sight.busy[moment, row] = min(1.0 - free, MOST_BUSY)

    def hospital(self, zone: int) -> int | None:
        """The zone of the nearest that takes the first kind of patient."""
        metric = self.floor.streets.metric(ORDINARY, self.floor.now_ms)
        found = [
            (int(self.city.to_ms[metric, there, zone]), number, there)
            for number, there in enumerate(self.city.hospital_zone.tolist())
            if not len(self.city.hospital_takes) or self.city.hospital_takes[number] & 1
        ]
        return min(found)[2] if found and min(found)[0] < UNREACHABLE_MS else None

    def taken_ms(self, mode: int, goal: int, start: int) -> int:
        return self.floor.time_ms(mode, goal, start, taken=True)

    # Whom to send

    def answer_cost(self, call: int, eta_ms: int) -> float:
        response_ms = self.floor.now_ms - int(self.floor.calls.time_ms[call]) + eta_ms
        return (response_ms > self.look.late_ms) + self.look.mean_weight * response_ms / self.look.late_ms

    def send(self, situation: Situation) -> int:
        call, among = situation.call, situation.candidates
        rows = self.watch(self.floor.crews[among[0].unit].kind, NOBODY)
        first_ms = min((one.eta_ms for one in among if one.leaves == NOBODY), default=UNREACHABLE_MS)
        latest_ms = self.latest_ms(call, first_ms)
        found = []
        for one in among:
            cost = self.cost(call, one, among, rows=rows, first_ms=first_ms, latest_ms=latest_ms)
            if one.leaves == NOBODY or cost < NOT_FOR_THIS:
                found.append((cost, one.unit))
        return min(found)[1] if found else NOBODY

    def latest_ms(self, call: int, first_ms: int) -> int:
        if self.floor.calls.priority[call] != 0 or first_ms >= UNREACHABLE_MS:
            return NEVER_MS
        due_ms = self.due_ms.setdefault(call, self.floor.now_ms + first_ms + self.look.cap_ms)
        return max(first_ms, min(first_ms + self.look.cap_ms, due_ms - self.floor.now_ms))

    def cost(
        self, call: int, one: Candidate, among: tuple[Candidate, ...], *, rows: dict[int, int], first_ms: int,
        latest_ms: int,
    ) -> float:  # fmt: skip
        cost = self.answer_cost(call, one.eta_ms)
        priority = self.floor.calls.priority
        if one.eta_ms > latest_ms:
            cost += NOT_FOR_THIS
        if one.leaves == NOBODY:
            return cost + self.look.loss_weight * loss_ahead(self.terrain(), self.sight, rows[one.unit])
        if first_ms >= UNREACHABLE_MS and priority[one.leaves] > priority[call]:
            return cost + self.look.swap_cost
        if one.eta_ms >= first_ms:
            return cost + NOT_FOR_THIS
        return cost + self.look.swap_cost + self.stand_in_cost(one, among, rows)

    def stand_in_cost(self, left: Candidate, among: tuple[Candidate, ...], rows: dict[int, int]) -> float:
        call, floor = left.leaves, self.floor
        its_ms = max(floor.crews[left.unit].arrives_ms - floor.now_ms, 0)
        latest_ms = NEVER_MS
        if floor.calls.priority[call] == 0:
            due_ms = self.due_ms.get(call)
            latest_ms = its_ms + self.look.cap_ms if due_ms is None else max(its_ms, due_ms - floor.now_ms)
        costs = [
            self.answer_cost(call, eta_ms)
            + self.look.loss_weight * loss_ahead(self.terrain(), self.sight, rows[other.unit])
            for other in among
            if other.leaves == NOBODY
            and (eta_ms := floor.eta_ms(floor.crews[other.unit], call)) < UNREACHABLE_MS
            and eta_ms <= latest_ms
        ]
        return min(costs) - self.answer_cost(call, its_ms) if costs else NOT_FOR_THIS

    # Where to wait

    def place(self, situation: Situation) -> int:
        crew = self.floor.crews[situation.unit]
        zone, at_ms = crew.route[-1]
        self.watch(crew.kind, crew.number)
        best, best_gain = crew.home, -1.0
        for station, its_zone in enumerate(self.city.station_zone.tolist()):
            drive_ms = self.taken_ms(ORDINARY, its_zone, zone)
            if drive_ms >= UNREACHABLE_MS or not (station == crew.home or self.has_room(situation, station)):
                continue
            first_ms = max(at_ms - self.floor.now_ms, 0)
            see(self.terrain(), self.sight.trial, self.look.zone_ms[zone], station, first_ms, drive_ms)
            gain = gain_ahead(self.terrain(), self.sight, self.look.ahead_busy)
            if gain > best_gain:
                best, best_gain = station, gain
        return best

    def has_room(self, situation: Situation, station: int) -> bool:
        room = self.city.station_capacity
        return not len(room) or int(situation.idle[station].sum()) < int(room[station])

    # Who moves up

    def move(self, situation: Situation) -> tuple[int, int]:
        best = (NOBODY, NOBODY, self.look.least_gain)
        for kind in range(situation.idle.shape[1] if self.moved < self.look.most_moves else 0):
            rows = self.watch(kind, NOBODY)
            for unit in rows:
                best = self.best_goal(situation, self.floor.crews[unit], row=rows[unit], best=best)
        self.moved = self.moved + 1 if best[0] != NOBODY else 0
        return best[:2]

    def best_goal(
        self, situation: Situation, crew: Crew, *, row: int, best: tuple[int, int, float]
    ) -> tuple[int, int, float]:
        span, terrain = self.floor.now_ms // self.params.move_span_ms, self.terrain()
        if crew.span == span and crew.moved >= self.params.moves_a_span:
            return best
        zone, at_ms = crew.turning(self.floor.now_ms)
        for station, its_zone in enumerate(self.city.station_zone.tolist()):
            drive_ms = self.taken_ms(ORDINARY, its_zone, zone)
            ruled_out = station == crew.station or drive_ms >= UNREACHABLE_MS or not self.has_room(situation, station)
            if ruled_out or self.at_once(terrain, row, station) <= best[2]:
                continue
            first_ms = max(at_ms - self.floor.now_ms, 0)
            see(terrain, self.sight.trial, self.look.zone_ms[zone], station, first_ms, drive_ms)
            gain = gain_by_driving(terrain, self.sight, row)
            if gain > best[2]:
                best = (crew.number, station, gain)
        return best

    def at_once(self, terrain: Terrain, row: int, station: int) -> float:
        there, sight, total = terrain.station_grade[station], self.sight, 0.0
        for moment, share in enumerate(terrain.share.tolist()):
            mine, busy = sight.grade[moment, row], float(sight.busy[moment, row])
            total += share * move_gain(terrain.weight, sight.left[moment], mine, there, busy)
        return total
