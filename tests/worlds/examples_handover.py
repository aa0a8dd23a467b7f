"""Examples of the acts on handovers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.worlds.city import CITY, Town, actor
from tests.worlds.examples import MACHINE, example
from tests.worlds.examples_watch import district

from callbox.kernel.facts import Act, Id

OFF = actor("dispatcher")
ON = replace(OFF, person="dispatcher-2")


def offered(town: Town) -> Id:
    return town.done("handover.offer", OFF, incidents=(town.incident(),), words="The bridge floods at high tide")


@example("handover.offer")
def _offer(town: Town) -> "Act[Any]":
    return town.asked("handover.offer", OFF, incidents=(town.incident(),), words="The bridge floods at high tide")


@example("handover.take")
def _take(town: Town) -> "Act[Any]":
    off = actor("dispatcher", CITY)
    area = district(town)
    watched = town.done("handover.offer", off, incidents=(town.incident(),), areas=(area,))
    on = replace(off, person="dispatcher-2", post=f"dispatcher-{watched}")
    return town.asked("handover.take", on, handover=watched, areas=(area,))


@example("handover.withdraw")
def _withdraw(town: Town) -> "Act[Any]":
    return town.asked("handover.withdraw", OFF, handover=offered(town))


@example("handover.overdue")
def _overdue(town: Town) -> "Act[Any]":
    handover = offered(town)
    town.clock.put(town.clock.now() + timedelta(minutes=16))
    return town.asked("handover.overdue", MACHINE, handover=handover, clock="taken")
