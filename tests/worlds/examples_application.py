"""Examples of the acts on applications: a permit to fell a tree, and the papers it needs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.worlds.city import CITY, Town, actor
from tests.worlds.examples import example
from tests.worlds.requests import GARDENER, HANDLER, PARKS, TAKER, WATER, category, offices

from callbox.kernel.facts import Act, Id
from callbox.kernel.rows import read_all

WORD = "k7qm-3xw9"
DEED = "deed | Proof that the garden is yours | 花园权属证明 | required | 3650"
PLAN = "plan | Where the tree stands | 树木位置图 | optional"
PAPERS = (DEED, PLAN)
VOICE = actor("reporter", PARKS)
WATER_VOICE = actor("reporter", WATER)


def felling(town: Town, *, department: str = PARKS, name: str = "Tree felling permit") -> Id:
    """A category that decides, kept by the province."""
    known = read_all("category", "name = %s ORDER BY id LIMIT 1", [name])
    if known:
        return known[0].record.id
    if not read_all("organisation", "id = %s", [PARKS]):
        offices(town)
    told: dict[str, Any] = {"name": name, "name_zh": "砍伐树木许可", "papers": PAPERS, "decides": True}
    return category(town, department=department, deadline_days=10, objection_days=60, **told)


def applied(town: Town) -> Id:
    """An application at the parks department."""
    return town.done("request.open", TAKER, category=felling(town), wanted="May I fell the ash by my wall?")


def connecting(town: Town) -> Id:
    """An application at the water office, which asks for the same deed."""
    kind = felling(town, department=WATER, name="Connection to the main")
    return town.done("request.open", TAKER, category=kind, wanted="A connection for the garden")


def given(town: Town, application: Id | None = None, **more: Any) -> Id:
    """A deed, typed."""
    told: dict[str, Any] = {"which": "deed", "text": "Land register 4711/2", "word": WORD} | more
    return town.done("paper.give", VOICE, application=application or applied(town), **told)


@dataclass(frozen=True)
class Used:
    """A paper given at the parks, used at the water office."""

    paper: Id
    use: Id
    first: Id
    second: Id


def used(town: Town) -> Used:
    first, second = applied(town), connecting(town)
    paper = given(town, first)
    use = town.done("paper.use", WATER_VOICE, application=second, paper=paper, which="deed", word=WORD)
    return Used(paper, use, first, second)


def offered(town: Town, application: Id | None = None) -> Id:
    told: dict[str, Any] = {"place": "At the tree, 3 Hill Row", "bring": "the plan"}
    begins_at = town.clock.now() + timedelta(days=2)
    one = application or applied(town)
    return town.done("appointment.offer", GARDENER, application=one, begins_at=begins_at, **told)


def decided(town: Town, application: Id | None = None, **more: Any) -> Id:
    told: dict[str, Any] = {
        "outcome": "not_granted",
        "reasons": "The tree is healthy and stands safe.",
        "rests_on": "Tree order, section 4",
        "remedy_to": CITY,
    }
    return town.done("decision.give", GARDENER, application=application or applied(town), **(told | more))


@example("paper.give")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {"which": "deed", "text": "Land register 4711/2", "word": WORD}
    return town.asked("paper.give", VOICE, application=applied(town), **told)


@example("paper.check")
def _(town: Town) -> "Act[Any]":
    wanting = "The year cannot be read."
    return town.asked("paper.check", GARDENER, paper=given(town), accepted=False, wanting=wanting, wait=True)


@example("paper.use")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {"paper": given(town), "which": "deed", "word": WORD}
    return town.asked("paper.use", WATER_VOICE, application=connecting(town), **told)


@example("paper.check_use")
def _(town: Town) -> "Act[Any]":
    return town.asked("paper.check_use", HANDLER, use=used(town).use, accepted=True)


@example("paper.withdraw")
def _(town: Town) -> "Act[Any]":
    return town.asked("paper.withdraw", VOICE, use=used(town).use)


@example("appointment.offer")
def _(town: Town) -> "Act[Any]":
    one, begins_at = applied(town), town.clock.now() + timedelta(days=3)
    offered(town, one)
    place = "Parks office, room 2"
    return town.asked("appointment.offer", GARDENER, application=one, begins_at=begins_at, place=place, wait=True)


@example("appointment.confirm")
def _(town: Town) -> "Act[Any]":
    return town.asked("appointment.confirm", VOICE, appointment=offered(town))


@example("appointment.move")
def _(town: Town) -> "Act[Any]":
    return town.asked("appointment.move", VOICE, appointment=offered(town), wish="any afternoon")


@example("appointment.end")
def _(town: Town) -> "Act[Any]":
    one = offered(town)
    town.clock.put(town.clock.now() + timedelta(days=2, minutes=10))
    return town.asked("appointment.end", GARDENER, appointment=one, came=False)


@example("decision.give")
def _(town: Town) -> "Act[Any]":
    one = applied(town)
    decided(town, one)
    told: dict[str, Any] = {"outcome": "granted", "reasons": "The ash is hollow.", "rests_on": "Tree order, section 4"}
    return town.asked("decision.give", GARDENER, application=one, **told)


@example("decision.object")
def _(town: Town) -> "Act[Any]":
    said = "Its roots lift my wall; nobody came to look."
    return town.asked("decision.object", VOICE, decision=decided(town), said=said, language="en")
