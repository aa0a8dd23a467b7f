"""Examples of the acts between two nodes: the town, and another node of whose hand only the signature is here."""

from typing import Any

from tests.worlds.city import CITY, SYSTEM, Town
from tests.worlds.examples import example
from tests.worlds.examples_requests import opened
from tests.worlds.requests import ADMINISTRATOR, HANDLER, WATER

from callbox.kernel.checkpoint import Signer
from callbox.kernel.facts import Act, Id
from callbox.services.transfer.acts import NODE
from callbox.services.transfer.facts import AGREED, Transfer
from callbox.services.transfer.statements import signed

HILLS, THEIR_WATER = "coast/hills", "coast/hills/water"
THEIR_KEY = Signer("callbox/live/hills/transfers", b"hills".ljust(32, b"."))


def founded(town: Town) -> Any:
    """The department of water of the hills, if need be."""
    for path, level in ((HILLS, "city"), (THEIR_WATER, "county")):
        above, _, name = path.rpartition("/")
        given: dict[str, Any] = {"id": path, "above": above, "name": name, "level": level, "what": "department"}
        refused = town.act("organisation.found", SYSTEM, **given).refused
        assert refused is None or refused.code == "taken_name"
    return town.record("organisation", THEIR_WATER)


def introduced(town: Town) -> Id:
    """The node of the hills, which serves its department of water."""
    known: Id | None = founded(town).peer
    if known is not None and town.record("peer", known).status == "active":
        return known
    return town.done("peer.introduce", ADMINISTRATOR, **introducing())


def introducing() -> dict[str, Any]:
    told = {"organisation": "coast", "name": "Hills", "address": "https://hills.example"}
    return {**told, "vkey": THEIR_KEY.vkey, "serves": (THEIR_WATER,)}


def offered(town: Town) -> Id:
    """A request of the town, offered to the hills."""
    asked = opened(town).request
    introduced(town)
    return town.done("transfer.offer", HANDLER, request=asked, to=THEIR_WATER)


def their_side(transfer: Transfer, status: str) -> str:
    """What the hills would say of a transfer that the town offered them."""
    theirs = {**vars(transfer), "incoming": True, "status": status, "clocks": {}}
    return signed(Transfer(**theirs), THEIR_KEY)


def from_them(town: Town, **more: Any) -> dict[str, Any]:
    """An offer of theirs to the town's department of water, signed."""
    told: dict[str, Any] = {
        "id": town.node.ids.new(),
        "status": "offered",
        "organisation": THEIR_WATER,
        "to": WATER,
        "of_kind": "request",
        "of": town.node.ids.new(),
        "arbiter": "coast",
        "returns_max": 2,
        "answer_days": 1,
        "offered_at": town.clock.now(),
        **more,
    }
    transfer = Transfer(**told)
    known = {"category": "Leak", "wanted": "A spring in the road", "received_at": town.clock.now().isoformat()}
    return {
        "id": transfer.id,
        "sender": transfer.organisation,
        "to": transfer.to,
        "note": signed(transfer, THEIR_KEY),
        "known": known,
    }


@example("peer.introduce")
def _(town: Town) -> "Act[Any]":
    founded(town)
    return town.asked("peer.introduce", ADMINISTRATOR, **introducing() | {"serves": (HILLS,)})


@example("peer.describe")
def _(town: Town) -> "Act[Any]":
    peer = introduced(town)
    name = "Hills" if town.record("peer", peer).name != "Hills" else "The hills"
    return town.asked("peer.describe", ADMINISTRATOR, peer=peer, name=name, adds=(HILLS,), drops=(HILLS,))


@example("peer.hear")
def _(town: Town) -> "Act[Any]":
    peer = introduced(town)
    town.act("peer.lose", NODE, peer=peer, fault="no_connection")
    return town.asked("peer.hear", NODE, peer=peer)


@example("peer.lose")
def _(town: Town) -> "Act[Any]":
    peer = introduced(town)
    fault = "timed_out" if town.record("peer", peer).fault != "timed_out" else "no_connection"
    return town.asked("peer.lose", NODE, peer=peer, fault=fault)


@example("peer.turn_down")
def _(town: Town) -> "Act[Any]":
    offer = offered(town)
    return town.asked("peer.turn_down", NODE, peer=introduced(town), transfer=offer, code="transfer.signature")


@example("peer.part")
def _(town: Town) -> "Act[Any]":
    return town.asked("peer.part", ADMINISTRATOR, peer=introduced(town))


@example("terms.set")
def _(town: Town) -> "Act[Any]":
    return town.asked("terms.set", ADMINISTRATOR, organisation=CITY, answer_days=2, returns_max=1, arbiter="coast")


@example("transfer.take_in")
def _(town: Town) -> "Act[Any]":
    opened(town)
    introduced(town)
    return town.asked("transfer.take_in", NODE, **from_them(town))


@example("transfer.hear")
def _(town: Town) -> "Act[Any]":
    offer = offered(town)
    note = their_side(town.record("transfer", offer), AGREED)
    return town.asked("transfer.hear", NODE, transfer=offer, note=note)


@example("transfer.tell")
def _(town: Town) -> "Act[Any]":
    return town.asked("transfer.tell", NODE, transfer=offered(town), said="offered")
