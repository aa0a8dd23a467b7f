"""Departments beside the town's own organisations: what requests and transfers are tried on in a real database."""

from dataclasses import dataclass
from typing import Any

from tests.worlds.city import CENTRE, CITY, OVERSIGHT, SYSTEM, Town, actor

from callbox.kernel.facts import Id

WATER, PARKS = f"{CITY}/water", f"{CITY}/parks"
TAKER = actor("call_taker", CENTRE)
HANDLER = actor("handler", WATER)
GARDENER = actor("handler", PARKS)
WATCHER = actor("handler", OVERSIGHT)
ADMINISTRATOR = actor("administrator", "coast")


@dataclass(frozen=True)
class Offices:
    """The categories of a town whose departments are open from nine to five in UTC."""

    leak: Id
    conduct: Id


def offices(town: Town) -> Offices:
    """Open the departments, with a calendar each, and two categories: a leak, and how staff behaved (protected)."""
    for path in (WATER, PARKS):
        name = path.rpartition("/")[2]
        town.done("organisation.found", SYSTEM, id=path, above=CITY, name=name, level="county", what="department")
    for path in (WATER, PARKS, OVERSIGHT):
        kept = town.done("calendar.keep", SYSTEM, organisation=path, name="office", zone="UTC", known_years=(2026,))
        town.done("organisation.describe", SYSTEM, organisation=path, calendar=kept)
    return Offices(
        leak=category(town, department=WATER, name="Leak", name_zh="漏水", deadline_days=3),
        conduct=category(town, department=OVERSIGHT, name="Conduct of staff", deadline_days=15, protects=True),
    )


def category(town: Town, **told: Any) -> Id:
    """A new category, kept by the province."""
    return town.done("category.create", ADMINISTRATOR, organisation="coast", **told)


def request(town: Town, of: Id, **more: Any) -> Id:
    """An open request that the call centre took in."""
    return town.done("request.open", TAKER, category=of, **{"wanted": "Water runs down the hill"} | more)
