"""Examples of the acts on neighbours and forwards."""

from typing import Any

from tests.worlds.city import Town
from tests.worlds.examples import MACHINE, example
from tests.worlds.requests import ADMINISTRATOR, HANDLER, offices, request

from callbox.kernel.facts import Act, Id
from callbox.kernel.rows import read_all

OURS = "https://river.example.org/open311/v2"


def neighbour(town: Town, **more: Any) -> Id:
    told: dict[str, Any] = {"organisation": "coast", "name": "River City", "address": OURS, "api_key": "k-1"}
    return town.done("neighbour.declare", ADMINISTRATOR, **told | more)


def asked_for(town: Town) -> Id:
    """A request that the water department holds."""
    known = read_all("category", "name = %s ORDER BY id LIMIT 1", ["Leak"])
    return request(town, known[0].record.id if known else offices(town).leak)


def forward(town: Town, **more: Any) -> Id:
    told: dict[str, Any] = {"request": asked_for(town), "neighbour": neighbour(town), "service_code": "12"}
    told |= {"words": "Water comes from your side", "latitude_deg": 43.73, "longitude_deg": 7.42}
    return town.done("forward.begin", HANDLER, because="it is theirs", **told | more)


def tried(town: Town) -> Id:
    one = forward(town)
    town.done("forward.try", MACHINE, forward=one)
    return one


@example("neighbour.declare")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {
        "name": "River City",
        "address": OURS,
        "api_key": "k-1",
        "keeps_keys": True,
        "jurisdiction": "river",
    }
    return town.asked("neighbour.declare", ADMINISTRATOR, organisation="coast", **told)


@example("neighbour.describe")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {"name": "River Town", "address": f"{OURS}/", "jurisdiction": "town", "api_key": "k-2"}
    return town.asked("neighbour.describe", ADMINISTRATOR, neighbour=neighbour(town), codes={"leak": "12"}, **told)


@example("neighbour.end")
def _(town: Town) -> "Act[Any]":
    return town.asked("neighbour.end", ADMINISTRATOR, neighbour=neighbour(town))


@example("forward.begin")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {"request": asked_for(town), "neighbour": neighbour(town), "service_code": "12"}
    where: dict[str, Any] = {"address": "at the bridge", "words": "Water comes from your side"}
    return town.asked("forward.begin", HANDLER, because="it is theirs", **told, **where)


@example("forward.try")
def _(town: Town) -> "Act[Any]":
    return town.asked("forward.try", MACHINE, forward=forward(town))


@example("forward.arrive")
def _(town: Town) -> "Act[Any]":
    return town.asked("forward.arrive", MACHINE, forward=tried(town), number="638344")


@example("forward.fail")
def _(town: Town) -> "Act[Any]":
    return town.asked("forward.fail", MACHINE, forward=tried(town), fault="timed_out", became="unsure")


@example("forward.again")
def _(town: Town) -> "Act[Any]":
    one = tried(town)
    town.done("forward.fail", MACHINE, forward=one, fault="timed_out", became="unsure")
    return town.asked("forward.again", HANDLER, forward=one, because="they do not have it")


@example("forward.hear")
def _(town: Town) -> "Act[Any]":
    one = tried(town)
    town.done("forward.arrive", MACHINE, forward=one, number="638344")
    return town.asked("forward.hear", MACHINE, forward=one, their_status="closed")
