"""Carrying the plan of a file of calls: what a refusal of one act means for the unit and the incident that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from callbox.faces.command.replay.noted import Reject
from callbox.faces.command.replay.plan import Crew, Plan, Planned
from callbox.faces.command.replay.profile import Profile
from callbox.faces.command.replay.stream import Stream
from callbox.kernel import gate, read
from callbox.kernel.facts import Act, Answer, Id, Record, Ref, Refused
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import Release
from callbox.services.incident.service import CLOCKS as INCIDENT_CLOCKS

LEFT_OVER = "the source closes the incident while this unit is still on it"


@dataclass(kw_only=True)
class Drive(Stream[Planned]):
    """A replay of calls under way."""

    profile: Profile
    crew: Crew
    _dead: set[Id] = field(default_factory=set)

    def note(self, step: Planned, answer: Answer) -> None:
        """What came of one act."""
        self.acts += answer.ok
        if answer.refused is None:
            self.closed += step.step == "close" and step.act.name == "incident.close"
        elif step.otherwise is not None and answer.refused.code == "unit.not_assigned":
            self._note_other(step, gate.act(step.otherwise))
        elif answer.refused.code == "incident.units_active":
            self._end_incident(step)
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

    def _end_incident(self, step: Planned) -> None:
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
