"""A crew is told of its assignment, and whoever is next in line when it has not seen it."""

from datetime import timedelta

import pytest
from tests.worlds.city import CITY, EAST, Town, actor

from callbox.kernel import due, outbox, sequencer
from callbox.kernel.read import Condition, select
from callbox.services.message.facts import Message, unseen
from callbox.services.message.paging import PAGER
from callbox.site.worker import CONSUMERS

DISPATCHER = actor("dispatcher", CITY)
STATION = f"{EAST}/station-1"


def follow() -> None:
    sequencer.run()
    outbox.run(CONSUMERS)


def pages(town: Town, assignment: str) -> list[Message]:
    return list(select(PAGER, "message", where=[Condition("assignment = %s", (assignment,))]))


@pytest.fixture
def assigned(town: Town) -> tuple[str, str]:
    """An assignment of E1 to a fire, and the unit."""
    incident = town.done("incident.open", DISPATCHER, category="fire", priority="life_threat")
    unit = town.units["E1"]
    return town.done("incident.assign", DISPATCHER, incident=incident, unit=unit), unit


def test_an_assignment_pages_the_crew_once_however_often_the_ledger_is_told(
    town: Town, assigned: tuple[str, str]
) -> None:
    assignment, unit = assigned
    follow()
    outbox.reach("pages", 0)
    follow()
    [page] = pages(town, assignment)
    assert list(page.receipts) == [f"unit {unit}"]
    assert page.status == "sent"


def test_a_page_that_nobody_has_seen_goes_up_the_line_and_takes_nothing_off_anybody(
    town: Town, assigned: tuple[str, str]
) -> None:
    assignment, unit = assigned
    follow()
    for expected in ((), (STATION,), (STATION, EAST), (STATION, EAST, CITY)):
        [page] = pages(town, assignment)
        assert set(unseen(page)) == {f"unit {unit}", *(f"organisation {one}" for one in expected)}
        town.clock.put(town.clock.now() + timedelta(seconds=31))
        due.fire(town.clock.now())
    assert town.record("assignment", assignment).status == "assigned"
    assert town.record("unit", unit).status == "assigned"


def test_a_crew_that_sets_out_is_not_asked_whether_it_has_seen_its_page(town: Town, assigned: tuple[str, str]) -> None:
    assignment, _ = assigned
    follow()
    town.done("assignment.en_route", DISPATCHER, assignment=assignment)
    follow()
    town.clock.put(town.clock.now() + timedelta(minutes=5))
    due.fire(town.clock.now())
    [page] = pages(town, assignment)
    assert (page.status, page.escalations) == ("overtaken", 0)


def test_what_happened_long_ago_pages_nobody(town: Town, assigned: tuple[str, str]) -> None:
    town.clock.put(town.clock.now() + timedelta(hours=1))
    follow()
    assert pages(town, assigned[0]) == []


def test_a_crew_that_attached_itself_knows_already(town: Town) -> None:
    incident, unit = town.incident(), town.units["E2"]
    crew = actor("crew", STATION, unit=unit)
    assignment = town.done("incident.assign", crew, incident=incident, unit=unit, self_attached=True)
    follow()
    assert pages(town, assignment) == []
