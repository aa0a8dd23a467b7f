"""The rules of sending units.

1. A unit has one active assignment at a time and an ordered queue of next ones; an incident has any number of units.
   One that waits for a second person to end it goes on when a unit is added.
2. A unit that is on another incident is queued; diverting it frees and reassigns it in one act.
3. A unit that is out of service is assigned only with an override and its reason.
4. Steps go forward; any may be skipped. A step entered late keeps its real time and changes no status. A time that
   cannot be true (before the unit was assigned, or out of order) is refused, unless overridden with a reason.
5. A unit that becomes available starts on the first of its queue, at that moment (entered late: not before it was
   queued).
   The first unit told and the first on scene are times of the incident: always the earliest of all its assignments.
   When it was reopened its deadlines run anew, and are met by the first unit told, and on scene, from then on.
6. Crews may attach themselves: it happened, so it is recorded.
7. A proposal is accepted by assigning its units. What it rested on must still hold (see holding.py); the assignment keeps
   what was proposed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from callbox.kernel.clocks import RUNNING, STOPPED, when, written
from callbox.kernel.facts import Act, Actor, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.holding import must_hold
from callbox.services.incident.inputs import Assign, Correct, Divert, Release, Step
from callbox.services.incident.watching import by_sending
from callbox.services.unit.facts import STEPS, Unit

UNAVAILABLE = ("out_of_service", "off_shift")
ENDED = ("available", "stood_down")
# A step whose first time is a time of the incident too, and the deadline that this time meets.
FIRST = {"dispatched": "dispatched_at", "on_scene": "arrived_at"}
CLOCKS = {"dispatched_at": "dispatch", "arrived_at": "arrival"}


def assign(
    act: Act[Assign],
    *,
    incident: Incident,
    unit: Unit,
    others: tuple[Assignment, ...],
) -> Changes:
    """A unit for an incident: active, or queued while it is on another."""
    _must_take(incident)
    _must_be_own(act.by, unit, self_attached=act.inputs.self_attached)
    _must_be_agreed(act.by, unit, incident)
    if any(other.unit == unit.id for other in others):
        raise Refused("unit.already_assigned", unit=unit.call_sign)
    _must_reason(act.inputs.override, act.because)
    if unit.status in UNAVAILABLE and not (act.inputs.override or act.inputs.self_attached):
        raise Refused("unit.unavailable", unit=unit.call_sign, status=unit.status)
    if act.at < incident.received_at and not act.inputs.override:
        raise Refused("at.before_start", at=act.at, start=incident.received_at)
    must_hold(act.inputs.proposal, unit=unit, incident=incident)
    active = unit.assignment is None
    new = _assignment(act.inputs.id, incident=incident, unit=unit, at=act.at, active=active)
    new = replace(
        new,
        self_attached=act.inputs.self_attached,
        overridden=act.inputs.override,
        proposal=act.inputs.proposal,
    )
    return [
        New(new, "assignment.assigned" if active else "assignment.queued", under=incident.ref),
        *_joined(new, incident, unit, also=by_sending(incident, by=act.by, at=act.at)),
    ]


def _assignment(new: str, *, incident: Incident, unit: Unit, at: datetime, active: bool) -> Assignment:
    return Assignment(
        id=new,
        status="assigned" if active else "queued",
        organisation=incident.organisation,
        parties=(unit.organisation,),
        incident=incident.id,
        unit=unit.id,
        queued_at=None if active else at,
        assigned_at=at if active else None,
    )


def _joined(new: Assignment, incident: Incident, unit: Unit, *, also: Mapping[str, Value]) -> Changes:
    """What a new assignment means for its incident and its unit."""
    on_incident: dict[str, Value] = {
        **also,
        "assignments": (*incident.assignments, new.id),
        "units": tuple(dict.fromkeys((*incident.units, unit.id))),
        "parties": tuple(dict.fromkeys((*incident.parties, unit.organisation))),
    }
    if incident.status == "to_confirm":
        on_incident |= {"status": "open", "disposition": None, "closed_by": None}
    if new.status == "queued":
        on_unit = Change(unit, "unit.queued", {"queue": (*unit.queue, new.id)})
    else:
        on_unit = Change(unit, "unit.assigned", {"status": "assigned", "assignment": new.id})
    return [Change(incident, "incident.unit_added", on_incident), on_unit]


def step(name: str) -> Callable[..., Changes]:
    """The rule of one step, such as `on_scene`."""

    def rule(act: Act[Step], *, assignment: Assignment, unit: Unit, incident: Incident) -> Changes:
        _must_reason(act.inputs.override, act.because)
        if assignment.status == "queued":
            raise Refused("assignment.queued", unit=unit.call_sign)
        if getattr(assignment, f"{name}_at") is not None:
            raise Refused("assignment.step_known", step=name)
        if not act.inputs.override:
            _must_be_in_order(assignment, name, act.at)
        return [*_stepped(assignment, unit, name=name, at=act.at), *_first(incident, assignment, name=name, at=act.at)]

    rule.__name__ = name
    rule.__doc__ = f"The unit is {name.replace('_', ' ')}."
    return rule


def _stepped(assignment: Assignment, unit: Unit, *, name: str, at: datetime) -> Changes:
    """The step on the assignment, and on the unit if it is the furthest so far."""
    late = assignment.status in ENDED or STEPS.index(assignment.status) > STEPS.index(name)
    sets: dict[str, Value] = {f"{name}_at": at} | ({} if late else {"status": name})
    changes: Changes = [Change(assignment, f"assignment.{name}", sets)]
    if not late and unit.assignment == assignment.id:
        changes.append(Change(unit, f"unit.{name}", {"status": name}))
    return changes


def _first(incident: Incident, assignment: Assignment, *, name: str, at: datetime) -> Changes:
    """The first unit told, and the first on scene, are times of the incident too. An earlier one entered late counts."""
    field = FIRST.get(name)
    if field is None:
        return []
    known, clock = getattr(incident, field), incident.clocks.get(CLOCKS[field], {})
    earliest = known is None or at < known
    if clock.get("state") == RUNNING and _was_before(incident, assignment, since=when(clock, "started"), at=at):
        # Not the event that would stop the clock: it runs for what is done since the incident was reopened.
        return [Change(incident, "incident.corrected", {field: at})] if earliest else []
    if not earliest and clock.get("state") != RUNNING:
        return []
    return [Change(incident, f"incident.{field[:-3]}", _first_at(incident, field, at) if earliest else {})]


def _was_before(incident: Incident, assignment: Assignment, *, since: datetime | None, at: datetime) -> bool:
    """Whether a step belongs to the time before a deadline began to run anew: none is open while an incident is closed."""
    return assignment.id in incident.past and since is not None and at < since


def _first_at(incident: Incident, field: str, at: datetime) -> dict[str, Value]:
    """The time itself, and that of the deadline which it met: one that stopped at a wrong time stopped at the right one."""
    name = CLOCKS[field]
    clock = incident.clocks.get(name, {})
    if clock.get("state") != STOPPED:
        return {field: at}
    return {field: at, "clocks": {**incident.clocks, name: {**clock, "stopped": written(at)}}}


def _must_be_in_order(assignment: Assignment, name: str, at: datetime) -> None:
    place = STEPS.index(name)
    for other in STEPS:
        known = getattr(assignment, f"{other}_at")
        if known is None or other == name:
            continue
        earlier = STEPS.index(other) < place
        if (earlier and known > at) or (not earlier and known < at):
            raise Refused("assignment.order", step=name, at=at, other=other, other_at=known)
    if assignment.available_at is not None and assignment.available_at < at:
        raise Refused("assignment.order", step=name, at=at, other="available", other_at=assignment.available_at)


def release(event: str) -> Callable[..., Changes]:
    """The rule by which an assignment ends: `available` when its work is done, `stood_down` when it is called off."""

    def rule(
        act: Act[Release],
        *,
        assignment: Assignment,
        unit: Unit,
        incident: Incident,
        queue: tuple[Assignment, ...],
    ) -> Changes:
        _must_reason(act.inputs.override, act.because)
        if assignment.status in ENDED:
            raise Refused("assignment.ended", status=assignment.status)
        if not act.inputs.override:
            _must_end_after(assignment, act.at)
        return _ended(assignment, unit, incident=incident, queue=queue, event=event, at=act.at)

    rule.__name__ = event
    rule.__doc__ = f"The unit's assignment ends: {event.replace('_', ' ')}."
    return rule


def _must_end_after(assignment: Assignment, at: datetime) -> None:
    for name in ("queued", *STEPS):
        known = getattr(assignment, f"{name}_at")
        if known is not None and known > at:
            raise Refused("assignment.order", step="available", at=at, other=name, other_at=known)


def _ended(
    assignment: Assignment, unit: Unit, *, incident: Incident, queue: tuple[Assignment, ...], event: str, at: datetime
) -> Changes:
    ended: dict[str, Value] = {"status": event, "available_at": at}
    changes: Changes = [
        Change(assignment, f"assignment.{event}", ended),
        _removed(incident, assignment),
    ]
    if unit.assignment != assignment.id:
        return [*changes, Change(unit, "unit.unqueued", {"queue": _without(unit.queue, assignment.id)})]
    if not queue:
        return [*changes, _freed(unit)]
    return [*changes, *_started(queue[0], unit, at=at)]


def _freed(unit: Unit) -> Change:
    """It can be sent again; one whose shift ended while it was out goes off."""
    if unit.shift is None and unit.reason_code == "off_shift":
        return Change(unit, "unit.signed_off", {"status": "off_shift", "assignment": None})
    return Change(unit, "unit.available", {"status": "available", "assignment": None})


def _removed(incident: Incident, assignment: Assignment) -> Change:
    """An assignment that ended: its incident knows of it for good."""
    sets: dict[str, Value] = {
        "assignments": _without(incident.assignments, assignment.id),
        "past": (*incident.past, assignment.id),
    }
    return Change(incident, "incident.unit_removed", sets)


def _started(queued: Assignment, unit: Unit, *, at: datetime) -> Changes:
    """A unit starts on an assignment of its queue: at that moment, but never before it was queued."""
    since = max(at, queued.queued_at or at)
    on_unit: dict[str, Value] = {
        "status": "assigned",
        "assignment": queued.id,
        "queue": _without(unit.queue, queued.id),
    }
    started = Change(queued, "assignment.assigned", {"status": "assigned", "assigned_at": since})
    return [started, Change(unit, "unit.assigned", on_unit)]


def divert(
    act: Act[Divert],
    *,
    unit: Unit,
    incident: Incident,
    active: Assignment | None,
    left: Incident | None,
    queue: tuple[Assignment, ...],
) -> Changes:
    """A unit leaves what it is on and goes to another incident, in one act."""
    _must_take(incident)
    if active is None or left is None:
        raise Refused("unit.not_assigned", unit=unit.call_sign)
    if active.incident == incident.id:
        raise Refused("unit.already_assigned", unit=unit.call_sign)
    if act.at < incident.received_at:
        raise Refused("at.before_start", at=act.at, start=incident.received_at)
    _must_end_after(active, act.at)
    must_hold(act.inputs.proposal, unit=unit, incident=incident)
    _must_be_agreed(act.by, unit, incident)
    changes: Changes = [
        Change(active, "assignment.stood_down", {"status": "stood_down", "available_at": act.at}),
        _removed(left, active),
    ]
    waiting = next((queued for queued in queue if queued.incident == incident.id), None)
    if waiting is not None:
        return [*changes, *_started(waiting, unit, at=act.at)]
    new = _assignment(act.inputs.id, incident=incident, unit=unit, at=act.at, active=True)
    new = replace(new, proposal=act.inputs.proposal)
    return [
        *changes,
        New(new, "assignment.assigned", under=incident.ref),
        *_joined(new, incident, replace(unit, assignment=None), also=by_sending(incident, by=act.by, at=act.at)),
    ]


def correct(
    act: Act[Correct],
    *,
    assignment: Assignment,
    incident: Incident,
    active: tuple[Assignment, ...],
    past: tuple[Assignment, ...],
) -> Changes:
    """A time that was entered wrongly is set right; the reason is said, and what was entered stays in the ledger."""
    if getattr(assignment, f"{act.inputs.step}_at") is None:
        raise Refused("assignment.step_unknown", step=act.inputs.step)
    if act.inputs.to > act.at:
        raise Refused("at.future", at=act.inputs.to, now=act.at)
    set_right = replace(assignment, **{f"{act.inputs.step}_at": None})  # type: ignore[arg-type]
    _must_be_in_order(set_right, act.inputs.step, act.inputs.to)
    others = [one for one in (*active, *past) if one.id != assignment.id]
    return [
        Change(assignment, "assignment.corrected", {f"{act.inputs.step}_at": act.inputs.to}),
        *_first_corrected(incident, others, name=act.inputs.step, to=act.inputs.to),
    ]


def _first_corrected(incident: Incident, others: Sequence[Assignment], *, name: str, to: datetime) -> Changes:
    field = FIRST.get(name)
    if field is None:
        return []
    first = min([to, *(at for one in others if (at := getattr(one, f"{name}_at")) is not None)])
    if first == getattr(incident, field):
        return []
    return [Change(incident, "incident.corrected", _first_at(incident, field, first))]


def _without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != gone)


def _must_take(incident: Incident) -> None:
    if incident.status == "closed":
        raise Refused("incident.closed", status=incident.status)


def _must_be_own(by: Actor, unit: Unit, *, self_attached: bool) -> None:
    """Whoever does not dispatch may attach only their own unit."""
    if not by.roles & {"dispatcher", "supervisor"} and not (self_attached and by.unit == unit.id):
        raise Refused("not_allowed", act="incident.assign")


def _must_be_agreed(by: Actor, unit: Unit, incident: Incident) -> None:
    """Whom a neighbour's unit is lent to sends it to the incident that it is lent for, and to no other."""
    lent_elsewhere = unit.lent_for is not None and unit.lent_for != incident.id
    if lent_elsewhere and not within(unit.organisation, by.organisation):
        raise Refused("unit.lent_for_another", unit=unit.call_sign)


def _must_reason(override: bool, because: str) -> None:
    if override and not because.strip():
        raise Refused("reason.missing", act="override")


RULES: dict[str, Any] = {name: step(name) for name in STEPS[1:]} | {name: release(name) for name in ENDED}
