"""Carrying a plan through the gate: batches in the order of time, deadlines at theirs, refusals kept with their row.

At full speed the clock stands where the stream is and moves with it; live, the stream waits for the clock.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop

from callbox.faces.command.replay.calls import Reject
from callbox.faces.command.replay.plan import Crew, Plan, Planned
from callbox.faces.command.replay.profile import Profile
from callbox.kernel import due, gate, read, sequencer
from callbox.kernel.facts import Act, Answer, Id, Record, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.world import Clock, SteppedClock
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import Release
from callbox.services.incident.service import CLOCKS as INCIDENT_CLOCKS

BATCH = 300
TICK_S = 0.25
SEQUENCE_EVERY_S = 1.0
LEFT_OVER = "the source closes the incident while this unit is still on it"
COLUMN_OF = {"received": "received", "entry": "entry", "close": "disposition", "priority": "priority"}

Watch = Callable[[int, datetime], None]


@dataclass
class Drive:
    """One replay under way: what was refused, and how far it has come."""

    profile: Profile
    crew: Crew
    rejects: list[Reject] = field(default_factory=list)
    acts: int = 0
    closed: int = 0
    _dead: set[Id] = field(default_factory=set)

    def at_once(self, plan: Plan, *, watch: Watch) -> None:
        """As fast as it goes."""
        clock = current().world.clock
        assert isinstance(clock, SteppedClock)
        deadlines = list(hints(plan))
        heapify(deadlines)
        batch: list[Planned] = []
        for step in plan.steps:
            if len(batch) >= BATCH or step.alone or (deadlines and deadlines[0] <= step.moment):
                self._through(batch, clock)
                batch = []
                watch(self.closed, step.moment)
            while deadlines and deadlines[0] <= step.moment:
                clock.put(heappop(deadlines))
                due.fire(clock.now())
            batch.append(step)
            if step.alone:
                clock.put(step.moment)
                self._through(batch, clock)
                batch = []
        self._through(batch, clock)
        due.fire(clock.now())
        watch(self.closed, clock.now())

    def _through(self, batch: Sequence[Planned], clock: SteppedClock) -> None:
        if not batch:
            return
        clock.put(batch[0].moment)
        self._perform(batch)
        clock.put(batch[-1].moment)

    def live(self, plan: Plan, clock: Clock, *, watch: Watch) -> None:
        """At the clock's own pace: what has come by now, then what fell due, then positions for those who watch."""
        sequenced_s = time.monotonic()
        place = 0
        while place < len(plan.steps):
            now = clock.now()
            batch = _come(plan.steps, place, now)
            self._perform(batch)
            place += len(batch)
            due.fire(now)
            if time.monotonic() - sequenced_s > SEQUENCE_EVERY_S:
                sequencer.run()
                sequenced_s = time.monotonic()
            watch(self.closed, now)
            if not batch:
                time.sleep(TICK_S)

    def _perform(self, batch: Sequence[Planned]) -> None:
        """One batch, those that must go alone by themselves."""
        together: list[Planned] = []
        for step in batch:
            if step.alone:
                self._ask(together)
                self._ask([step])
                together = []
            else:
                together.append(step)
        self._ask(together)

    def _ask(self, steps: Sequence[Planned]) -> None:
        if not steps:
            return
        for step, answer in zip(steps, gate.perform([step.act for step in steps]), strict=True):
            self._note(step, answer)

    def _note(self, step: Planned, answer: Answer) -> None:
        self.acts += answer.ok
        if answer.refused is None:
            self.closed += step.step == "close" and step.act.name == "incident.close"
        elif step.otherwise is not None and answer.refused.code == "unit.not_assigned":
            self._note_other(step, gate.act(step.otherwise))
        elif answer.refused.code == "incident.units_active":
            self._end(step)
        elif not (step.repair and answer.refused.code in ("assignment.ended", "not_found")):
            self._reject(step, answer.refused)

    def _note_other(self, step: Planned, answer: Answer) -> None:
        self.acts += answer.ok
        if answer.refused is not None:
            self._reject(step, answer.refused)

    def _reject(self, step: Planned, refused: Refused) -> None:
        if step.step == "assigned":
            self._dead.add(step.record)
        reason = f"refused.{refused.code}"
        if refused.code == "not_found" and step.record in self._dead:
            reason = "replay.not_assigned"
        column = self._column(step)
        told = Reject(
            line=step.line,
            call=step.call.number,
            unit=step.unit,
            column=column,
            value=next((row.get(column) for row in step.call.rows if row.line == step.line), ""),
            reason=reason,
            details=refused.details,
        )
        self.rejects.append(told)

    def _column(self, step: Planned) -> str:
        profile = self.profile
        if step.step == "assigned":
            return profile.unit.get("dispatched", "")
        if step.step == "close":
            return profile.disposition or ""
        if step.step == "priority":
            return profile.priority.get("current", "")
        return profile.unit.get(step.step) or profile.call.get(step.step, "")

    def _end(self, step: Planned) -> None:
        """The source closes an incident that units are still on: they are stood down, each with that reason."""
        incident = read.find(self.crew.dispatcher, Ref("incident", step.record))
        assert isinstance(incident, Incident)
        for assignment in incident.assignments:
            inputs = Release(assignment=assignment, override=True)
            self.acts += gate.act(
                Act(
                    name="assignment.stood_down",
                    by=self.crew.dispatcher,
                    at=step.moment,
                    inputs=inputs,
                    because=LEFT_OVER,
                )
            ).ok
        left = Refused("incident.units_active", count=len(incident.assignments))
        self._reject(step, left)
        answer = gate.act(step.act)
        self.acts += answer.ok
        self.closed += answer.ok
        if answer.refused is not None:
            self._reject(step, answer.refused)


def _come(steps: Sequence[Planned], place: int, now: datetime) -> Sequence[Planned]:
    end = place
    while end < len(steps) and end - place < BATCH and steps[end].moment <= now:
        end += 1
    return steps[place:end]


def hints(plan: Plan) -> Iterator[datetime]:
    """When deadlines will fall due before what stops them, as far as the plan tells: where a batch must be cut.

    It decides nothing: the clocks do, from the records. A deadline that this misses is only acted on a batch later.
    """
    first: dict[tuple[str, Id], datetime] = {}
    opened: dict[Id, tuple[datetime, Record]] = {}
    of_assignment: dict[Id, Id] = {}
    for step in plan.steps:
        inputs = step.act.inputs
        if step.act.name == "incident.open":
            opened[step.record] = (step.moment, _as_opened(step))
        elif step.step == "assigned":
            of_assignment[step.record] = str(getattr(inputs, "incident", ""))
        elif step.step in ("dispatched", "on_scene"):
            first.setdefault((step.step, of_assignment.get(step.record, "")), step.moment)
        elif step.step == "close":
            for name in ("dispatched", "on_scene"):
                first.setdefault((name, step.record), step.moment)
    for incident, (at, record) in opened.items():
        for spec in INCIDENT_CLOCKS:
            stop = first.get(({"dispatch": "dispatched"}.get(spec.name, "on_scene"), incident))
            length_s = spec.seconds(record) if spec.seconds else None
            if length_s is not None and (stop is None or at + timedelta(seconds=length_s) <= stop):
                yield at + timedelta(seconds=length_s)


def _as_opened(step: Planned) -> Incident:
    return Incident(
        id=step.record,
        status="open",
        organisation="",
        category=step.call.category,
        priority=step.call.initial,
        received_at=step.moment,
        opened_at=step.moment,
    )
