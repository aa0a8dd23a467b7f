"""Examples of the acts on notices."""

from typing import Any

from tests.worlds.city import Town
from tests.worlds.examples import MACHINE, example
from tests.worlds.requests import HANDLER, WATER, category, offices, request

from callbox.kernel.facts import Act, Id
from callbox.kernel.rows import read_all

CORNER: dict[str, Any] = {"latitude_deg": 31.23457, "longitude_deg": 121.47654}


def public_category(town: Town) -> Id:
    """A category whose requests may become known; the offices are opened with the first one."""
    known = read_all("category", "name = %s ORDER BY id LIMIT 1", ["Burst pipe"])
    if known:
        return known[0].record.id
    if not read_all("category", "name = %s ORDER BY id LIMIT 1", ["Leak"]):
        offices(town)
    return category(town, department=WATER, name="Burst pipe", name_zh="爆管", deadline_days=3, public=True)


def told_of(town: Town, **more: Any) -> Id:
    """An open request that the public may be told of."""
    return request(town, public_category(town), **{**CORNER, "address": "12 Harbour Road", "area": "east", **more})


def proposed(town: Town, **more: Any) -> Id:
    return town.done("notice.propose", MACHINE, request=told_of(town, **more))


def published(town: Town, words: str = "Water comes up through the pavement", **more: Any) -> Id:
    notice = proposed(town)
    town.done("notice.publish", HANDLER, notice=notice, words=words, **more)
    return notice


@example("notice.propose")
def _(town: Town) -> "Act[Any]":
    return town.asked("notice.propose", MACHINE, request=told_of(town))


@example("notice.publish")
def _(town: Town) -> "Act[Any]":
    words = "Water comes up through the pavement"
    return town.asked("notice.publish", HANDLER, notice=proposed(town), words=words, place="Harbour Road")


@example("notice.remove")
def _(town: Town) -> "Act[Any]":
    return town.asked("notice.remove", HANDLER, notice=published(town), because="it named a house")
