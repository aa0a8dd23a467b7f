"""A step that was entered by mistake is taken back, on the crew's page and on the dispatcher's, and the ledger says so."""

from collections.abc import Callable
from datetime import timedelta

from tests.worlds.city import NOON, Town
from tests.worlds.console import Desk
from tests.worlds.crew import DISPATCHER, crew_of_e1, sent

from callbox.kernel.verify import Count, chains

__all__ = ["crew_of_e1"]
Sit = Callable[[str], Desk]


def pressed(desk: Desk, assignment: str, what: str, **more: str) -> int:
    """One button of the crew's page."""
    told = {"what": what, "assignment": assignment, "key": f"{what}-{len(more)}", **more}
    return desk.client.post("/crew/do", told).status_code


def test_a_crew_takes_back_what_a_glove_pressed_and_comes_back_to_its_incident(crew_of_e1: Town, sit: Sit) -> None:
    incident, assignment = sent(crew_of_e1)
    wang = sit("wang")
    pressed(wang, assignment, "on_scene")
    assert 'name="step" value="on_scene"' in wang.get("/crew")
    pressed(wang, assignment, "undo", step="on_scene")
    back = crew_of_e1.record("assignment", assignment)
    assert (back.status, back.on_scene_at) == ("assigned", None)
    assert crew_of_e1.record("incident", incident).arrived_at is None
    assert crew_of_e1.record("incident", incident).clocks["arrival"]["state"] == "running"

    pressed(wang, assignment, "available")
    assert 'name="step" value="available"' in wang.get("/crew")
    pressed(wang, assignment, "undo", step="available", again="1")
    assert crew_of_e1.record("unit", crew_of_e1.units["E1"]).assignment == assignment
    assert crew_of_e1.record("incident", incident).assignments == (assignment,)
    assert "9 Harbour Road" in wang.get("/crew")
    assert list(chains(crew_of_e1.node, Count())) == []


def test_a_dispatcher_takes_back_standing_down_and_is_told_when_it_is_too_late(crew_of_e1: Town, sit: Sit) -> None:
    incident, assignment = sent(crew_of_e1)
    dana = sit("dana")
    crew_of_e1.done("assignment.stood_down", DISPATCHER, assignment=assignment)
    page = dana.get("/", on=incident)
    assert f'id="undo-{assignment}"' in page
    dana.do(incident, "undo", assignment=assignment, step="stood_down")
    assert crew_of_e1.record("assignment", assignment).status == "assigned"

    crew_of_e1.done("assignment.stood_down", DISPATCHER, assignment=assignment)
    crew_of_e1.clock.put(NOON + timedelta(minutes=6))
    assert f'id="undo-{assignment}"' not in dana.get("/", on=incident)
    late = dana.do(incident, "undo", assignment=assignment, step="stood_down")
    assert "correct its time instead" in late
