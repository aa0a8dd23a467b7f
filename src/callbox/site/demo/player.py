"""The demo player: lets the city's day happen through the gate, as its people would, in the world's own time.

It keeps nothing that the world does not hold: killed at any moment, it finds its open cases and goes on. Each act is entered
as it happens. A city that was asleep first lives through its last minutes at a clock of its own,
so that whoever looks in finds it at work and nothing in its stories was entered late.
"""

import logging
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from callbox.kernel import gate, positions, registry
from callbox.kernel.facts import Act, Id
from callbox.kernel.node import Node
from callbox.kernel.positions import Position
from callbox.kernel.read import Condition, select
from callbox.kernel.world import Mode, SteppedClock
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.report.facts import Report
from callbox.services.request.acts import route
from callbox.services.request.facts import Category, Request
from callbox.services.shift.facts import ON, Shift
from callbox.services.unit import acts as unit_acts
from callbox.services.unit.facts import Unit
from callbox.site import start
from callbox.site.demo import desk, moving, neighbour, noted, offices, story, watches
from callbox.site.demo.cast import PLAYER, Cast, assemble
from callbox.site.demo.day import Script, Scripted
from callbox.site.demo.story import Board, Step
from callbox.site.demo.watches import Roster, on_duty
from callbox.site.node_site import NodeSite

