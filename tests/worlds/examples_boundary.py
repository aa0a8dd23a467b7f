"""Examples of the acts on boundaries."""

from typing import Any

from tests.worlds.city import CITY, Town
from tests.worlds.examples import example
from tests.worlds.requests import ADMINISTRATOR

from callbox.kernel.facts import Act, Id


def square(west: float, south: float, *, side_deg: float = 0.1) -> dict[str, Any]:
    """A square as GeoJSON, from its south-western corner."""
    east, north = west + side_deg, south + side_deg
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def drawn(town: Town, **more: Any) -> Id:
    given: dict[str, Any] = {"organisation": CITY, "name": "Harbour", "rings": square(103.8, 1.2)}
    return town.done("boundary.draw", ADMINISTRATOR, **(given | more))


@example("boundary.draw")
def draw(town: Town) -> Act:
    return town.asked("boundary.draw", ADMINISTRATOR, organisation=CITY, name="East", rings=square(103.9, 1.2))


@example("boundary.redraw")
def redraw(town: Town) -> Act:
    return town.asked("boundary.redraw", ADMINISTRATOR, boundary=drawn(town), rings=square(103.8, 1.1), name_zh="港区")


@example("boundary.retire")
def retire(town: Town) -> Act:
    return town.asked("boundary.retire", ADMINISTRATOR, boundary=drawn(town))
