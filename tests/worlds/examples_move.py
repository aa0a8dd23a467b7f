"""Examples of the acts by which units are told where to wait."""

from typing import Any

from tests.worlds.city import EAST, Town, actor
from tests.worlds.examples import MACHINE, example, unit

from callbox.kernel.facts import Act

DISPATCHER = actor("dispatcher", "coast/harbour")
THERE: dict[str, Any] = {"station": EAST, "latitude_deg": 22.6, "longitude_deg": 114.2}


@example("unit.move_up")
def _move_up(town: Town) -> "Act[Any]":
    return town.asked("unit.move_up", DISPATCHER, unit=unit(town), **THERE)


@example("message.page_move")
def _page_move(town: Town) -> "Act[Any]":
    moved = town.done("unit.move_up", DISPATCHER, unit=unit(town), **THERE)
    return town.asked("message.page_move", MACHINE, unit=moved)
