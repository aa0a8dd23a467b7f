"""The slow exact mode: plain Python, written apart from the loops, in which a `Rules` protocol says who may be sent.

It exists for two reasons. The rules of the live system decide in it, so that a year can be replayed by the very functions
that run the floor. And the fast mode is held against it, day by day, to the last millisecond.
"""

import heapq
from collections import Counter
from collections.abc import Callable

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.asking import Candidate, Decider, Situation
from callbox.brain.simulate.exact_units import Crew, Leg, Need, Streets
from callbox.brain.simulate.facts import NEVER_MS, NOBODY, ORDINARY, Calls, City, Outcome, Params
from callbox.brain.simulate.rules import ByParams, CallSeen, Happening, Rules, UnitSeen

ARRIVES, UNIT_IS_DONE, CHANGE, CALL = range(4)
"""In this order within one millisecond."""
NEW_VERSION, SHIFT_ENDS, SHIFT_BEGINS = range(3)
Event = tuple[int, int, int, int, int]
"""When, which of the four, then what they sort by: unit and version, twice; what and which; call."""


class Floor:
    """One run. `decider` takes over sending, placing and moving; without it the closest goes and comes home again."""

    def __init__(
        self, city: City, calls: Calls, params: Params, *, rules: Rules | None = None, decider: Decider | None = None
    ) -> None:
        self.city, self.calls, self.params, self.decider = city, calls, params, decider
        self.rules = rules or ByParams(params)
        self.streets = Streets(city)
        self.now_ms, self.moves_due = 0, False
        kinds = max(calls.need.shape[1], int(city.kinds.max()) + 1)
        self.needs = [Need([*row, *[0] * (kinds - len(row))], sum(row)) for row in calls.need.tolist()]
        self.queue: list[int] = []
        self.events: list[Event] = [(at_ms, CALL, call, 0, 0) for call, at_ms in enumerate(calls.time_ms.tolist())]
        self.crews = [
            Crew(number=number, kind=kind, home=home, station=home, route=[(self.zone_of(home), 0)])
            for number, (kind, home) in enumerate(zip(city.kinds.tolist(), city.unit_station.tolist(), strict=True))
        ]
        self.plan_changes()

    def zone_of(self, station: int) -> int:
        return int(self.city.station_zone[station])

    def plan_changes(self) -> None:
        city = self.city
        begins = set(zip(city.shift_on_ms.tolist(), city.shift_unit.tolist(), strict=True))
        ends = set(zip(city.shift_off_ms.tolist(), city.shift_unit.tolist(), strict=True))
        self.events += [(at_ms, CHANGE, SHIFT_ENDS, unit, 0) for at_ms, unit in ends - begins]
        self.events += [(at_ms, CHANGE, SHIFT_BEGINS, unit, 0) for at_ms, unit in begins - ends]
        versions = enumerate(city.version_from_ms.tolist())
        self.events += [(at_ms, CHANGE, NEW_VERSION, version, 0) for version, at_ms in versions if version]
        heapq.heapify(self.events)
        self.left = Counter(event[1] for event in self.events)
        for unit in set(city.shift_unit.tolist()):
            self.crews[unit].on, self.crews[unit].doing = False, "off"

    # Events

    def run(self, until_ms: int = NEVER_MS) -> None:
        """Let everything before `until_ms` happen, or stop when all calls are done with."""
        while self.events and self.events[0][0] < until_ms and not self.is_over():
            self.now_ms, what, first, second, _ = heapq.heappop(self.events)
            self.left[what] -= 1
            self.happen(what, first, second)
            self.move_up()
        self.now_ms = until_ms if until_ms < NEVER_MS and not self.is_over() else self.now_ms

    def happen(self, what: int, first: int, second: int) -> None:
        if what == CHANGE:
            self.change(first, second)
        elif what == CALL:
            self.tell(Happening.CALLED, call=first)
            self.dispatch(first)
        elif self.crews[first].version == second:
            if what == ARRIVES:
                self.tell(Happening.ARRIVED, unit=first)
            else:
                self.unit_is_done(self.crews[first])

    def tell(self, what: Happening, *, unit: int = NOBODY, call: int = NOBODY) -> None:
        seen = self.call_seen(call, NOBODY) if call != NOBODY else None
        self.rules.told(what, at_ms=self.now_ms, unit=unit, call=seen)

    def is_over(self) -> bool:
        coming = self.left[CALL] + (self.left[CHANGE] if self.queue else 0)
        return not coming and not any(crew.doing in {"responding", "carrying"} for crew in self.crews)

    def unit_is_done(self, crew: Crew) -> None:
        if crew.doing == "responding":
            self.arrive(crew)
            hospital = self.hospital_for(crew)
            if hospital is not None:
                self.carry(crew, hospital)
                return
        crew.route = [(crew.route[-1][0], self.now_ms)]
        self.set_free(crew, may_relieve=True)

    def arrive(self, crew: Crew) -> None:
        need = self.needs[crew.call]
        if (crew.arrives_ms, crew.number) < (need.first_ms, need.unit if need.unit != NOBODY else crew.number + 1):
            need.first_ms, need.unit = crew.arrives_ms, crew.number
        need.last_ms = max(need.last_ms, crew.arrives_ms)
        need.missing -= 1
        crew.answered += 1

    def hospital_for(self, crew: Crew) -> int | None:
        call, city = crew.call, self.city
        wanted = int(self.calls.hospital_kind[call])
        if wanted < 0 or crew.kind not in self.params.carrying_kinds or self.needs[call].carried:
            return None
        mode, found = self.params.carry_mode[int(self.calls.priority[call])], []
        for number, zone in enumerate(city.hospital_zone.tolist()):
            time_ms = self.time_ms(mode, zone, int(self.calls.zone[call]))
            takes = not len(city.hospital_takes) or bool(int(city.hospital_takes[number]) >> wanted & 1)
            if takes and time_ms < UNREACHABLE_MS:
                found.append((time_ms, number))
        return min(found)[1] if found else None

    def carry(self, crew: Crew, hospital: int) -> None:
        self.needs[crew.call].carried = True
        mode = self.params.carry_mode[int(self.calls.priority[crew.call])]
        crew.doing, crew.stays_ms = "carrying", int(self.calls.handover_ms[crew.call])
        self.tell(Happening.CARRIES, unit=crew.number)
        self.drive(crew, mode, int(self.city.hospital_zone[hospital]), start=crew.route[-1][0], ready_ms=self.now_ms)

    def change(self, what: int, which: int) -> None:
        if what == NEW_VERSION:
            self.streets.version = which
            for crew in self.crews:
                if crew.doing in {"idle", "responding", "carrying"} and crew.on_the_way(self.now_ms):
                    self.drive_on(crew)
            for call in tuple(self.queue):
                self.dispatch(call)
        elif what == SHIFT_ENDS:
            self.end_shift(self.crews[which])
        else:
            self.begin_shift(self.crews[which])
        self.moves_due = True

    def end_shift(self, crew: Crew) -> None:
        crew.on = False
        self.tell(Happening.SHIFT_ENDS, unit=crew.number)
        if crew.doing == "idle":
            crew.turn(self.now_ms)
            crew.doing = "off"

    def begin_shift(self, crew: Crew) -> None:
        crew.on, crew.moved = True, 0
        self.tell(Happening.SHIFT_BEGINS, unit=crew.number)
        if crew.doing == "off":
            crew.station, crew.route = crew.home, [(self.zone_of(crew.home), self.now_ms)]
            crew.doing = "free"
            if not self.take_queued(crew):
                crew.doing = "idle"

    # Driving

    def time_ms(self, mode: int, goal: int, start: int, *, taken: bool = False) -> int:
        return self.streets.time_ms(mode=mode, at_ms=self.now_ms, goal=goal, start=start, taken=taken)

    def drive(self, crew: Crew, mode: int, goal: int, *, start: int, ready_ms: int) -> None:
        crew.route, leads = self.streets.route(mode=mode, at_ms=self.now_ms, goal=goal, start=start, ready_ms=ready_ms)
        crew.legs.append(Leg(mode=mode, from_ms=ready_ms, until_ms=crew.arrives_ms, leads_there=leads))
        crew.version += 1
        if crew.doing == "responding":
            self.expect(crew)
        if crew.doing in {"responding", "carrying"}:
            done_ms = crew.arrives_ms + crew.stays_ms
            heapq.heappush(self.events, (done_ms, UNIT_IS_DONE, crew.number, crew.version, 0))

    def expect(self, crew: Crew) -> None:
        """The rules are told of an arrival when it happens, which may be at once."""
        if crew.on_the_way(self.now_ms):
            heapq.heappush(self.events, (crew.arrives_ms, ARRIVES, crew.number, crew.version, 0))
        else:
            self.tell(Happening.ARRIVED, unit=crew.number)

    def drive_on(self, crew: Crew) -> None:
        """By the new version's table from the next point on, if that leads to the goal; else as before."""
        mode, goal = crew.legs[-1].mode, crew.route[-1][0]
        if self.time_ms(mode, goal, crew.turning(self.now_ms)[0]) < UNREACHABLE_MS:
            start, ready_ms = crew.turn(self.now_ms)
            self.drive(crew, mode, goal, start=start, ready_ms=ready_ms)

    # Calls

    def seen(self, crew: Crew) -> UnitSeen:
        en_route = crew.doing == "responding" and crew.on_the_way(self.now_ms)
        return UnitSeen(
            number=crew.number, kind=crew.kind, on_shift=crew.on, waits=crew.waits(self.now_ms),
            rolls=crew.rolls(self.now_ms), free=crew.doing == "free",
            en_route_to=self.call_seen(crew.call, crew.kind) if en_route else None,
        )  # fmt: skip

    def call_seen(self, call: int, kind: int) -> CallSeen:
        return CallSeen(number=call, priority=int(self.calls.priority[call]), kind_lacking=kind)

    def eta_ms(self, crew: Crew, call: int) -> int:
        """Time to a call for a unit as it is, turnout included; UNREACHABLE_MS and more where there is no way."""
        zone, ready_ms = crew.turning(self.now_ms)
        turnout_ms = int(self.calls.turnout_ms[call]) if crew.waits(self.now_ms) else 0
        mode = self.params.answer_mode[int(self.calls.priority[call])]
        return ready_ms - self.now_ms + turnout_ms + self.time_ms(mode, int(self.calls.zone[call]), zone, taken=True)

    def candidates(self, call: int, kind: int) -> list[Candidate]:
        told, found = self.call_seen(call, kind), []
        for crew in self.crews:
            seen = self.seen(crew)
            if self.rules.may_be_sent(seen, told):
                found.append(Candidate(unit=crew.number, eta_ms=self.eta_ms(crew, call)))
            elif self.rules.may_be_called_off(seen, told):
                found.append(Candidate(unit=crew.number, eta_ms=self.eta_ms(crew, call), leaves=crew.call))
        return self.waiting_first([one for one in found if one.eta_ms < UNREACHABLE_MS])

    def waiting_first(self, found: list[Candidate]) -> list[Candidate]:
        """Without those who roll, where somebody waits and the rules of the floor prefer that."""
        rolling = {one.unit for one in found if self.crews[one.unit].rolls(self.now_ms)}
        waits = any(one.leaves == NOBODY and one.unit not in rolling for one in found)
        if self.params.answers_rolling or not waits:
            return found
        return [one for one in found if one.unit not in rolling]

    def choose(self, call: int, kind: int) -> int:
        found = self.candidates(call, kind)
        if self.decider and found:
            return self.decider.send(self.situation(call=call, candidates=tuple(found)))
        far = Candidate(unit=NOBODY, eta_ms=NEVER_MS)
        order: Callable[[Candidate], tuple[int, int]] = lambda one: (one.eta_ms, one.unit)  # noqa: E731
        idle = min((one for one in found if one.leaves == NOBODY), key=order, default=far)
        other = min((one for one in found if one.leaves != NOBODY), key=order, default=far)
        saves_enough = other.eta_ms <= idle.eta_ms - self.params.preempt_gain_ms
        return other.unit if other.unit != NOBODY and (idle.unit == NOBODY or saves_enough) else idle.unit

    def dispatch(self, call: int) -> None:
        """Send what is lacking unit by unit, always to the most urgent of the call and those that units are taken from."""
        waiting = [call]
        while waiting:
            one = min(waiting, key=self.urgency)
            left = self.send_one(one)
            if left is None:
                waiting.remove(one)
                self.see_to_queue(one)
            elif left != NOBODY and left not in waiting:
                waiting.append(left)

    def send_one(self, call: int) -> int | None:
        """The call that the unit leaves, or NOBODY; None where nobody is sent."""
        for kind, lacking in enumerate(self.needs[call].lacking):
            if lacking > 0 and (unit := self.choose(call, kind)) != NOBODY:
                return self.assign(self.crews[unit], call)
        return None

    def urgency(self, call: int) -> tuple[int, int]:
        return int(self.calls.priority[call]), call

    def see_to_queue(self, call: int) -> None:
        """In the queue are exactly the calls that lack a unit."""
        lacking = any(self.needs[call].lacking)
        if lacking and not self.params.queues:
            return
        if lacking and call not in self.queue:
            self.queue.append(call)
            self.queue.sort(key=self.urgency)
        elif not lacking and call in self.queue:
            self.queue.remove(call)

    def assign(self, crew: Crew, call: int) -> int:
        """Send a unit that is idle or under way elsewhere; the call it leaves, or NOBODY."""
        waits = crew.waits(self.now_ms)
        left = crew.call if crew.doing == "responding" else NOBODY
        zone, ready_ms = crew.turn(self.now_ms)
        if left == NOBODY:
            crew.told_ms = self.now_ms
        else:
            self.needs[left].lacking[crew.kind] += 1
        self.send(crew, call, start=zone, ready_ms=ready_ms + (int(self.calls.turnout_ms[call]) if waits else 0))
        return left

    def send(self, crew: Crew, call: int, *, start: int, ready_ms: int) -> None:
        crew.doing, crew.call, crew.stays_ms = "responding", call, int(self.calls.on_scene_ms[call])
        self.tell(Happening.SENT, unit=crew.number, call=call)
        mode = self.params.answer_mode[int(self.calls.priority[call])]
        self.drive(crew, mode, int(self.calls.zone[call]), start=start, ready_ms=ready_ms)
        need = self.needs[call]
        need.lacking[crew.kind] -= 1
        need.assigned_ms = min(need.assigned_ms, self.now_ms)
        self.moves_due = True

    # Units that become free

    def set_free(self, crew: Crew, *, may_relieve: bool) -> None:
        crew.busy_ms += self.now_ms - crew.told_ms
        crew.doing, crew.call = "free", NOBODY
        crew.version += 1
        self.moves_due = True
        self.tell(Happening.FREE, unit=crew.number)
        if not self.rules.is_available(self.seen(crew)):
            crew.doing = "off"
        elif not self.take_queued(crew) and not (may_relieve and self.relieve(crew)):
            self.go_wait(crew, self.station_for(crew))

    def take_queued(self, crew: Crew) -> bool:
        """The first queued call that lacks this kind and can be reached."""
        zone, ready_ms = crew.route[-1]
        for call in self.queue:
            mode = self.params.answer_mode[int(self.calls.priority[call])]
            reaches = self.time_ms(mode, int(self.calls.zone[call]), zone) < UNREACHABLE_MS
            lacks = self.needs[call].lacking[crew.kind] > 0
            if lacks and reaches and self.rules.may_be_sent(self.seen(crew), self.call_seen(call, crew.kind)):
                crew.told_ms = self.now_ms
                self.send(crew, call, start=zone, ready_ms=ready_ms)
                self.see_to_queue(call)
                return True
        return False

    def relieve(self, crew: Crew) -> bool:
        """Take over the call of the unit under way that would arrive latest after this one, if that saves enough."""
        zone, _ = crew.route[-1]
        gains = []
        for other in self.crews:
            if other.kind == crew.kind and other.call != NOBODY and self.may_relieve(crew, other):
                mode = self.params.answer_mode[int(self.calls.priority[other.call])]
                mine_ms = self.now_ms + self.time_ms(mode, int(self.calls.zone[other.call]), zone, taken=True)
                gains.append((other.arrives_ms - mine_ms, -other.number))
        if not gains or max(gains)[0] < self.params.reassign_gain_ms:
            return False
        self.swap(crew, self.crews[-max(gains)[1]])
        return True

    def may_relieve(self, crew: Crew, other: Crew) -> bool:
        told = self.call_seen(other.call, other.kind)
        return self.rules.may_be_relieved(self.seen(other)) and self.rules.may_be_sent(self.seen(crew), told)

    def swap(self, crew: Crew, other: Crew) -> None:
        call, (zone, ready_ms) = other.call, crew.route[-1]
        other.route = [other.turn(self.now_ms)]
        self.needs[call].lacking[other.kind] += 1
        crew.told_ms = self.now_ms
        self.send(crew, call, start=zone, ready_ms=ready_ms)
        self.set_free(other, may_relieve=False)

    def station_for(self, crew: Crew) -> int:
        return self.decider.place(self.situation(unit=crew.number)) if self.decider else crew.home

    def go_wait(self, crew: Crew, station: int) -> None:
        start, ready_ms = crew.turn(self.now_ms) if crew.doing == "idle" else crew.route[-1]
        crew.doing, crew.station = "idle", station
        self.drive(crew, ORDINARY, self.zone_of(station), start=start, ready_ms=ready_ms)

    # Move-ups

    def situation(self, *, call: int = NOBODY, candidates: tuple[Candidate, ...] = (), unit: int = NOBODY) -> Situation:
        stations = {crew.number: crew.station for crew in self.crews if crew.doing == "idle"}
        idle = np.zeros((self.city.stations, len(self.needs[0].lacking)), np.int32)
        for number, station in stations.items():
            idle[station, self.crews[number].kind] += 1
        return Situation(at_ms=self.now_ms, idle=idle, stations=stations, call=call, candidates=candidates, unit=unit)

    def move_up(self) -> None:
        """Ask for move-ups until there is none, or one that is not allowed."""
        due, self.moves_due = self.moves_due, False
        while due and self.decider:
            unit, station = self.decider.move(self.situation())
            if unit == NOBODY or not self.may_move(self.crews[unit], station):
                return
            self.crews[unit].moves += 1
            self.crews[unit].moved += 1
            self.go_wait(self.crews[unit], station)

    def may_move(self, crew: Crew, station: int) -> bool:
        span = self.now_ms // self.params.move_span_ms
        if crew.span != span:
            crew.span, crew.moved = span, 0
        return crew.moved < self.params.moves_a_span and crew.station != station

    # What came of it

    def outcome(self) -> Outcome:
        """As `full.result`."""
        for crew in self.crews:
            if crew.doing in {"responding", "carrying"}:
                crew.busy_ms += self.now_ms - crew.told_ms
            if crew.doing == "responding" and not crew.on_the_way(self.now_ms):
                self.arrive(crew)
        return Outcome(
            calls=self.calls,
            assigned_ms=np.array([need.assigned_ms for need in self.needs]),
            first_arrival_ms=np.array([need.first_ms for need in self.needs]),
            all_arrived_ms=np.array([need.last_ms if need.missing <= 0 else NEVER_MS for need in self.needs]),
            unit=np.array([need.unit for need in self.needs], np.int32),
            busy_ms=np.array([crew.busy_ms for crew in self.crews]),
            answered=np.array([crew.answered for crew in self.crews]),
            driven_ms=np.array([[crew.driven_ms(0), crew.driven_ms(1)] for crew in self.crews]),
            moves=np.array([crew.moves for crew in self.crews]),
        )
