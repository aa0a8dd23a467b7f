"""Examples of the acts on categories, requests and transfers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.worlds.city import CENTRE, CITY, NOON, Town, actor
from tests.worlds.examples import MACHINE, example
from tests.worlds.requests import ADMINISTRATOR, GARDENER, HANDLER, PARKS, TAKER, WATER, offices, request

from callbox.kernel.facts import Act, Id
from callbox.kernel.rows import read_all


@dataclass(frozen=True)
class Told:
    """What an example of an act on a request rests on."""

    town: Town
    leak: Id
    request: Id


def opened(town: Town) -> Told:
    """A request; the offices are opened with the first one."""
    known = read_all("category", "name = %s ORDER BY id LIMIT 1", ["Leak"])
    leak = known[0].record.id if known else offices(town).leak
    return Told(town, leak, request(town, leak))


def answered(town: Town) -> Told:
    told = opened(town)
    town.done("request.answer", HANDLER, request=told.request, answer="We mended the pipe.")
    return told


def closed(town: Town) -> Told:
    told = answered(town)
    town.done("request.close", HANDLER, request=told.request, disposition="done")
    return told


def offered(town: Town) -> Id:
    return town.done("transfer.offer", HANDLER, request=opened(town).request, to=PARKS)


def returned(town: Town, offer: Id) -> "Act[Any]":
    why = "no park there"
    return town.asked("transfer.return", GARDENER, transfer=offer, because=why, returned_under="other_duty")


@example("category.create")
def _(town: Town) -> "Act[Any]":
    opened(town)
    given: dict[str, Any] = {
        "department": WATER,
        "name": "Well",
        "questions": ("How deep?",),
        "danger_words": ("fell in",),
    }
    return town.asked("category.create", ADMINISTRATOR, organisation="coast", deadline_hours=4.0, **given)


@example("category.describe")
def _(town: Town) -> "Act[Any]":
    return town.asked("category.describe", ADMINISTRATOR, category=opened(town).leak, name_zh="管道漏水", public=True)


@example("category.retire")
def _(town: Town) -> "Act[Any]":
    opened(town)
    old = town.done("category.create", ADMINISTRATOR, organisation="coast", department=WATER, name="Pump")
    return town.asked("category.retire", ADMINISTRATOR, category=old)


@example("request.open")
def _(town: Town) -> "Act[Any]":
    leak = opened(town).leak
    report = town.done("report.receive", TAKER, channel="web", said_fact="A spring in the cellar", address="3 Hill Row")
    return town.asked("request.open", TAKER, category=leak, report=report, answers={"How deep?": "a hand"})


@example("request.take_up")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.take_up", HANDLER, request=opened(town).request)


@example("request.answer")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.answer", HANDLER, request=opened(town).request, answer="We mended the pipe.")


@example("request.hold")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.hold", HANDLER, request=opened(town).request, held_for="weather")


@example("request.resume")
def _(town: Town) -> "Act[Any]":
    one = opened(town).request
    town.done("request.hold", HANDLER, request=one, held_for="weather")
    return town.asked("request.resume", HANDLER, request=one)


@example("request.extend")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.extend", HANDLER, request=opened(town).request, days=2, because="parts are on order")


@example("request.close")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.close", HANDLER, request=answered(town).request, disposition="done")


@example("request.reopen")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.reopen", HANDLER, request=closed(town).request, because="it leaks again")


@example("request.confirm_done")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.confirm_done", TAKER, request=answered(town).request)


@example("request.not_done")
def _(town: Town) -> "Act[Any]":
    return town.asked("request.not_done", TAKER, request=closed(town).request)


@example("request.put_under")
def _(town: Town) -> "Act[Any]":
    told = opened(town)
    return town.asked("request.put_under", HANDLER, request=told.request, part_of=request(town, told.leak))


@example("request.take_out")
def _(town: Town) -> "Act[Any]":
    told = opened(town)
    town.done("request.put_under", HANDLER, request=told.request, part_of=request(town, told.leak))
    return town.asked("request.take_out", HANDLER, request=told.request)


@example("request.overdue")
def _(town: Town) -> "Act[Any]":
    one = opened(town).request
    town.clock.put(NOON + timedelta(days=20))
    return town.asked("request.overdue", MACHINE, request=one, clock="deadline")


@example("transfer.offer")
def _(town: Town) -> "Act[Any]":
    return town.asked("transfer.offer", HANDLER, request=opened(town).request, to=PARKS)


@example("transfer.accept")
def _(town: Town) -> "Act[Any]":
    return town.asked("transfer.accept", GARDENER, transfer=offered(town))


@example("transfer.return")
def _(town: Town) -> "Act[Any]":
    return returned(town, offered(town))


@example("transfer.withdraw")
def _(town: Town) -> "Act[Any]":
    return town.asked("transfer.withdraw", HANDLER, transfer=offered(town))


@example("transfer.decide")
def _(town: Town) -> "Act[Any]":
    one = opened(town).request
    for _ in range(3):
        offer = town.done("transfer.offer", HANDLER, request=one, to=PARKS)
        town.done("transfer.return", GARDENER, transfer=offer, returned_under="other_duty", because="no park there")
    leader = actor("leader", CITY)
    return town.asked("transfer.decide", leader, transfer=offer, decided_for=PARKS, because="the fountain is theirs")


@example("transfer.overdue")
def _(town: Town) -> "Act[Any]":
    offer = offered(town)
    town.clock.put(NOON + timedelta(days=20))
    return town.asked("transfer.overdue", MACHINE, transfer=offer, clock="answer_days")


@example("transfer.hand_back")
def _(town: Town) -> "Act[Any]":
    one = opened(town).request
    sent = town.done("transfer.offer", HANDLER, request=one, to=CENTRE, danger_to_life=True)
    return town.asked("transfer.hand_back", TAKER, transfer=sent)
