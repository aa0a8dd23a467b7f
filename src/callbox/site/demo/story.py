"""What the imaginary people of the demo do next, from how things stand. Pure.

Nothing is remembered between two looks: what is due follows from the records and from the call's number alone, so the story
goes on after any interruption. Rules in words:
1. A contact becomes a case when the call taker has hung up; its units are picked when the dispatcher has read it.
2. Each kind of unit that is needed is sent from where the nearest free one waits. When none of the first kind is free, the
   case waits in the queue of one that has no queue yet.
3. A unit goes on step by step, each after the time that the call gives it, divided by the speed of the demo.
4. When nobody is on a case any more it is closed; a second person agrees where the disposition needs it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any

from callbox.brain.city.demand import DRIVE_MPS, NEVER_ARRIVED, NEVER_SENT, ROAD_FACTOR
from callbox.brain.city.facts import METRES_PER_DEGREE
from callbox.kernel.facts import Id
from callbox.services.incident.facts import PRIORITIES, Assignment, Incident
from callbox.services.unit.facts import Unit
from callbox.site.demo.day import Scripted

TOLD_S = 20.0
TURN_OUT_S = 40.0
CALLED_OFF_S = 60.0
Place = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act in the demo: who performs it, by role (a crew by its unit, a handler by the desk), when due, with what."""

    name: str
    role: str
    at: datetime
    inputs: Mapping[str, Any]
    unit: Id | None = None
    desk: str = ""
    because: str = ""
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Board:
    """How things stand: open incidents, their open assignments by id, all units by id."""

    incidents: Sequence[Incident]
    assignments: Mapping[Id, Assignment]
    units: Mapping[Id, Unit]
    speed: float
    taken: set[Id] = field(default_factory=set)  # units that were picked since the look


def received(scripted: Scripted, new: Id, *, chinese: bool) -> Step:
    """The call taker writes down a contact."""
    call = scripted.call
    told = {
        "id": new,
        "channel": "call",
        "language": "zh" if chinese else "en",
        "source_number": scripted.number,
        "caller_name": call.caller.zh if chinese else call.caller.en,
        "caller_phone": call.phone,
        "address": call.address.zh if chinese else call.address.en,
        "latitude_deg": call.latitude_deg,
        "longitude_deg": call.longitude_deg,
        "said_fact": call.narrative.zh if chinese else call.narrative.en,
    }
    return Step(name="report.receive", role="call_taker", at=scripted.at, inputs=told, key=f"demo-{scripted.number}")


def opened(scripted: Scripted, report: Id, new: Id, *, area: str, speed: float, chinese: bool) -> Step:
    """The call taker opens the incident as the call ends."""
    call = scripted.call
    told = {
        "id": new,
        "report": report,
        "category": call.code,
        "priority": PRIORITIES[min(max(call.priority, 1), len(PRIORITIES)) - 1],
        "area": area,
        "summary": call.title.zh if chinese else call.title.en,
    }
    at = scripted.at + timedelta(seconds=call.handling_s / speed)
    return Step(name="incident.open", role="call_taker", at=at, inputs=told)


def next_steps(board: Board, incident: Incident, scripted: Scripted, now: datetime, *, new: Any) -> Iterator[Step]:
    """What is due on one incident by now. `new` makes ids for new assignments."""
    if incident.status == "to_confirm":
        yield Step(name="incident.confirm", role="supervisor", at=now, inputs={"incident": incident.id})
        return
    active = [board.assignments[one] for one in incident.assignments if one in board.assignments]
    for assignment in active:
        yield from _going_on(board, assignment, scripted, now)
    yield from _sent(board, incident, scripted, now, new=new)
    if not active and _over(board, incident, scripted, now):
        told = {"incident": incident.id, "disposition": scripted.call.disposition}
        yield Step(name="incident.close", role="dispatcher", at=now, inputs=told)


def _over(board: Board, incident: Incident, scripted: Scripted, now: datetime) -> bool:
    if incident.units:
        return True
    read = incident.opened_at + timedelta(seconds=TOLD_S / board.speed)
    return scripted.call.disposition in NEVER_SENT and now >= read


