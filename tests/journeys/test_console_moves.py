"""Who should wait elsewhere: proposed at the console, told to the crew, refused once it holds no longer."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.worlds.city import CITY, Town, actor
from tests.worlds.console import Desk
from tests.worlds.redeployed import STATION_2, Mover, with_stations

from callbox.kernel import advisor, outbox, sequencer
from callbox.kernel.read import Condition, select
from callbox.services.message import paging
from callbox.site.worker import CONSUMERS

Sit = Callable[[str], Desk]
DISPATCHER = actor("dispatcher", CITY)


@pytest.fixture
def mover(people: Town) -> Iterator[Mover]:
    with_stations(people)
    with advisor.using(Mover(people, {"E1": "0"})) as asked:
        assert isinstance(asked, Mover)
        yield asked


def ticket_in(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def accepted(desk: Desk, ticket: str) -> str:
    response = desk.client.post("/moves/accept", {"ticket": ticket}, headers={"HX-Request": "true"})
    assert response.status_code in (200, 422)
    return str(response.content.decode())


def test_a_move_is_proposed_in_one_sentence_accepted_and_told_to_the_crew(sit: Sit, people: Town, mover: Mover) -> None:
    dana = sit("dana")
    page = dana.get("/moves")
    assert "E1 to Station 2: of 100 calls to come, about 2.4 fewer answered late; 5:00 away." in page

    assert "E1 is told to wait there" in accepted(dana, ticket_in(page))

    unit = people.record("unit", people.units["E1"])
    assert (unit.waits_at, unit.waits, unit.moves) == (STATION_2, (22.6, 114.2), 1)
    sequencer.run()
    outbox.run(CONSUMERS)
    [told] = select(paging.PAGER, "message", where=[Condition("%s = ANY(units)", (unit.id,))])
    assert (told.sort, told.status, told.incident) == ("page", "sent", None)
    assert told.line[0] == unit.organisation
    assert mover.asked == 1


@pytest.mark.usefixtures("mover")
def test_a_move_that_holds_no_longer_says_so_before_it_can_be_accepted_and_is_refused(sit: Sit, people: Town) -> None:
    dana = sit("dana")
    ticket = ticket_in(dana.get("/moves"))
    people.done("incident.assign", DISPATCHER, incident=people.incident(), unit=people.units["E1"])

    again = dana.get("/moves", was=ticket)
    assert "Holds no longer: E1 is assigned." in again
    assert 'name="ticket"' not in again
    assert "this proposal holds no longer: E1 is assigned" in accepted(dana, ticket)
    assert people.record("unit", people.units["E1"]).moves == 0


@pytest.mark.usefixtures("mover")
def test_a_move_is_accepted_once_and_never_again_on_the_same_ground(sit: Sit, people: Town) -> None:
    dana = sit("dana")
    ticket = ticket_in(dana.get("/moves"))
    accepted(dana, ticket)

    assert "told to wait elsewhere meanwhile" in accepted(dana, ticket)
    assert people.record("unit", people.units["E1"]).moves == 1


def test_consoles_of_one_organisation_share_one_question(sit: Sit, mover: Mover) -> None:
    for name in ("dana", "diao", "dana"):
        sit(name).get("/moves")
    assert mover.asked == 1


def test_nobody_who_tells_no_unit_where_to_wait_is_shown_a_proposal(sit: Sit, mover: Mover) -> None:
    assert "E1" not in sit("lea").get("/moves")
    assert mover.asked == 0


def test_a_new_shift_begins_at_home_with_all_its_moves(people: Town, mover: Mover) -> None:
    unit = people.units["E1"]
    told: dict[str, Any] = {"station": STATION_2, "latitude_deg": 22.6, "longitude_deg": 114.2}
    people.done("unit.move_up", DISPATCHER, unit=unit, **told)
    assert people.act("unit.move_up", DISPATCHER, unit=unit, **(told | {"latitude_deg": 22.7})).refused is not None

    people.done("shift.sign_on", DISPATCHER, unit=unit, ends_at=people.clock.now().replace(hour=20))

    after = people.record("unit", unit)
    assert (after.waits_at, after.waits, after.moves, after.moved_at) == ("", (22.5, 114.1), 0, None)
    assert mover.asked == 0
