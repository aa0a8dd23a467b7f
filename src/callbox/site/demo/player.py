"""The demo player: lets the city's day happen through the gate, as its people would, in the world's own time.

It keeps nothing that the world does not hold: killed at any moment, it finds its open cases and goes on.
"""

import logging
import signal
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from callbox.kernel import gate, positions, registry
from callbox.kernel.facts import Act, Id
from callbox.kernel.node import Node
from callbox.kernel.positions import Position
from callbox.kernel.read import Condition, select
from callbox.kernel.world import Mode
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request
from callbox.services.unit import acts as unit_acts
from callbox.services.unit.facts import Unit
from callbox.site import start
from callbox.site.demo import desk, making, moving, offices, story
from callbox.site.demo.cast import PLAYER, Cast, assemble
from callbox.site.demo.day import Script, Scripted
from callbox.site.demo.story import Board, Step
from callbox.site.node_site import NodeSite

LOOK_EVERY_S = 0.5
# A city that was asleep begins with what happened in these last minutes; a longer pause is not made up for.
CATCH_UP = timedelta(minutes=8)
CATCH_UP_STEP = timedelta(seconds=3)
OPEN_PER_UNIT_MAX = 1.0
MOST = 5_000
PLACED_EVERY = timedelta(seconds=2)
TOLD_AGAIN = timedelta(minutes=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger("callbox.player")


class Player:
    """Plays one world. `moment` is how far the story was told."""

    def __init__(self, node: Node, script: Script, cast: Cast) -> None:
        self.node, self.script, self.cast = node, script, cast
        self._new = node.ids.new
        # Who may see a protected case is not played.
        self._hidden = {category.code for category in script.city.categories if category.protected}
        self.moment = max(node.world.clock.now() - CATCH_UP, _last_heard())
        self.placed = LONG_AGO

    def tick(self) -> None:
        """Tell the story up to now: step by step where it lies behind."""
        now = self.node.world.clock.now()
        while self.moment < now:
            until = min(self.moment + CATCH_UP_STEP, now)
            self._tell(self.moment, until)
            self.moment = until
        if now - self.placed >= PLACED_EVERY:
            self._place(now)
            self.placed = now

    def _tell(self, after: datetime, until: datetime) -> None:
        board = self._board()
        self._perform(self._heard(board, after, until))
        self._perform(self._opened(until))
        self._perform(self._worked(board, until))
        self._perform(self._handled(until))

    def _board(self) -> Board:
        """How things stand."""
        incidents: Sequence[Incident] = select(PLAYER, "incident", where=[Condition("status <> 'closed'")], most=MOST)
        ids = [one for incident in incidents for one in incident.assignments]
        held: Sequence[Assignment] = select(PLAYER, "assignment", where=[Condition("id = ANY(%s)", (ids,))], most=MOST)
        units: Sequence[Unit] = select(PLAYER, "unit", most=MOST)
        return Board(
            incidents=incidents,
            assignments={one.id: one for one in held},
            units={one.id: one for one in units},
            speed=self.script.speed,
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
        area = city.districts[int(city.roads.district[scripted.call.node])].name.en
        if scripted.call.kind == "request":
            return desk.opened(scripted, report, self._new(), area=area, speed=self.script.speed)
        return story.opened(
            scripted, report, self._new(), area=area, speed=self.script.speed, chinese=_chinese(scripted)
        )

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
        acts = [self._act(step) for step in steps]
        if not acts:
            return
        for act, answer in zip(acts, gate.perform(acts), strict=True):
            if answer.refused is not None:
                log.info("%s: %s", act.name, answer.refused.code)

    def _act(self, step: Step) -> Act:
        by = self.cast.find(step.role, unit=step.unit, desk=step.desk, turn=sum(str(step.key or "").encode()))
        inputs = registry.act(step.name).inputs(**step.inputs)
        return Act(name=step.name, by=by, at=step.at, inputs=inputs, because=step.because, key=step.key)


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
    city = making.city_of(site.home, world)
    player = Player(node, Script(city, speed, ZoneInfo(node.world.zone)), assemble(offices.paths(city)["c"]))
    while not ending.is_set():
        player.tick()
        ending.wait(LOOK_EVERY_S)
