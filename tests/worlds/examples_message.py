"""Examples of the acts on messages and channels."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import CENTRE, CITY, EAST, Town, actor
from tests.worlds.examples import ADMINISTRATOR, MACHINE, example, unit

from callbox.kernel.facts import Act, Id

DISPATCHER = actor("dispatcher", CITY)
CENTRE_SUPERVISOR = actor("supervisor", CITY)


def assigned(town: Town) -> tuple[Id, Id, Id]:
    """An incident, a unit of its own, and the assignment of one to the other."""
    incident, its = town.incident(), unit(town)
    return incident, its, town.done("incident.assign", DISPATCHER, incident=incident, unit=its)


def sent(town: Town) -> Id:
    incident, _, _ = assigned(town)
    return town.done("message.send", DISPATCHER, incident=incident, text="use the back gate")


def paged(town: Town) -> tuple[Id, Id]:
    """A page, and the unit that it is for."""
    _, its, assignment = assigned(town)
    return town.done("message.page", MACHINE, assignment=assignment), its


def proposed(town: Town) -> Id:
    return town.done("message.broadcast", DISPATCHER, **_broadcast(town))


def _broadcast(town: Town) -> dict[str, Any]:
    return {"organisations": (EAST,), "expires_at": town.clock.now() + timedelta(hours=1), "text": "storm until ten"}


def channel(town: Town, **more: Any) -> Id:
    given: dict[str, Any] = {"organisation": CENTRE, "name": "Desk", "carrier": "mail", "address": "desk@example.org"}
    return town.done("channel.declare", ADMINISTRATOR, **given | more)


@example("message.send")
def _send(town: Town) -> "Act[Any]":
    incident, _, _ = assigned(town)
    return town.asked("message.send", DISPATCHER, incident=incident, text="use the back gate")


@example("message.broadcast")
def _say_to_many(town: Town) -> "Act[Any]":
    return town.asked("message.broadcast", DISPATCHER, **_broadcast(town))


@example("message.approve")
def _approve(town: Town) -> "Act[Any]":
    return town.asked("message.approve", CENTRE_SUPERVISOR, message=proposed(town))


@example("message.page")
def _page(town: Town) -> "Act[Any]":
    return town.asked("message.page", MACHINE, assignment=assigned(town)[2])


@example("message.deliver")
def _deliver(town: Town) -> "Act[Any]":
    message, its = paged(town)
    return town.asked("message.deliver", MACHINE, message=message, to=f"unit {its}", carrier="mail")


@example("message.see")
def _see(town: Town) -> "Act[Any]":
    message, its = paged(town)
    return town.asked("message.see", actor("crew", f"{EAST}/station-1", unit=its), message=message)


@example("message.withdraw")
def _withdraw(town: Town) -> "Act[Any]":
    return town.asked("message.withdraw", DISPATCHER, message=proposed(town), because="the storm passed")


@example("message.overtake")
def _overtake(town: Town) -> "Act[Any]":
    message, _ = paged(town)
    town.done("assignment.en_route", DISPATCHER, assignment=town.record("message", message).assignment)
    return town.asked("message.overtake", MACHINE, message=message)


@example("message.escalate")
def _escalate(town: Town) -> "Act[Any]":
    message, _ = paged(town)
    town.clock.put(town.clock.now() + timedelta(minutes=1))
    return town.asked("message.escalate", MACHINE, message=message, clock="seen")


@example("message.expire")
def _expire(town: Town) -> "Act[Any]":
    message = proposed(town)
    town.clock.put(town.clock.now() + timedelta(hours=2))
    return town.asked("message.expire", MACHINE, message=message, clock="expiry")


@example("channel.declare")
def _declare(town: Town) -> "Act[Any]":
    given: dict[str, Any] = {"organisation": CENTRE, "name": "Gateway", "carrier": "webhook"}
    given |= {"address": "https://sms.example.org/send", "secret": "sixteen letters or more"}
    return town.asked("channel.declare", ADMINISTRATOR, **given)


@example("channel.end")
def _end(town: Town) -> "Act[Any]":
    return town.asked("channel.end", ADMINISTRATOR, channel=channel(town))


@example("channel.fail")
def _fail(town: Town) -> "Act[Any]":
    return town.asked("channel.fail", MACHINE, channel=channel(town), fault="no_connection")


@example("channel.recover")
def _recover(town: Town) -> "Act[Any]":
    one = channel(town)
    town.done("channel.fail", MACHINE, channel=one, fault="no_connection")
    return town.asked("channel.recover", MACHINE, channel=one)


@example("message.page_officer")
def _page_officer(town: Town) -> "Act[Any]":
    alarm = town.done("alarm.raise", actor("call_taker", CITY))
    return town.asked("message.page_officer", MACHINE, cause="panic", alarm=alarm)


@example("message.acknowledge")
def _acknowledge(town: Town) -> "Act[Any]":
    message, its = paged(town)
    return town.asked("message.acknowledge", MACHINE, message=message, to=f"unit {its}")


@example("channel.arrange")
def _arrange(town: Town) -> "Act[Any]":
    return town.asked("channel.arrange", ADMINISTRATOR, channel=channel(town), after_s=60.0)


@example("channel.try_out")
def _try_out(town: Town) -> "Act[Any]":
    return town.asked("channel.try_out", ADMINISTRATOR, channel=channel(town))


@example("channel.confirm")
def _confirm(town: Town) -> "Act[Any]":
    return town.asked("channel.confirm", MACHINE, channel=channel(town))
