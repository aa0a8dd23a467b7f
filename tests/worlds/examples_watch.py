"""Examples of the acts on who watches an incident."""

from typing import Any

from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.examples import ADMINISTRATOR, MACHINE, example, person, post

from callbox.kernel.facts import Act, Id

DISPATCHER = actor("dispatcher")


def held_post(town: Town) -> Id:
    """A dispatcher's post with somebody in it."""
    made = post(town)
    town.done("post.appoint", ADMINISTRATOR, post=made, person=person(town))
    return made


def watched(town: Town) -> Id:
    return town.done("incident.watch", DISPATCHER, incident=town.incident())


@example("incident.watch")
def _watch(town: Town) -> "Act[Any]":
    return town.asked("incident.watch", DISPATCHER, incident=town.incident())


@example("incident.hand_watch")
def _hand(town: Town) -> "Act[Any]":
    return town.asked("incident.hand_watch", DISPATCHER, incident=watched(town), to=held_post(town))


@example("incident.stand_in")
def _stand_in(town: Town) -> "Act[Any]":
    return town.asked("incident.stand_in", MACHINE, incident=watched(town), gone="post-dispatcher", to=held_post(town))


def district(town: Town) -> Id:
    """An organisation below the dispatcher's that nobody watches."""
    path = f"{CENTRE}/{town.node.ids.new()}"
    return town.done("organisation.found", ADMINISTRATOR, id=path, above=CENTRE, name="Pier", level="station")


def watched_area(town: Town) -> Id:
    return town.done("incident.watch_area", DISPATCHER, area=district(town))


@example("incident.watch_area")
def _watch_area(town: Town) -> "Act[Any]":
    return town.asked("incident.watch_area", DISPATCHER, area=district(town))


@example("incident.leave_area")
def _leave_area(town: Town) -> "Act[Any]":
    return town.asked("incident.leave_area", DISPATCHER, area=watched_area(town))


@example("incident.stand_in_area")
def _stand_in_area(town: Town) -> "Act[Any]":
    area = watched_area(town)
    return town.asked("incident.stand_in_area", MACHINE, area=area, gone="post-dispatcher", to=held_post(town))
