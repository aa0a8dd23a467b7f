"""Examples of the acts on reports, incidents and assignments."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import NOON, Town, actor
from tests.worlds.examples import MACHINE, TAKER, example, report, unit

from callbox.kernel.facts import Act, Id
from callbox.services.unit.facts import STEPS

DISPATCHER = actor("dispatcher")
SECOND = actor("supervisor")


def assigned(town: Town, incident: Id, sent: Id | None = None) -> Id:
    """An assignment to this incident, of this unit or of one that is on nothing."""
    return town.done("incident.assign", DISPATCHER, incident=incident, unit=sent or unit(town))


def closed(town: Town) -> Id:
    return town.done("incident.close", DISPATCHER, incident=town.incident(), disposition="done")


@example("report.receive")
def receive(town: Town) -> Act:
    told: dict[str, Any] = {"caller_name": "Wang Li", "said_hearsay": "somebody is inside", "answers": {"hurt": True}}
    return town.asked("report.receive", TAKER, channel="call", address="12 Harbour Road", **told)


@example("report.amend")
def amend(town: Town) -> Act:
    return town.asked("report.amend", TAKER, report=report(town), address="14 Harbour Road", latitude_deg=30.01)


@example("report.join")
def join(town: Town) -> Act:
    return town.asked("report.join", TAKER, report=report(town), incident=town.incident())


@example("report.separate")
def separate(town: Town) -> Act:
    joined = town.done("report.join", TAKER, report=report(town), incident=town.incident())
    return town.asked("report.separate", TAKER, report=joined, because="another fire")


@example("report.flag")
def flag(town: Town) -> Act:
    return town.asked("report.flag", MACHINE, report=report(town), flags=("place_unknown",))


@example("report.close")
def close_report(town: Town) -> Act:
    return town.asked("report.close", TAKER, report=report(town), closed_as="answered")


@example("report.overdue")
def report_overdue(town: Town) -> Act:
    waiting = report(town)
    town.clock.put(town.clock.now() + timedelta(minutes=6))
    return town.asked("report.overdue", MACHINE, report=waiting, clock="looked_at")


@example("incident.open")
def open_incident(town: Town) -> Act:
    told: dict[str, Any] = {"category": "fire", "priority": "emergency", "summary": "smoke from a roof"}
    return town.asked("incident.open", DISPATCHER, report=report(town), **told)


@example("incident.reprioritise")
def reprioritise(town: Town) -> Act:
    return town.asked("incident.reprioritise", TAKER, incident=town.incident(), priority="life_threat")


@example("incident.close")
def close(town: Town) -> Act:
    return town.asked("incident.close", DISPATCHER, incident=town.incident(), disposition="done")


@example("incident.confirm")
def confirm(town: Town) -> Act:
    proposed = town.done("incident.close", DISPATCHER, incident=town.incident(), disposition="false")
    return town.asked("incident.confirm", SECOND, incident=proposed, agrees=True)


@example("incident.reopen")
def reopen(town: Town) -> Act:
    return town.asked("incident.reopen", DISPATCHER, incident=closed(town), because="it burns again")


@example("incident.merge")
def merge(town: Town) -> Act:
    return town.asked("incident.merge", DISPATCHER, incident=town.incident(), into=town.incident())


@example("incident.overdue")
def incident_overdue(town: Town) -> Act:
    waiting = town.incident("life_threat")
    town.clock.put(town.clock.now() + timedelta(minutes=2))
    return town.asked("incident.overdue", MACHINE, incident=waiting, clock="dispatch")


@example("incident.assign")
def assign(town: Town) -> Act:
    return town.asked("incident.assign", DISPATCHER, incident=town.incident(), unit=unit(town))


@example("incident.divert")
def divert(town: Town) -> Act:
    sent = unit(town)
    assigned(town, town.incident(), sent)
    return town.asked("incident.divert", DISPATCHER, incident=town.incident("life_threat"), unit=sent)


def _step(town: Town, name: str) -> Act:
    return town.asked(f"assignment.{name}", DISPATCHER, assignment=assigned(town, town.incident()))


for step in STEPS[1:]:
    example(f"assignment.{step}")(lambda town, step=step: _step(town, step))  # type: ignore[misc]


@example("assignment.available")
def available(town: Town) -> Act:
    """A unit with another incident in its queue: it goes on to that."""
    sent = unit(town)
    active = assigned(town, town.incident(), sent)
    assigned(town, town.incident(), sent)
    return town.asked("assignment.available", DISPATCHER, assignment=active)


@example("assignment.stood_down")
def stood_down(town: Town) -> Act:
    return town.asked("assignment.stood_down", DISPATCHER, assignment=assigned(town, town.incident()))


@example("assignment.undo")
def undo(town: Town) -> Act:
    told = town.done("assignment.dispatched", DISPATCHER, assignment=assigned(town, town.incident()))
    return town.asked("assignment.undo", DISPATCHER, assignment=told, step="dispatched")


@example("assignment.correct")
def correct(town: Town) -> Act:
    sent = assigned(town, town.incident())
    told = town.done("assignment.dispatched", DISPATCHER, assignment=sent)
    return town.asked(
        "assignment.correct",
        DISPATCHER,
        assignment=told,
        step="dispatched",
        to=max(NOON, town.clock.now()),
        because="the clock on the wall was slow",
    )
