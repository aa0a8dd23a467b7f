"""Figures on incidents, from the records that an actor may see: rows in, a summary out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from callbox.brain.statistics import Summary, summary
from callbox.kernel import read
from callbox.kernel.facts import Actor, Id
from callbox.services.incident.facts import PRIORITIES, Assignment, Incident
from callbox.services.report.facts import Report

ALL = 1_000_000_000
# From what to what is measured: the field of the incident or assignment that a duration begins and ends with.
RECEIVED_TO_DISPATCH, DISPATCH_TO_SCENE, RECEIVED_TO_SCENE = MEASURES = (
    "received_to_dispatch",
    "dispatch_to_scene",
    "received_to_scene",
)
EVERY = "every"
# Reports so flagged do not say when they were received: what is measured from then on rests on nothing.
UNKNOWN_RECEIPT = frozenset({"received_missing"})


@dataclass(frozen=True)
class Response:
    """One response: when the call was received (None: not known), the unit told, the unit on scene."""

    priority: str
    received: datetime | None
    dispatched: datetime | None
    on_scene: datetime | None

    def durations(self) -> Iterator[tuple[str, float]]:
        """(measure, seconds) as far as both its ends are known."""
        ends = {
            RECEIVED_TO_DISPATCH: (self.received, self.dispatched),
            DISPATCH_TO_SCENE: (self.dispatched, self.on_scene),
            RECEIVED_TO_SCENE: (self.received, self.on_scene),
        }
        for name, (start, end) in ends.items():
            if start is not None and end is not None:
                yield name, (end - start).total_seconds()


@dataclass(frozen=True)
class ResponseTimes:
    """How many calls and unit responses there are, and how long they took by (priority or EVERY, measure).

    `by_unit` counts each unit response; `by_call` each call once: from its receipt to the first unit told, from then to the
    first unit on scene.
    """

    calls: int
    responses: int
    by_unit: Mapping[tuple[str, str], Summary]
    by_call: Mapping[tuple[str, str], Summary]
    calls_by_priority: Mapping[str, int]


def response_times(actor: Actor) -> ResponseTimes:
    """Response times of all incidents that the actor may see, by the priority they have now. Durations in seconds."""
    incidents: dict[Id, Incident] = {one.id: one for one in read.select(actor, "incident", most=ALL)}
    assignments: tuple[Assignment, ...] = read.select(actor, "assignment", most=ALL)
    reports: tuple[Report, ...] = read.select(actor, "report", most=ALL)
    unknown = {report.incident for report in reports if UNKNOWN_RECEIPT & set(report.flags)}
    known = [one for one in assignments if one.incident in incidents]
    return ResponseTimes(
        calls=len(incidents),
        responses=len(known),
        by_unit=_summaries(_of_unit(incidents[one.incident], one, unknown) for one in known),
        by_call=_summaries(_of_call(one, unknown) for one in incidents.values()),
        calls_by_priority=_counted(incidents.values()),
    )


def _of_unit(incident: Incident, assignment: Assignment, unknown: set[Id | None]) -> Response:
    received = None if incident.id in unknown else incident.received_at
    return Response(incident.priority, received, assignment.dispatched_at, assignment.on_scene_at)


def _of_call(incident: Incident, unknown: set[Id | None]) -> Response:
    received = None if incident.id in unknown else incident.received_at
    return Response(incident.priority, received, incident.dispatched_at, incident.arrived_at)


def _summaries(responses: Iterable[Response]) -> dict[tuple[str, str], Summary]:
    durations: dict[tuple[str, str], list[float]] = {}
    for response in responses:
        for name, seconds in response.durations():
            durations.setdefault((response.priority, name), []).append(seconds)
            durations.setdefault((EVERY, name), []).append(seconds)
    return {key: summary(values) for key, values in durations.items()}


def _counted(incidents: Iterable[Incident]) -> dict[str, int]:
    found = [incident.priority for incident in incidents]
    return {priority: count for priority in PRIORITIES if (count := found.count(priority))}