def _sent(board: Board, incident: Incident, scripted: Scripted, now: datetime, *, new: Any) -> Iterator[Step]:
    """Units for what is still needed. Once the first are done, nobody is sent after them."""
    call = scripted.call
    due = incident.opened_at + timedelta(seconds=call.dispatch_s / board.speed)
    over = bool(incident.units) and not incident.assignments
    if now < due or over or call.disposition in NEVER_SENT:
        return
    for number, kind in enumerate(_missing(board, incident, scripted)):
        place = (call.latitude_deg, call.longitude_deg)
        first = number == 0 and not incident.units
        unit = _nearest(board, kind, place) or (_shortest_queue(board, kind) if first else None)
        if unit is None:
            continue
        board.taken.add(unit.id)
        told = {"id": new(), "incident": incident.id, "unit": unit.id}
        yield Step(name="incident.assign", role="dispatcher", at=now, inputs=told)


def _missing(board: Board, incident: Incident, scripted: Scripted) -> list[str]:
    """The kinds still needed, of those that the city has at all."""
    there = {unit.unit_kind for unit in board.units.values()}
    sent = [board.units[one].unit_kind for one in incident.units if one in board.units]
    missing = []
    for kind in [kind for kind in scripted.needs if kind in there] or sorted(there)[:1]:
        if kind in sent:
            sent.remove(kind)
        else:
            missing.append(kind)
    return missing


def _nearest(board: Board, kind: str, place: Place) -> Unit | None:
    """The free unit of a kind that waits nearest in a straight line."""
    free = [
        unit
        for unit in board.units.values()
        if unit.unit_kind == kind and unit.status == "available" and unit.id not in board.taken
    ]
    return min(free, key=lambda unit: (distance_m(home(unit), place), unit.call_sign), default=None)


def _shortest_queue(board: Board, kind: str) -> Unit | None:
    waiting = [
        unit
        for unit in board.units.values()
        if unit.unit_kind == kind and unit.assignment and not unit.queue and unit.id not in board.taken
    ]
    return min(waiting, key=lambda unit: unit.call_sign, default=None)


def home(unit: Unit) -> Place:
    """Where a unit waits: latitude and longitude in degrees."""
    return unit.home_latitude_deg or 0.0, unit.home_longitude_deg or 0.0


def distance_m(one: Place, other: Place) -> float:
    """Metres between two places of one city, on a plane."""
    east = (other[1] - one[1]) * cos(radians(one[0]))
    return hypot(other[0] - one[0], east) * METRES_PER_DEGREE


def _going_on(board: Board, assignment: Assignment, scripted: Scripted, now: datetime) -> Iterator[Step]:
    """The next step of one unit, if it is due."""
    unit = board.units[assignment.unit]
    following = following_step(assignment, unit, scripted)
    if following is None:
        return
    name, since, wait_s = following
    at = since + timedelta(seconds=wait_s / board.speed)
    if at <= now:
        role, by_unit = ("dispatcher", None) if name in ("dispatched", "stood_down") else ("crew", unit.id)
        yield Step(name=f"assignment.{name}", role=role, at=at, inputs={"assignment": assignment.id}, unit=by_unit)


def following_step(assignment: Assignment, unit: Unit, scripted: Scripted) -> tuple[str, datetime, float] | None:
    """(step, since when, real seconds until it) for a unit on a call; None while it waits in a queue."""
    call, status = scripted.call, assignment.status
    if status == "queued":
        return None
    since = getattr(assignment, f"{status}_at")
    own = _pace(assignment.id)
    carries = call.transport_s > 0 and unit.unit_kind == "ambulance"
    called_off = call.disposition in NEVER_ARRIVED
    name, wait_s = {
        "assigned": ("dispatched", TOLD_S * 0.5),
        "dispatched": ("en_route", call.chute_s * own),
        "en_route": ("stood_down", CALLED_OFF_S) if called_off else ("on_scene", travel_s(unit, scripted) * own),
        "on_scene": ("transporting" if carries else "available", call.on_scene_s * own),
        "transporting": ("at_hospital", call.transport_s),
        "at_hospital": ("available", call.hospital_s),
    }[status]
    return name, since, wait_s


def travel_s(unit: Unit, scripted: Scripted) -> float:
    """Real seconds from a unit's home to the call, by the figures that the city's own demand is made with."""
    away_m = distance_m(home(unit), (scripted.call.latitude_deg, scripted.call.longitude_deg))
    return TURN_OUT_S + away_m * ROAD_FACTOR / DRIVE_MPS


def _pace(one: Id) -> float:
    """Between 0.85 and 1.2, the same for the same assignment: two crews never arrive in the same second."""
    return 0.85 + 0.35 * (sum(one.encode()) % 97) / 97
