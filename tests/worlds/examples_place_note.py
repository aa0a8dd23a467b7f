"""Examples of the acts on place notes."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import CENTRE, CITY, Town, actor
from tests.worlds.examples import MACHINE, example

from callbox.kernel.facts import Act, Id

DISPATCHER = actor("dispatcher", CITY)
HOUSE: dict[str, Any] = {"latitude_deg": 22.5431, "longitude_deg": 114.0579, "address": "9 Harbour Road"}


def noted(town: Town, **more: Any) -> Id:
    return town.done("place_note.set", DISPATCHER, **given(town, **more))


def given(town: Town, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"organisation": CENTRE, "sort": "gas", "source": "inspection", **HOUSE}
    told |= {"text": "gas main in the yard", "expires_at": town.clock.now() + timedelta(days=30)}
    return told | more


def expired(town: Town) -> Id:
    note = noted(town)
    town.clock.put(town.clock.now() + timedelta(days=30))
    town.done("place_note.run_out", MACHINE, place_note=note, clock="expiry")
    return note


@example("place_note.set")
def set_note(town: Town) -> Act:
    return town.asked(
        "place_note.set", actor("crew"), **given(town, sort="animal", source="crew", text="dog in the yard")
    )


@example("place_note.confirm")
def confirm(town: Town) -> Act:
    until = town.clock.now() + timedelta(days=90)
    return town.asked("place_note.confirm", DISPATCHER, place_note=noted(town), source="crew", expires_at=until)


@example("place_note.replace")
def replace(town: Town) -> Act:
    told: dict[str, Any] = {"sort": "chemicals", "source": "inspection", "text": "chlorine store"}
    until = town.clock.now() + timedelta(days=90)
    return town.asked("place_note.replace", DISPATCHER, place_note=noted(town), expires_at=until, **told)


@example("place_note.withdraw")
def withdraw(town: Town) -> Act:
    return town.asked("place_note.withdraw", DISPATCHER, place_note=noted(town), because="the main was moved")


@example("place_note.run_out")
def run_out(town: Town) -> Act:
    note = noted(town)
    town.clock.put(town.clock.now() + timedelta(days=30))
    return town.asked("place_note.run_out", MACHINE, place_note=note, clock="expiry")


@example("place_note.lapse")
def lapse(town: Town) -> Act:
    note = expired(town)
    town.clock.put(town.clock.now() + timedelta(days=90))
    return town.asked("place_note.lapse", MACHINE, place_note=note, clock="lapse")
