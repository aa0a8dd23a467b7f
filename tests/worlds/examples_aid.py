"""Examples of the acts on mutual aid."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import EAST, WEST, Town, actor
from tests.worlds.examples import ADMINISTRATOR, MACHINE, example

from callbox.kernel.facts import Act, Id

ASKER = actor("dispatcher")
NEIGHBOUR = actor("dispatcher", EAST)


def asked(town: Town) -> Id:
    given = {"incident": town.incident(), "to": EAST, "unit_kind": "engine", "words": "By the north gate"}
    return town.done("aid.ask", ASKER, **given)


def lent(town: Town) -> Id:
    unit = town.done("unit.commission", ADMINISTRATOR, organisation=EAST, call_sign=town.node.ids.new())
    return town.done("aid.accept", NEIGHBOUR, aid=asked(town), units=(unit,))


@example("aid.ask")
def _ask(town: Town) -> "Act[Any]":
    return town.asked("aid.ask", ASKER, incident=town.incident(), to=WEST, words="By the north gate")


@example("aid.accept")
def _accept(town: Town) -> "Act[Any]":
    return town.asked("aid.accept", NEIGHBOUR, aid=asked(town), units=(town.units["E1"],))


@example("aid.decline")
def _decline(town: Town) -> "Act[Any]":
    return town.asked("aid.decline", NEIGHBOUR, aid=asked(town), declined_for="none_free", because="all are out")


@example("aid.withdraw")
def _withdraw(town: Town) -> "Act[Any]":
    return town.asked("aid.withdraw", ASKER, aid=asked(town))


@example("aid.end")
def _end(town: Town) -> "Act[Any]":
    return town.asked("aid.end", NEIGHBOUR, aid=lent(town))


@example("aid.overdue")
def _overdue(town: Town) -> "Act[Any]":
    aid = asked(town)
    town.clock.put(town.clock.now() + timedelta(minutes=3))
    return town.asked("aid.overdue", MACHINE, aid=aid, clock="aid_answer")
