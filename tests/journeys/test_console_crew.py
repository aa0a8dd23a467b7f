"""The crew's page, and help from every page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.city import NOON, SYSTEM, Town
from tests.worlds.console import Desk
from tests.worlds.crew import DISPATCHER, crew_of_e1, sent

from callbox.kernel import advisor, positions
from callbox.kernel.chain import read_body
from callbox.kernel.positions import Position
from callbox.kernel.read import select
from callbox.kernel.tables import LedgerEntry
from callbox.services.message.paging import PAGER

__all__ = ["crew_of_e1"]
Sit = Callable[[str], Desk]


def looks() -> int:
    return sum(read_body(row.body).event == "reading.made" for row in LedgerEntry.objects.all())


def press(desk: Desk, what: str, **more: str) -> Any:
    given = {"what": what, "key": f"{what}-1"} | more
    return desk.client.post("/crew/do", given, headers={"Accept": "application/json"})


@pytest.fixture
def wang(crew_of_e1: Town, sit: Sit) -> Desk:
    return sit("wang")


def test_being_assigned_opens_the_case_to_the_crew_and_the_look_is_recorded(crew_of_e1: Town, wang: Desk) -> None:
    before = looks()
    assert "9 Harbour Road" not in wang.get("/crew")
    assert looks() == before
    sent(crew_of_e1, latitude_deg=22.5, longitude_deg=114.1)

    page = wang.get("/crew")

    assert "9 Harbour Road" in page
    assert "smoke on the stairs" in page
    assert 'href="geo:22.500000,114.100000"' in page
    assert looks() == before + 1


def test_one_button_is_the_next_step_and_keeps_the_time_it_was_pressed(crew_of_e1: Town, wang: Desk) -> None:
    _, assignment = sent(crew_of_e1)
    assert 'class="big" name="what" value="en_route"' in wang.get("/crew")
    crew_of_e1.clock.put(NOON + timedelta(minutes=10))
    pressed = (NOON + timedelta(minutes=3)).isoformat()

    for _ in range(2):  # sent twice, as after an answer that was lost
        assert press(wang, "en_route", assignment=assignment, at=pressed).json() == {"ok": True}

    assert crew_of_e1.record("assignment", assignment).en_route_at == NOON + timedelta(minutes=3)
    assert 'class="big" name="what" value="on_scene"' in wang.get("/crew")


def test_what_cannot_be_is_told_to_the_page_in_words(crew_of_e1: Town, wang: Desk) -> None:
    _, assignment = sent(crew_of_e1)
    early = press(wang, "en_route", assignment=assignment, at=(NOON - timedelta(minutes=3)).isoformat())
    assert (early.status_code, early.json()["ok"]) == (422, False)
    assert "does not fit" in early.json()["refused"]


def test_what_dispatch_says_is_delivered_when_it_is_shown_and_seen_when_the_crew_says_so(
    crew_of_e1: Town, wang: Desk
) -> None:
    incident, _ = sent(crew_of_e1)
    said = crew_of_e1.done("message.send", DISPATCHER, incident=incident, text="use the back gate")
    to = f"unit {crew_of_e1.units['E1']}"
    assert "use the back gate" in wang.get("/crew")
    receipt = crew_of_e1.record("message", said).receipts[to]
    assert ("delivered" in receipt, "seen" in receipt) == (True, False)

    assert press(wang, "see", message=said).json()["ok"]

    assert "seen" in crew_of_e1.record("message", said).receipts[to]


def test_what_the_crew_says_goes_to_whoever_holds_the_case(crew_of_e1: Town, wang: Desk) -> None:
    incident, _ = sent(crew_of_e1)
    assert press(wang, "message", incident=incident, text="second floor").json()["ok"]
    [message] = select(PAGER, "message")
    assert (list(message.receipts), message.from_unit) == (["organisation coast/harbour"], crew_of_e1.units["E1"])
    assert press(wang, "note", incident=incident, text="door is open").json()["ok"]
    assert "door is open" in wang.get("/crew")


def test_help_is_on_every_page_and_sounds_on_every_dispatchers(crew_of_e1: Town, wang: Desk, sit: Sit) -> None:
    sent(crew_of_e1)
    assert 'action="/alarms/raise"' in wang.get("/crew")
    for _ in range(2):  # pressed again in fear, it is one alarm
        wang.client.post("/alarms/raise")
    dana = sit("dana")
    for path in ("/", "/shifts", "/calls/new"):
        page = dana.get(path)
        assert "HELP: E1" in page
        assert 'action="/alarms/raise"' in page
    [alarm] = select(PAGER, "alarm")
    dana.client.post(f"/alarms/{alarm.id}/do", {"what": "answer", "key": "a"})
    assert crew_of_e1.record("alarm", alarm.id).status == "in_hand"
    dana.client.post(f"/alarms/{alarm.id}/do", {"what": "end", "outcome": "helped", "key": "e"})
    assert "HELP: E1" not in dana.get("/")


def test_whoever_sits_in_no_unit_is_told_so(people: Town, sit: Sit) -> None:
    response = sit("dana").client.get("/crew")
    assert response.status_code == 422
    assert "belongs to no unit" in response.content.decode()


def test_a_crew_that_is_asked_says_that_it_is_safe(crew_of_e1: Town, wang: Desk) -> None:
    machine = PAGER
    _, assignment = sent(crew_of_e1)
    crew_of_e1.done("assignment.on_scene", DISPATCHER, assignment=assignment)
    check = crew_of_e1.done("check.begin", machine, assignment=assignment)
    crew_of_e1.clock.put(NOON + timedelta(minutes=16))
    crew_of_e1.done("check.ask", machine, check=check, clock="ask")
    assert "Are you safe?" in wang.get("/crew")
    assert press(wang, "safe", check=check).json()["ok"]
    assert "Are you safe?" not in wang.get("/crew")


class Roads:
    """An advisor that knows one way."""

    def __init__(self, **answer: Any) -> None:
        self.answer, self.asked = answer, dict[str, Any]()

    def ask(self, question: str, told: Any, *, within_s: float = 0.0) -> Any:  # noqa: ARG002  as the port has it
        if question != "way":
            raise advisor.Away("none")
        self.asked = dict(told)
        return self.answer


WAY = {
    "road_ms": 245_000,
    "length_m": 1_340.0,
    "streets": [["Quay", 540.0, "begin", "ne"], ["", 300.0, "left", "n"], ["Bell Road", 500.0, "slight_right", "e"]],
    "line": [[114.1, 22.5], [114.11, 22.51]],
}


def test_the_way_there_is_told_in_words_and_needs_no_map(crew_of_e1: Town, wang: Desk) -> None:
    sent(crew_of_e1, latitude_deg=22.51, longitude_deg=114.11)
    here = Position(unit=crew_of_e1.units["E1"], latitude_deg=22.5, longitude_deg=114.1, at=NOON)
    positions.keep([here])
    roads = Roads(**WAY)
    with advisor.using(roads):
        page = wang.get("/crew")

    assert roads.asked["from"] == [114.1, 22.5]
    assert roads.asked["case"] == [114.11, 22.51]
    for said in ("1.3 km by road, about 4:05", "1.5 km to the north-east, straight", "Quay, to the north-east"):
        assert said in page
    assert "turn left: a road without a name" in page
    assert "bear right: Bell Road" in page
    assert "geo:22.510000,114.110000" in page


def test_without_roads_the_way_is_how_far_and_whither(crew_of_e1: Town, wang: Desk) -> None:
    sent(crew_of_e1, latitude_deg=22.51, longitude_deg=114.11)
    described: dict[str, Any] = {"home_latitude_deg": 22.5, "home_longitude_deg": 114.11}
    crew_of_e1.done("unit.describe", SYSTEM, unit=crew_of_e1.units["E1"], **described)
    for answer in ({"road_ms": None}, {"nonsense": 1}, {**WAY, "streets": [["Quay"]]}):
        with advisor.using(Roads(**answer)):
            page = wang.get("/crew")
        assert "1.1 km to the north, straight" in page
        assert "by road" not in page
        assert "where it is now has not been heard" in page
