"""The rules of taking back a step that was entered by mistake: a thumb on the wrong button, a unit freed too soon.

1. Only the last step of an assignment, named, and only for a short while: then a time is corrected instead.
2. The step's time goes, and the assignment and its unit stand as they stood before. What was entered stays in the ledger.
3. A unit that was freed by mistake goes back to its incident while it is on nothing else and the incident is not closed.
4. If it was the first unit told or the first on scene, the next earliest is; when there is none, the deadline runs on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from callbox.kernel.clocks import RUNNING, STOPPED, written
from callbox.kernel.facts import Act, Change, Changes, Refused, Value
from callbox.services.incident.assigning import CLOCKS, ENDED, FIRST
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.inputs import Undo
from callbox.services.unit.facts import STEPS, Unit

UNDO_S = 300.0


def undoable(assignment: Assignment, now: datetime) -> str | None:
    """The step that can be taken back now; None when there is none, or it was too long ago."""
    ended = assignment.status in ENDED
    at = assignment.available_at if ended else getattr(assignment, f"{assignment.status}_at", None)
    if at is None or assignment.assigned_at is None or not at <= now <= at + timedelta(seconds=UNDO_S):
        return None
    return assignment.status if ended or assignment.status in STEPS[1:] else None


def undo(
    act: Act[Undo],
    *,
    assignment: Assignment,
    unit: Unit,
    incident: Incident,
    active: tuple[Assignment, ...],
    past: tuple[Assignment, ...],
) -> Changes:
    """The last step of an assignment is taken back."""
    if assignment.status != act.inputs.step:
        raise Refused("assignment.not_last", step=act.inputs.step, status=assignment.status)
    if undoable(assignment, act.at) is None:
        raise Refused("assignment.undo_late", step=act.inputs.step, limit_min=round(UNDO_S / 60))
    before = _before(assignment)
    if assignment.status in ENDED:
        return _taken_up_again(assignment, unit, incident=incident, status=before)
    name = assignment.status
    changes: Changes = [Change(assignment, "assignment.step_undone", {"status": before, f"{name}_at": None})]
    if unit.assignment == assignment.id:
        changes.append(Change(unit, "unit.step_undone", {"status": before}))
    others = [one for one in (*active, *past) if one.id != assignment.id]
    return [*changes, *_first_undone(incident, assignment, others, name=name)]


def _before(assignment: Assignment) -> str:
    """The step it had reached before its last."""
    place = len(STEPS) if assignment.status in ENDED else STEPS.index(assignment.status)
    return next(name for name in reversed(STEPS[:place]) if getattr(assignment, f"{name}_at") is not None)


def _taken_up_again(assignment: Assignment, unit: Unit, *, incident: Incident, status: str) -> Changes:
    if incident.status == "closed":
        raise Refused("incident.closed", status=incident.status)
    if unit.status != "available" or unit.assignment is not None:
        raise Refused("unit.unavailable", unit=unit.call_sign, status=unit.status)
    on_incident: dict[str, Value] = {
        "assignments": (*incident.assignments, assignment.id),
        "past": tuple(one for one in incident.past if one != assignment.id),
    }
    if incident.status == "to_confirm":
        on_incident |= {"status": "open", "disposition": None, "closed_by": None}
    return [
        Change(assignment, "assignment.step_undone", {"status": status, "available_at": None}),
        Change(incident, "incident.unit_added", on_incident),
        Change(unit, "unit.step_undone", {"status": status, "assignment": assignment.id}),
    ]


def _first_undone(incident: Incident, was: Assignment, others: Sequence[Assignment], *, name: str) -> Changes:
    """The incident's own first time, when it was this step's: that of the next earliest, or none."""
    field = FIRST.get(name)
    if field is None or getattr(incident, field) != getattr(was, f"{name}_at"):
        return []
    first = min((at for one in others if (at := getattr(one, f"{name}_at")) is not None), default=None)
    if first == getattr(incident, field):
        return []
    sets: dict[str, Value] = {field: first}
    clock = incident.clocks.get(CLOCKS[field], {})
    if clock.get("state") == STOPPED:
        still = {told: value for told, value in clock.items() if told != "stopped"}
        turned = {**clock, "stopped": written(first)} if first else {**still, "state": RUNNING}
        sets["clocks"] = {**incident.clocks, CLOCKS[field]: turned}
    return [Change(incident, "incident.corrected", sets)]
