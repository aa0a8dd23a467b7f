"""Examples of the acts on shifts."""

from datetime import datetime, timedelta
from typing import Any

from tests.worlds.city import EAST, Town, actor
from tests.worlds.examples import MACHINE, example, unit
from tests.worlds.pure import NOON

from callbox.kernel.facts import Act, Id

PLANNER = actor("planner", EAST)
DISPATCHER = actor("dispatcher", EAST)
EIGHT = NOON + timedelta(hours=8)


def planned(town: Town) -> Id:
    return town.done("shift.plan", PLANNER, unit=unit(town), starts_at=NOON, ends_at=EIGHT, crew=("person-1",))


def later(town: Town) -> datetime:
    """The end of a shift that is signed on to now: a walk puts the clock on before it gets here."""
    return town.clock.now() + timedelta(hours=8)


def on(town: Town) -> Id:
    return town.done("shift.sign_on", DISPATCHER, unit=unit(town), ends_at=later(town), crew=("person-1",))


@example("shift.plan")
def _plan(town: Town) -> "Act[Any]":
    return town.asked("shift.plan", PLANNER, unit=unit(town), starts_at=NOON, ends_at=EIGHT, crew=("person-1",))


@example("shift.sign_on")
def _sign_on(town: Town) -> "Act[Any]":
    return town.asked("shift.sign_on", DISPATCHER, unit=unit(town), ends_at=later(town))


@example("shift.begin")
def _begin(town: Town) -> "Act[Any]":
    return town.asked("shift.begin", DISPATCHER, shift=planned(town))


@example("shift.man")
def _man(town: Town) -> "Act[Any]":
    return town.asked("shift.man", DISPATCHER, shift=on(town), crew=("person-2",))


@example("shift.rest")
def _rest(town: Town) -> "Act[Any]":
    return town.asked("shift.rest", DISPATCHER, shift=on(town))


@example("shift.go_on")
def _go_on(town: Town) -> "Act[Any]":
    shift = on(town)
    town.done("shift.rest", DISPATCHER, shift=shift)
    return town.asked("shift.go_on", DISPATCHER, shift=shift)


@example("shift.end")
def _end(town: Town) -> "Act[Any]":
    return town.asked("shift.end", DISPATCHER, shift=on(town))


@example("shift.call_off")
def _call_off(town: Town) -> "Act[Any]":
    return town.asked("shift.call_off", PLANNER, shift=planned(town))


@example("shift.overdue")
def _overdue(town: Town) -> "Act[Any]":
    shift = on(town)
    town.clock.put(town.clock.now() + timedelta(hours=9))
    return town.asked("shift.overdue", MACHINE, shift=shift, clock="off")
