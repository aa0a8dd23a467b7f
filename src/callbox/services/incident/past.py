"""What happened at past incidents, as a simulator plays it again: when, where, how urgent, who came and for how long.

Rules in words. Places are personal: every look at them is recorded, with its purpose. Nothing of what was said, nor the
address, is handed on; who asks keeps only what is added up over many incidents.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from callbox.kernel import read
from callbox.kernel.facts import Actor, Id
from callbox.kernel.together import opened_together
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.unit.facts import Unit

MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAnswer:
    """One unit at one incident; None for what was not noted."""

    unit: Id
    told: datetime | None
    rolling: datetime | None
    arrived: datetime | None
    left: datetime | None
    at_hospital: datetime | None
    free: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastIncident:
    """One incident. `place` is latitude and longitude in degrees, None where it is not known or was erased."""

    received: datetime
    opened: datetime
    priority: str
    place: tuple[float, float] | None
    answers: tuple[PastAnswer, ...]


def past_incidents(
    actor: Actor, *, since: datetime | None, until: datetime | None, purpose: str
) -> tuple[PastIncident, ...]:
    """Closed incidents received from `since` on and before `until`, in order of receipt.

    Raises:
        Refused: when no purpose is given.
    """
    where = [read.Condition("status = 'closed'")]
    where += [read.Condition("received_at >= %s", (since,))] if since else []
    where += [read.Condition("received_at < %s", (until,))] if until else []
    incidents: Sequence[Incident] = opened_together(actor, "incident", purpose=purpose, where=where, most=MOST)
    by_incident: dict[Id, list[Assignment]] = defaultdict(list)
    for assignment in read.select(actor, "assignment", most=MOST):
        by_incident[assignment.incident].append(assignment)
    past = [_past(incident, by_incident[incident.id]) for incident in incidents]
    return tuple(sorted(past, key=lambda one: (one.received, one.opened)))


def waiting_places(actor: Actor) -> dict[Id, tuple[str, tuple[float, float]]]:
    """The kind and the place (latitude, longitude) of every unit that waits somewhere."""
    units: Sequence[Unit] = read.select(actor, "unit", most=MOST)
    return {
        unit.id: (unit.unit_kind, (unit.home_latitude_deg, unit.home_longitude_deg))
        for unit in units
        if unit.home_latitude_deg is not None and unit.home_longitude_deg is not None
    }


def _past(incident: Incident, assignments: Sequence[Assignment]) -> PastIncident:
    known = isinstance(incident.latitude_deg, float) and isinstance(incident.longitude_deg, float)
    return PastIncident(
        received=incident.received_at,
        opened=incident.opened_at,
        priority=incident.priority,
        place=(float(incident.latitude_deg or 0.0), float(incident.longitude_deg or 0.0)) if known else None,
        answers=tuple(_answer(one) for one in assignments),
    )


def _answer(one: Assignment) -> PastAnswer:
    return PastAnswer(
        unit=one.unit,
        told=one.dispatched_at or one.assigned_at,
        rolling=one.en_route_at,
        arrived=one.on_scene_at,
        left=one.transporting_at or one.available_at,
        at_hospital=one.at_hospital_at,
        free=one.available_at,
    )
