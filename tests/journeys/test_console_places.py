"""Place notes: kept on their own page, told beside a call, on the panel and to the crew that is sent there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.city import CITY, Town, actor
from tests.worlds.console import Desk
from tests.worlds.crew import DISPATCHER, crew_of_e1, sent
from tests.worlds.examples_place_note import noted

from callbox.kernel.chain import read_body
from callbox.kernel.facts import Ref
from callbox.kernel.read import opened_all
from callbox.kernel.story import story
from callbox.kernel.tables import LedgerEntry
from callbox.services.message.paging import PAGER

__all__ = ["crew_of_e1"]
Sit = Callable[[str], Desk]
HOUSE = {"latitude_deg": 22.5431, "longitude_deg": 114.0579}


def kept() -> list[Any]:
    return list(opened_all(PAGER, "place_note", purpose="a test looks"))


def looked_for(case: str) -> list[tuple[str, ...]]:
    """What else was opened for a case, look by look."""
    bodies = [read_body(row.body) for row in LedgerEntry.objects.order_by("id")]
    made = [body.sets for body in bodies if body.event == "reading.made" and body.sets["of"] == case]
    return [tuple(sets["found"]) for sets in made if sets["found"]]  # type: ignore[arg-type]


@pytest.fixture
def dana(crew_of_e1: Town, sit: Sit) -> Desk:
    return sit("dana")


def test_a_place_is_found_and_what_is_there_is_kept_for_a_time(crew_of_e1: Town, dana: Desk) -> None:
    assert "Add the first one" in dana.get("/places")
    found = dana.client.post("/places/find", {"where": "22.5431, 114.0579"}).content.decode()
    assert 'value="22.543100|114.057900|22.54310, 114.05790"' in found

    given = {"place": "22.543100|114.057900|9 Harbour Road", "sort": "gas", "source": "inspection", "days": "30"}
    for _ in range(2):  # a double click
        done = dana.client.post("/places", given | {"text": "gas main in the yard", "key": "k-1"})
        assert done.status_code == 302

    [note] = kept()
    assert (note.sort, note.address, note.organisation) == ("gas", "9 Harbour Road", CITY)
    assert (note.expires_at - crew_of_e1.clock.now()).days == 30
    page = dana.get("/places")
    assert "gas main in the yard" in page
    assert "9 Harbour Road" in page


def test_what_points_at_a_person_is_refused_in_one_line_and_what_was_typed_stays(crew_of_e1: Town, dana: Desk) -> None:
    given = {"place": "22.5431|114.0579|9 Harbour Road", "sort": "animal", "source": "caller", "days": "30"}
    answer = dana.client.post("/places", given | {"text": "dog; ring 138 0013 8000 first", "key": "k-1"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "never about a person" in page
    assert "dog; ring 138 0013 8000 first</textarea>" in page
    assert kept() == []


def test_a_gate_code_is_not_shown_in_lists_and_each_look_at_it_is_recorded(crew_of_e1: Town, dana: Desk) -> None:
    note = noted(crew_of_e1, organisation=CITY, sort="gate_code", text="4711#")
    assert "4711#" not in dana.get("/places")
    assert "4711#" in dana.client.post(f"/places/{note}/open").content.decode()


def test_what_is_still_so_is_renewed_what_is_otherwise_replaced_and_what_is_gone_withdrawn(
    crew_of_e1: Town, dana: Desk
) -> None:
    note = noted(crew_of_e1, organisation=CITY)
    crew_of_e1.clock.put(crew_of_e1.clock.now() + timedelta(days=31))
    crew_of_e1.done("place_note.run_out", PAGER, place_note=note, clock="expiry")
    assert "EXPIRED" in dana.get("/places?only=expiring")

    def press(what: str, **more: str) -> int:
        return dana.client.post(f"/places/{note}/do", {"what": what, "key": f"k-{what}"} | more).status_code

    assert press("confirm", source="crew", days="90") == 302
    assert "Nothing is about to expire" in dana.get("/places?only=expiring")
    assert press("replace", sort="chemicals", source="inspection", text="chlorine store", days="90") == 302
    assert "chlorine store" in dana.get("/places")
    assert press("withdraw") == 422
    assert press("withdraw", because="it was taken away") == 302
    assert crew_of_e1.record("place_note", note).status == "withdrawn"


def test_the_crew_that_is_sent_sees_what_is_at_the_place_and_the_look_is_in_the_cases_story(
    crew_of_e1: Town, sit: Sit
) -> None:
    gas = noted(crew_of_e1, organisation=CITY)
    gate = noted(crew_of_e1, organisation=CITY, sort="gate_code", text="4711#")
    noted(crew_of_e1, organisation=CITY, latitude_deg=22.55, address="elsewhere", text="another house")
    wang = sit("wang")
    assert "gas main" not in wang.get("/crew")
    incident, _ = sent(crew_of_e1, **HOUSE)

    page = wang.get("/crew")

    assert "Hazards of the place" in page
    assert "gas main in the yard" in page
    assert "4711#" in page
    assert "another house" not in page
    assert "an inspection" in page
    assert [set(found) for found in looked_for(incident)] == [{gas, gate}]
    told = story(actor("supervisor", CITY), Ref("incident", incident), purpose="checking")
    assert [line.event for line in told.lines if line.ref.kind == "reading"] == ["reading.made"]


def test_a_crew_that_is_not_sent_there_is_told_nothing(crew_of_e1: Town, sit: Sit) -> None:
    noted(crew_of_e1, organisation=CITY)
    incident = crew_of_e1.done("incident.open", DISPATCHER, category="fire", priority="emergency", **HOUSE)
    wang = sit("wang")
    assert wang.client.get(f"/incidents/{incident}/place").status_code == 404
    assert wang.client.get("/places").status_code == 404
    assert 'href="/places"' not in wang.get("/crew")


def test_the_dispatcher_is_told_on_the_panel_when_the_incident_is_opened(crew_of_e1: Town, dana: Desk) -> None:
    note = noted(crew_of_e1, organisation=CITY, sort="gate_code", text="4711#")
    incident, _ = sent(crew_of_e1, **HOUSE)
    assert f'hx-get="/incidents/{incident}/place"' in dana.get(f"/?on={incident}")

    part = dana.client.get(f"/incidents/{incident}/place", headers={"HX-Request": "true"}).content.decode()

    assert "4711#" in part
    assert "<html" not in part
    assert looked_for(incident) == [(note,)]


def test_a_call_taker_is_told_as_soon_as_a_place_is_taken_but_not_how_a_door_is_opened(
    crew_of_e1: Town, sit: Sit
) -> None:
    noted(crew_of_e1, organisation=CITY)
    noted(crew_of_e1, organisation=CITY, sort="gate_code", text="4711#")
    taker = sit("taker")
    typed = {"address": "9 Harbour Road", "place_label": "9 Harbour Road", "version": "1"}
    typed |= {"latitude_deg": "22.5431", "longitude_deg": "114.0579"}

    page = taker.client.post("/calls/abcd-efgh-jkmn/typed", typed).content.decode()

    assert "gas main in the yard" in page
    assert "gate code or access" in page
    assert "4711#" not in page


def test_a_crew_notes_what_others_must_know_of_the_place_it_is_at(crew_of_e1: Town, sit: Sit) -> None:
    incident, _ = sent(crew_of_e1, **HOUSE)
    wang = sit("wang")
    given = {"what": "place_note", "incident": incident, "sort": "animal", "text": "dog on a chain", "key": "p-1"}
    for _ in range(2):
        assert wang.client.post("/crew/do", given, headers={"Accept": "application/json"}).json() == {"ok": True}
    [note] = kept()
    assert (note.source, note.address, note.latitude_deg) == ("crew", "9 Harbour Road", 22.5431)
    assert "dog on a chain" in wang.get("/crew")


def test_a_crew_is_offered_no_key_for_what_it_may_not_do(crew_of_e1: Town, sit: Sit) -> None:
    crew, desk = sit("wang").get("/"), sit("dana").get("/")
    for offered in ("<kbd>p</kbd>", "<kbd>n</kbd>", "<kbd>u</kbd>", "<kbd>Backspace</kbd>"):
        assert offered in desk
        assert offered not in crew
