"""Examples of the acts on alarms and checks."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import CITY, EAST, Town, actor
from tests.worlds.examples import MACHINE, example
from tests.worlds.examples_message import assigned

from callbox.kernel.facts import Act, Id

DISPATCHER = actor("dispatcher", CITY)


def sounding(town: Town) -> Id:
    return town.done("alarm.raise", actor("call_taker", CITY))


def running(town: Town) -> tuple[Id, Id]:
    """A check that runs, and the assignment it is on."""
    _, _, assignment = assigned(town)
    town.done("assignment.on_scene", DISPATCHER, assignment=assignment)
    return town.done("check.begin", MACHINE, assignment=assignment), assignment


def asked(town: Town) -> Id:
    check, _ = running(town)
    town.clock.put(town.clock.now() + timedelta(minutes=31))
    town.done("check.ask", MACHINE, check=check, clock="ask")
    return check


@example("alarm.raise")
def _raise(town: Town) -> "Act[Any]":
    _, unit, _ = assigned(town)
    return town.asked("alarm.raise", actor("crew", f"{EAST}/station-1", unit=unit), unit=unit, latitude_deg=22.5)


@example("alarm.answer")
def _answer(town: Town) -> "Act[Any]":
    return town.asked("alarm.answer", DISPATCHER, alarm=sounding(town))


@example("alarm.end")
def _end(town: Town) -> "Act[Any]":
    return town.asked("alarm.end", DISPATCHER, alarm=sounding(town), outcome="mistake")


@example("alarm.escalate")
def _escalate(town: Town) -> "Act[Any]":
    alarm = sounding(town)
    town.clock.put(town.clock.now() + timedelta(minutes=1))
    return town.asked("alarm.escalate", MACHINE, alarm=alarm, clock="in_hand")


@example("check.begin")
def _begin(town: Town) -> "Act[Any]":
    _, _, assignment = assigned(town)
    town.done("assignment.on_scene", DISPATCHER, assignment=assignment)
    return town.asked("check.begin", MACHINE, assignment=assignment)


@example("check.safe")
def _safe(town: Town) -> "Act[Any]":
    return town.asked("check.safe", DISPATCHER, check=asked(town))


@example("check.ask")
def _ask(town: Town) -> "Act[Any]":
    check, _ = running(town)
    town.clock.put(town.clock.now() + timedelta(minutes=31))
    return town.asked("check.ask", MACHINE, check=check, clock="ask")


@example("check.alarm")
def _alarm(town: Town) -> "Act[Any]":
    check = asked(town)
    town.clock.put(town.clock.now() + timedelta(minutes=2))
    return town.asked("check.alarm", MACHINE, check=check, clock="crew_answer")


@example("check.end")
def _over(town: Town) -> "Act[Any]":
    check, assignment = running(town)
    town.done("assignment.available", DISPATCHER, assignment=assignment)
    return town.asked("check.end", MACHINE, check=check)
