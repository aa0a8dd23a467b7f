"""Mutual aid between two organisations: asked, lent by name for one incident, sent, given back."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from tests.worlds.city import CENTRE, EAST, SYSTEM, Town, actor
from tests.worlds.console import PASSWORD, Desk, browser

from callbox.kernel import outbox, sequencer
from callbox.kernel.facts import Id, Refused
from callbox.kernel.read import select
from callbox.services.incident.floor import crews
from callbox.services.incident.proposing import propose_for
from callbox.site.worker import CONSUMERS

NEIGHBOUR = actor("dispatcher", EAST)
ASKER = actor("dispatcher", CENTRE)


def desk(town: Town, name: str, organisation: str) -> Desk:
    """A dispatcher of this organisation, signed in."""
    person = town.done("person.admit", SYSTEM, organisation=organisation, sign_in=name, name=name)
    post = town.done("post.create", SYSTEM, organisation=organisation, title="Dispatcher", roles=("dispatcher",))
    town.done("post.appoint", SYSTEM, post=post, person=person)
    get_user_model()(username=name, password=make_password(PASSWORD)).save()
    client = browser()
    assert client.post("/sign-in", {"name": name, "password": PASSWORD}).status_code == 302
    return Desk(client, name)


@pytest.fixture
def incident(town: Town) -> Id:
    return town.incident(address="9 Pier Road", latitude_deg=22.5, longitude_deg=114.1)


def test_a_neighbour_lends_a_unit_by_name_and_it_goes_to_this_incident_alone(town: Town, incident: Id) -> None:
    here, there = desk(town, "carl", CENTRE), desk(town, "eva", EAST)
    assert crews(ASKER) == []

    told = {"to": EAST, "unit_kind": "engine", "count": "2", "words": "By the north gate"}
    aid = here.client.post(f"/incidents/{incident}/aid", told).headers["Location"]
    assert aid in there.get("/board/shared")
    page = there.get(aid)
    assert "By the north gate" in page
    assert "engine × 2" in page
    assert "9 Pier Road" not in page
    with pytest.raises(Refused):
        town.act("incident.assign", NEIGHBOUR, incident=incident, unit=town.units["E1"]).ref  # noqa: B018

    lent = town.units["E1"]
    assert there.client.post(f"{aid}/answer", {"what": "accept", "units": [lent]}).status_code == 302
    assert [one.id for one in crews(ASKER)] == [lent]
    assert [one.unit for one in propose_for(ASKER, incident, purpose="whom to send", now=town.clock.now()).ranked] == [
        lent
    ]
    assert "E1" in here.get("/", on=incident)
    other = town.incident()
    refused = town.act("incident.assign", ASKER, incident=other, unit=lent).refused
    assert refused is not None
    assert refused.code == "unit.lent_for_another"

    here.do(incident, "assign", unit=lent)
    assert town.record("unit", lent).status == "assigned"
    assert "still on the incident" in there.client.post(f"{aid}/answer", {"what": "end"}).content.decode()

    [sent] = town.record("incident", incident).assignments
    town.done("assignment.stood_down", ASKER, assignment=sent)
    town.done("incident.close", ASKER, incident=incident, disposition="done")
    sequencer.run()
    outbox.run(CONSUMERS)
    after = town.record("unit", lent)
    assert (after.lent_for, after.parties) == (None, ())
    assert town.record("aid", aid.rpartition("/")[2]).status == "ended"
    assert select(ASKER, "unit") == ()


def test_a_neighbour_declines_and_says_why(town: Town, incident: Id) -> None:
    there = desk(town, "eva", EAST)
    aid = town.done("aid.ask", ASKER, incident=incident, to=EAST)

    told = {"what": "decline", "declined_for": "own_need", "because": "a fire of our own"}
    there.client.post(f"/aid/{aid}/answer", told)

    answered = town.record("aid", aid)
    assert (answered.status, answered.declined_for) == ("declined", "own_need")


def test_only_units_of_ones_own_that_serve_are_lent_and_only_by_whom_is_asked(town: Town, incident: Id) -> None:
    aid = town.done("aid.ask", ASKER, incident=incident, to=EAST)
    lent = (town.units["E1"],)
    refused = town.act("aid.accept", ASKER, aid=aid, units=lent).refused
    assert refused is not None
    assert refused.code == "aid.not_asked"
    town.done("unit.out_of_service", NEIGHBOUR, unit=lent[0], reason_code="crew")
    refused = town.act("aid.accept", NEIGHBOUR, aid=aid, units=lent).refused
    assert refused is not None
    assert refused.code == "aid.cannot_lend"


def test_nobody_asks_those_above_or_below_them(town: Town, incident: Id) -> None:
    for to in (CENTRE, "coast/harbour"):
        refused = town.act("aid.ask", ASKER, incident=incident, to=to).refused
        assert refused is not None
        assert refused.code == "aid.no_neighbour"
