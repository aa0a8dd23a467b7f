"""The administrator knows with whom this node works: other nodes, other cities' servers, and on what terms."""

from collections.abc import Callable

from tests.worlds.city import CITY, Town
from tests.worlds.console import Desk
from tests.worlds.examples_nodes import THEIR_KEY, THEIR_WATER, founded
from tests.worlds.requests import WATER, offices

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
    assert "to: … is served by another node" in page
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
