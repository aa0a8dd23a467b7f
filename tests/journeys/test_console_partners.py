"""The administrator knows with whom this node works: other nodes, other cities' servers, and on what terms."""

from collections.abc import Callable

from tests.worlds.city import CITY, Town
from tests.worlds.console import Desk
from tests.worlds.examples import MACHINE
from tests.worlds.examples_nodes import THEIR_KEY, THEIR_WATER, founded
from tests.worlds.requests import WATER, offices, request

from callbox.kernel.rows import read_all
from callbox.services.transfer.acts import NODE

Sit = Callable[[str], Desk]


def test_an_administrator_introduces_a_node_sees_what_it_does_not_take_and_sets_terms(people: Town, sit: Sit) -> None:
    offices(people)
    founded(people)
    ada = sit("ada")
    first = ada.get("/nodes")
    assert "No other node is known here" in first
    assert "/transfers+" in first  # our own key, to be copied

    hills = {"name": "Hills", "address": "https://hills.example", "vkey": THEIR_KEY.vkey, "serves": [THEIR_WATER]}
    assert ada.client.post("/nodes", {**hills, "vkey": "nonsense"}).status_code == 422
    assert ada.client.post("/nodes", hills).status_code == 302
    peer = people.record("organisation", THEIR_WATER).peer
    people.done("peer.turn_down", NODE, peer=peer, transfer="t-1", code="transfer.not_here")
    people.done("peer.lose", NODE, peer=peer, fault="timed_out")
    page = ada.get("/nodes")
    assert "… is served by another node" in page
    assert "no answer in time" in page
    people.done("peer.hear", NODE, peer=peer, took=("t-1",))
    assert "is served by another node" not in ada.get("/nodes")

    moved = {**hills, "address": "https://new.example", "serves": ["coast/hills"], "what": "change"}
    assert ada.client.post(f"/nodes/{peer}/do", moved).status_code == 302
    assert people.record("organisation", THEIR_WATER).peer is None
    assert people.record("organisation", "coast/hills").peer == peer
    assert ada.client.post(f"/nodes/{peer}/do", {"what": "part"}).status_code == 302
    assert "parted" in ada.get("/nodes")
    assert sit("sam").client.get("/nodes").status_code == 404

    wanted = {"organisation": WATER, "length": "2", "unit": "hours", "returns_max": "1", "arbiter": CITY}
    assert ada.client.post("/transfers/terms", {**wanted, "length": "soon"}).status_code == 422
    assert ada.client.post("/transfers/terms", wanted).status_code == 302
    terms = people.record("terms", people.record("organisation", WATER).terms)
    assert (terms.answer_s, terms.answer_days, terms.returns_max, terms.arbiter) == (7200.0, None, 1, CITY)
    assert "2 hours" in sit("lea").get("/transfers/terms")


def test_a_case_is_sent_on_to_a_neighbouring_city_from_its_page_and_what_became_of_it_is_seen(
    people: Town, sit: Sit
) -> None:
    leak = offices(people).leak
    asked = request(people, leak)
    ada, sam = sit("ada"), sit("sam")
    river = {"name": "River City", "address": "https://river.example/v2", "api_key": "k-1"}
    assert ada.client.post("/neighbours", river).status_code == 302
    [known] = read_all("neighbour", "TRUE", [])
    mapped = {**river, "what": "change", "category": [leak, ""], "code": ["12", ""], "api_key": ""}
    assert ada.client.post(f"/neighbours/{known.record.id}/do", mapped).status_code == 302
    assert people.record("neighbour", known.record.id).codes == {leak: "12"}

    assert (
        f"/neighbours/forward?case={asked}"
        in sam.client.post(f"/cases/{asked}", {"common": "handling"}).content.decode()
    )
    told = {"case": asked, "neighbour": known.record.id, "words": "Water from your side", "because": "it is theirs"}
    assert sam.client.post("/neighbours/forward", told).status_code == 422  # nobody said where
    assert sam.client.post("/neighbours/forward", told | {"address": "at the bridge"}).status_code == 302
    [sent] = read_all("forward", "TRUE", [])
    one = sent.record.id
    assert people.record("forward", one).service_code == "12"
    people.done("forward.try", MACHINE, forward=one)
    people.done("forward.fail", MACHINE, forward=one, fault="timed_out", became="unsure")
    assert "not known to have arrived" in sam.get("/neighbours")
    arrived = {"what": "arrived", "number": "638344"}
    assert sam.client.post(f"/neighbours/sent/{one}/do", arrived).status_code == 302
    page = sam.get("/neighbours")
    assert "638344" in page
    assert "Water from your side" not in page
    assert "638344" not in ada.get("/neighbours")
    assert ada.client.post(f"/neighbours/{known.record.id}/do", {"what": "end"}).status_code == 302
