"""The handover of a shift: what is open, what has to be known, and two signatures."""

from collections.abc import Callable
from datetime import timedelta

from tests.worlds.city import EAST, NOON, Town, actor
from tests.worlds.console import Desk

from callbox.kernel.due import fire
from callbox.kernel.facts import Id
from callbox.kernel.rows import read_all
from callbox.services.handover.facts import Handover
from callbox.services.organisation.facts import Organisation

Sit = Callable[[str], Desk]
WORDS = "The bridge floods at high tide"


def offered(people: Town, desk: Desk) -> Id:
    """Somebody signs; the handover."""
    response = desk.client.post("/handover", {"words": WORDS, "key": "k1"})
    assert response.status_code == 302, response.content.decode()
    page = desk.get("/handover")
    return page.partition('id="handover-')[2].partition('"')[0]


def holder(people: Town, person: Id | None) -> Id:
    """The post that somebody holds."""
    [found] = read_all("post", "person = %s", [person])
    return found.record.id


def test_a_shift_is_handed_over_with_what_is_open_and_two_signatures(people: Town, sit: Sit) -> None:
    old, ended = people.incident(), people.incident("routine")
    dana, diao = sit("dana"), sit("diao")
    dana.client.post("/areas/do", {"what": "watch", "area": EAST})
    one = offered(people, dana)
    fresh = people.incident("life_threat")
    people.done("incident.close", actor("dispatcher"), incident=ended, disposition="done")

    page = diao.get("/handover")
    assert all(incident in page for incident in (old, ended, fresh))
    assert (page.count("仍未结"), page.count("新增"), page.count("已结")) == (1, 1, 1)
    assert f'name="areas" value="{EAST}" checked' in page
    assert WORDS not in page, "words are opened, and the look recorded"
    assert WORDS in diao.client.post(f"/handover/{one}/read").content.decode()

    assert diao.client.post(f"/handover/{one}/answer", {"what": "take", "key": "k2", "areas": EAST}).status_code == 302
    record = people.record("handover", one)
    assert isinstance(record, Handover)
    assert (record.status, set(record.incidents)) == ("taken", {old, ended})
    assert record.person != record.taken_by
    east = people.record("organisation", EAST)
    assert isinstance(east, Organisation)
    assert (record.areas, east.watcher) == ((EAST,), holder(people, record.taken_by))


def test_nobody_signs_for_both(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    one = offered(people, dana)
    assert "Sign and take over" not in dana.get("/handover")
    response = dana.client.post(f"/handover/{one}/answer", {"what": "take"})
    assert response.status_code == 422
    assert "let whoever comes on sign" in response.content.decode()
    assert dana.client.post(f"/handover/{one}/answer", {"what": "withdraw"}).status_code == 302
    assert people.record("handover", one).status == "withdrawn"


def test_a_handover_that_nobody_takes_goes_to_the_next_above(people: Town, sit: Sit) -> None:
    one = offered(people, sit("dana"))
    people.clock.put(NOON + timedelta(minutes=16))
    assert fire(people.clock.now()) >= 1
    record = people.record("handover", one)
    assert (record.status, record.escalations) == ("offered", 1)


def test_who_does_not_work_at_a_console_finds_no_handover(people: Town, sit: Sit) -> None:
    assert 'href="/handover"' in sit("dana").get("/")
    assert sit("ada").client.get("/handover").status_code == 404
