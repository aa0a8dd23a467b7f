from dataclasses import replace
from typing import Any

from tests.worlds.pure import applied, asked, events, minute, refusal

from callbox.kernel.clocks import written
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.inputs import Undo
from callbox.services.incident.tests.test_assigning import BURNING, BUSY, CREW, E1, FIRE, SENT
from callbox.services.incident.undoing import undo, undoable
from callbox.services.unit.facts import Unit

DRIVING = replace(SENT, status="en_route", en_route_at=minute(1))
THERE = replace(DRIVING, status="on_scene", on_scene_at=minute(5))
STOPPED = {"arrival": {"state": "stopped", "started": written(minute(0)), "stopped": written(minute(5))}}
REACHED = replace(BURNING, arrived_at=minute(5), clocks=STOPPED)


def taken_back(
    assignment: Assignment, *, unit: Unit, incident: Incident, step: str | None = None, at: float = 6, **more: Any
) -> dict[str, Any]:
    """An undoing asked for: the records, and the act under `act`."""
    act = asked(Undo(assignment=assignment.id, step=step or assignment.status), by=CREW, at=minute(at))
    known = {"assignment": assignment, "unit": unit, "incident": incident, "active": (assignment,), "past": ()}
    return {"act": act, **known, **more}


def test_a_thumb_on_the_wrong_button_is_taken_back_and_the_deadline_runs_on() -> None:
    told = taken_back(THERE, unit=replace(BUSY, status="on_scene"), incident=REACHED)
    changes = undo(told.pop("act"), **told)

    after = applied(changes)
    assert events(changes) == ["assignment.step_undone", "unit.step_undone", "incident.corrected"]
    assert after[SENT.ref] == DRIVING
    assert after[E1.ref] == replace(BUSY, status="en_route")
    assert after[FIRE.ref].arrived_at is None
    assert after[FIRE.ref].clocks == {"arrival": {"state": "running", "started": written(minute(0))}}


def test_the_next_earliest_is_then_the_first_on_scene() -> None:
    second = replace(THERE, id="b", unit="v", on_scene_at=minute(5.5))
    told = taken_back(THERE, unit=replace(BUSY, status="on_scene"), incident=REACHED, active=(THERE, second))
    after = applied(undo(told.pop("act"), **told))[FIRE.ref]
    assert (after.arrived_at, after.clocks["arrival"]["stopped"]) == (minute(5.5), written(minute(5.5)))


def test_a_unit_that_was_freed_by_mistake_goes_back_to_its_incident() -> None:
    freed = replace(THERE, status="available", available_at=minute(6))
    left = replace(BURNING, assignments=(), past=("a",), status="to_confirm", disposition="false", closed_by="p")
    told = taken_back(freed, unit=E1, incident=left, at=7, active=(), past=(freed,))
    after = applied(undo(told.pop("act"), **told))
    assert after[SENT.ref] == THERE
    assert after[E1.ref] == replace(BUSY, status="on_scene")
    assert (after[FIRE.ref].assignments, after[FIRE.ref].past, after[FIRE.ref].status) == (("a",), (), "open")


def test_what_cannot_be_taken_back_any_more_says_why() -> None:
    freed = replace(THERE, status="available", available_at=minute(6))
    there: dict[str, Any] = {"unit": replace(BUSY, status="on_scene"), "incident": REACHED}
    gone: dict[str, Any] = {"incident": BURNING, "at": 7}
    for code, told in {
        "assignment.not_last": taken_back(THERE, **there, step="en_route"),
        "assignment.undo_late": taken_back(THERE, **there, at=11),
        "incident.closed": taken_back(freed, unit=E1, incident=replace(BURNING, status="closed"), at=7),
        "unit.unavailable": taken_back(freed, unit=replace(BUSY, assignment="z"), **gone),
    }.items():
        assert refusal(undo, told.pop("act"), **told) == code


def test_what_never_began_or_was_entered_for_later_is_not_offered() -> None:
    called_off = replace(SENT, status="stood_down", assigned_at=None, queued_at=minute(1), available_at=minute(2))
    assert [undoable(one, minute(3)) for one in (SENT, called_off, DRIVING)] == [None, None, "en_route"]
    assert undoable(THERE, minute(4)) is None