LOOK_EVERY_S = 0.5
# What a city that was asleep lives through first; a longer pause is not made up for.
CATCH_UP = timedelta(minutes=8)
CATCH_UP_STEP = timedelta(seconds=3)
OPEN_PER_UNIT_MAX = 1.0
MOST = 5_000
PLACED_EVERY = timedelta(seconds=2)
CREWED_EVERY = timedelta(seconds=15)
TOLD_AGAIN = timedelta(minutes=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger("callbox.player")


class Player:
    """Plays one world. `moment` is how far the story was told."""

    def __init__(self, node: Node, script: Script, cast: Cast) -> None:
        self.node, self.script, self.cast = node, script, cast
        self._new = node.ids.new
        self._offices = offices.paths(script.city)
        self.roster = Roster(zone=script.zone, person=self._person, new=node.ids.new)
        # Who may see a protected case is not played.
        self._hidden = {category.code for category in script.city.categories if category.protected}
        # As the world has them: one made by an earlier release knows no boundaries.
        by_area: Sequence[Category] = select(PLAYER, "category", where=[Condition("by_area")])
        self._by_area = {category.id: category for category in by_area}
        self.moment = self.placed = self.crewed = LONG_AGO

    def wake(self) -> None:
        """Live through what lies between the last call, or the last minutes, and now."""
        now, last = self.node.world.clock.now(), _last_heard()
        self.moment = max(now - CATCH_UP, last)
        with self._earlier(LONG_AGO) as clock:
            if last == LONG_AGO:
                self._begin(clock)
            while self.moment < now:
                clock.put(min(self.moment + CATCH_UP_STEP, now))
                self._tell()

    @contextmanager
    def _earlier(self, at: datetime) -> Iterator[SteppedClock]:
        """Work at a clock that is put on by hand."""
        world, clock = self.node.world, SteppedClock(at)
        self.node.world = replace(world, clock=clock)
        try:
            yield clock
        finally:
            self.node.world = world

    def _begin(self, clock: SteppedClock) -> None:
        """A city that was just made has its crews on since their watch began."""
        for at, theirs in watches.begun(self._crewed(), self.moment, zone=self.script.zone).items():
            clock.put(at)
            self._perform(watches.coming_on(theirs, [], at, roster=self.roster))

    def tick(self) -> None:
        """Tell the story up to now."""
        self._tell()
        if self._now() - self.placed >= PLACED_EVERY:
            self.placed = self._now()
            self._place(self.placed)

    def _now(self) -> datetime:
        return self.node.world.clock.now()

    def _tell(self) -> None:
        after, until = max(self.moment, self._now() - CATCH_UP), self._now()
        board = self._board()
        self._perform(self._heard(board, after, until))
        self._perform(self._opened(until))
        self._perform(self._worked(board, until))
        self._perform(self._handled(until))
        if until - self.crewed >= CREWED_EVERY:
            self._change_watch(until)
            self.crewed = until
        self.moment = until

    def _change_watch(self, now: datetime) -> None:
        """Who has done their time goes off; then the next come on."""
        current = Condition("(status = ANY(%s) OR ends_at > %s)", (list(ON), now))
        shifts: Sequence[Shift] = select(PLAYER, "shift", where=[current], most=MOST)
        self._perform(watches.going_off(self._board().units, shifts, now))
        self._perform(watches.coming_on(self._crewed(), shifts, now, roster=self.roster))

    def _crewed(self) -> list[Unit]:
        """The units whose crews are played. One that somebody added to the demo is theirs."""
        return [unit for unit in self._board().units.values() if unit.id in self.cast.crews]

    def _person(self, unit: Id, number: int) -> Id:
        return self.cast.find("crew", unit=unit, turn=number).person or ""

    def _board(self) -> Board:
        """How things stand."""
        incidents: Sequence[Incident] = select(PLAYER, "incident", where=[Condition("status <> 'closed'")], most=MOST)
        ids = [one for incident in incidents for one in incident.assignments]
        held: Sequence[Assignment] = select(PLAYER, "assignment", where=[Condition("id = ANY(%s)", (ids,))], most=MOST)
        units: Sequence[Unit] = select(PLAYER, "unit", most=MOST)
        known = {one.id: one for one in units}
        return Board(
            incidents=incidents,
            assignments={one.id: one for one in held},
            units=known,
            speed=self.script.speed,
            taken=neighbour.theirs(known, self._offices["c"]),
        )

    def _heard(self, board: Board, after: datetime, until: datetime) -> Iterator[Step]:
        """New calls, as long as the city can bear them: beyond that, people do not get through."""
        room = int(OPEN_PER_UNIT_MAX * len(board.units)) - len(board.incidents)
        for scripted in self.script.between(after, until):
            if room > 0 and scripted.call.code not in self._hidden:
                room -= scripted.call.kind == "incident"
                yield story.received(scripted, self._new(), chinese=_chinese(scripted))

    def _opened(self, now: datetime) -> Iterator[Step]:
        waiting = Condition("status = 'received' AND source_number <> ''")
        reports: Sequence[Report] = select(PLAYER, "report", where=[waiting], most=MOST)
        for report in reports:
            scripted = self.script.find(report.source_number)
            if scripted is not None:
                step = self._opening(scripted, report.id)
                if step.at <= now:
                    yield step

    def _opening(self, scripted: Scripted, report: Id) -> Step:
        city = self.script.city
        district = city.districts[int(city.roads.district[scripted.call.node])]
        area = self._offices[f"d{district.id}"]
        if scripted.call.kind == "request":
            by = self._serving(scripted)
            return desk.opened(scripted, report, self._new(), area=area, by=by, speed=self.script.speed)
        return story.opened(
            scripted, report, self._new(), area=area, speed=self.script.speed, chinese=_chinese(scripted)
        )

    def _serving(self, scripted: Scripted) -> Mapping[str, Id]:
        """Which department serves the place, by its boundary; on a border, the nearer one."""
        category = self._by_area.get(scripted.call.code)
        if category is None:
            return {}
        routed = route(category, scripted.call.latitude_deg, scripted.call.longitude_deg)
        department = routed.department or routed.candidates[0]
        return routed.opening(department) if department != category.department else {}

    def _worked(self, board: Board, now: datetime) -> Iterator[Step]:
        for incident in sorted(board.incidents, key=lambda one: (one.priority != "life_threat", one.opened_at)):
            scripted = self.script.find(incident.source_number)
            if scripted is not None:
                yield from story.next_steps(board, incident, scripted, now, new=self._new)

    def _handled(self, now: datetime) -> Iterator[Step]:
        """What the departments do."""
        requests: Sequence[Request] = select(PLAYER, "request", where=[Condition("status <> 'closed'")], most=MOST)
        ids = [request.report for request in requests]
        reports: Sequence[Report] = select(PLAYER, "report", where=[Condition("id = ANY(%s)", (ids,))], most=MOST)
        numbers = {report.id: report.source_number for report in reports}
        for request in requests:
            scripted = self.script.find(numbers.get(request.report or "", ""))
            if scripted is not None and request.organisation in self.cast.handlers:
                yield from desk.next_steps(request, scripted, now, speed=self.script.speed, chinese=_chinese(scripted))

    def _place(self, now: datetime) -> None:
        """Tell where the units are; one that stands still is told again before it is forgotten."""
        board = self._board()
        known = positions.known(list(board.units), now=now)
        placed = [self._placed(board, unit, known.get(unit.id), now) for unit in board.units.values()]
        unit_acts.told(self.cast.find("reporter"), [one for one in placed if one is not None], now=now)

    def _placed(self, board: Board, unit: Unit, last: Position | None, now: datetime) -> Position | None:
        if last is None:
            return _position(unit.id, story.home(unit), now)
        assignment = board.assignments.get(unit.assignment or "")
        incident = next((one for one in board.incidents if assignment and one.id == assignment.incident), None)
        scripted = self.script.find(incident.source_number) if incident else None
        towards = moving.goal(unit, assignment, scripted, city=self.script.city, speed=self.script.speed)
        place = (last.latitude_deg, last.longitude_deg)
        if towards is not None:
            place = moving.moved(place, towards, since=last.at, now=now, speed=self.script.speed)
        still = place == (last.latitude_deg, last.longitude_deg)
        return None if still and now - last.at < TOLD_AGAIN else _position(unit.id, place, now)

    def _perform(self, steps: Iterator[Step]) -> None:
        acts = [self._act(step) for step in steps if step.unit is None or step.unit in self.cast.crews]
        if not acts:
            return
        for act, answer in zip(acts, gate.perform(acts), strict=True):
            if answer.refused is not None:
                log.info("%s: %s", act.name, answer.refused.code)

    def _act(self, step: Step) -> Act:
        by = self.cast.find(step.role, unit=step.unit, desk=step.desk, turn=self._turn(step))
        inputs = registry.act(step.name).inputs(**step.inputs)
        return Act(name=step.name, by=by, at=self._now(), inputs=inputs, because=step.because, key=step.key)

    def _turn(self, step: Step) -> int:
        """Whose turn it is: of a unit's crews, the one on watch; at a desk, whoever the call fell to."""
        if step.unit is None:
            return sum(str(step.key or "").encode())
        station = self.cast.find("crew", unit=step.unit).organisation
        return on_duty(station, self._now(), zone=self.script.zone).number


def _position(unit: Id, place: story.Place, at: datetime) -> Position:
    return Position(unit=unit, latitude_deg=place[0], longitude_deg=place[1], at=at)


def _chinese(scripted: Scripted) -> bool:
    """Every second caller speaks Chinese."""
    return int(scripted.number.rpartition("-")[2]) % 2 == 1


def _last_heard() -> datetime:
    """When the newest report came in."""
    newest: Sequence[Report] = select(PLAYER, "report", order="received_at DESC", most=1)
    return newest[0].received_at if newest else LONG_AGO


def run(site: NodeSite, world: str, *, speed: float) -> None:
    """Play until SIGTERM.

    Raises:
        WorldError: in a world that is not a demo.
    """
    node = site.open(world)
    if node.world.mode is not Mode.DEMO:
        raise start.WorldError("world.mode", name=world, mode=node.world.mode)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    city = noted.city_of(site.home, world)
    player = Player(node, Script(city, speed, ZoneInfo(node.world.zone)), assemble(offices.paths(city)["c"]))
    player.wake()
    while not ending.is_set():
        player.tick()
        ending.wait(LOOK_EVERY_S)
