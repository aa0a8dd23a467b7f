"""Examples of the acts on closures."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.examples import MACHINE, example

from callbox.kernel.facts import Act, Id

DISPATCHER = actor("dispatcher")


def declared(town: Town, **more: Any) -> Id:
    street: dict[str, Any] = {"street": "Harbour Road", "reason_code": "flood"}
    return town.done("closure.declare", DISPATCHER, organisation=CENTRE, **(street | more))


@example("closure.declare")
def declare(town: Town) -> Act:
    outline = (103.8, 1.2, 103.9, 1.2, 103.9, 1.3)
    return town.asked("closure.declare", DISPATCHER, organisation=CENTRE, outline_deg=outline, speed_factor=0.3)


@example("closure.change")
def change(town: Town) -> Act:
    until = town.clock.now() + timedelta(hours=2)
    return town.asked("closure.change", DISPATCHER, closure=declared(town), ends_at=until)


@example("closure.lift")
def lift(town: Town) -> Act:
    return town.asked("closure.lift", DISPATCHER, closure=declared(town))


@example("closure.run_out")
def run_out(town: Town) -> Act:
    until = town.clock.now() + timedelta(minutes=10)
    over = declared(town, ends_at=until)
    town.clock.put(until)
    return town.asked("closure.run_out", MACHINE, closure=over, clock="end")
