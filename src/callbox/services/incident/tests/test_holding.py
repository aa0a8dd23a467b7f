"""A proposal is refused only when something that it rests on has changed."""

import json
from dataclasses import replace

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, refusal

from callbox.kernel.facts import Refused
from callbox.services.incident import assigning
from callbox.services.incident.facts import Incident
from callbox.services.incident.holding import basis_of, must_hold
from callbox.services.incident.inputs import Assign
from callbox.services.unit.facts import Unit

FIRE = Incident(
    id="i", status="open", organisation=CENTRE, category="fire", priority="emergency", received_at=NOON, opened_at=NOON
)
E1 = Unit(id="e1", status="available", organisation=EAST, call_sign="E1")


def proposal(*standing: object, priority: str = "emergency") -> str:
    return json.dumps({"priority": priority, "units": {"e1": list(standing)}})


FREE = proposal("available", None)


@pytest.mark.parametrize(
    ("standing", "now"),
    [
        (("available", None), E1),
        (("en_route", "a"), replace(E1, status="en_route", assignment="a")),
        (("dispatched", "a"), replace(E1, status="en_route", assignment="a")),
        (("en_route", "a"), E1),  # it became free: only better
        (("off_shift", None), replace(E1, status="off_shift")),
    ],
)
def test_what_still_holds_is_carried_out(standing: tuple[object, ...], now: Unit) -> None:
    must_hold(proposal(*standing), unit=now, incident=FIRE)


@pytest.mark.parametrize(
    ("standing", "now"),
    [
        (("available", None), replace(E1, status="assigned", assignment="b")),
        (("available", None), replace(E1, status="out_of_service")),
        (("en_route", "a"), replace(E1, status="on_scene", assignment="a")),
        (("en_route", "a"), replace(E1, status="en_route", assignment="b")),
    ],
)
def test_a_unit_that_changed_makes_it_stale(standing: tuple[object, ...], now: Unit) -> None:
    with pytest.raises(Refused) as told:
        must_hold(proposal(*standing), unit=now, incident=FIRE)
    assert (told.value.code, told.value.details["unit"]) == ("proposal.unit_changed", "E1")


def test_an_incident_of_another_urgency_makes_it_stale() -> None:
    with pytest.raises(Refused, match=r"proposal\.incident_changed"):
        must_hold(FREE, unit=E1, incident=replace(FIRE, priority="life_threat"))


def test_a_unit_that_was_not_proposed_is_not_sent_by_it() -> None:
    with pytest.raises(Refused, match=r"proposal\.other_unit"):
        must_hold(FREE, unit=replace(E1, id="e2"), incident=FIRE)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"units": 3, "priority": "x"}', '{"units": {"e1": 1}, "priority": ""}']
)
def test_what_is_no_proposal_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"proposal\.unreadable"):
        basis_of(text)


def test_an_assignment_keeps_the_proposal_it_came_from() -> None:
    act = asked(Assign(id="a", incident="i", unit="e1", proposal=FREE))

    after = applied(assigning.assign(act, incident=FIRE, unit=E1, others=()))

    assert next(one for one in after.values() if one.kind == "assignment").proposal == FREE


def test_accepting_what_holds_no_more_sends_nobody() -> None:
    act = asked(Assign(id="a", incident="i", unit="e1", proposal=FREE))

    gone = replace(E1, status="en_route", assignment="b")

    assert refusal(assigning.assign, act, incident=FIRE, unit=gone, others=()) == "proposal.unit_changed"
