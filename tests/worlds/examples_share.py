"""Examples of the acts on shares: the parks department works on a request that the water department holds."""

from datetime import timedelta
from typing import Any

from tests.worlds.city import Town
from tests.worlds.examples import MACHINE, example
from tests.worlds.examples_requests import opened
from tests.worlds.requests import GARDENER, HANDLER, PARKS

from callbox.kernel.facts import Act, Id

WORDS = "Fell the tree over the pipe"


def invited(town: Town, **more: Any) -> Id:
    """A share of a new request: the parks department is asked."""
    given: dict[str, Any] = {"to": PARKS, "asked_for": WORDS} | more
    return town.done("share.invite", HANDLER, request=opened(town).request, **given)


def taking_part(town: Town, **more: Any) -> Id:
    """A share in which the parks department takes part."""
    return town.done("share.take_part", GARDENER, share=invited(town, **more))


@example("share.invite")
def _(town: Town) -> "Act[Any]":
    given: dict[str, Any] = {"to": PARKS, "asked_for": WORDS, "until": town.clock.now() + timedelta(days=3)}
    return town.asked("share.invite", HANDLER, request=opened(town).request, **given)


@example("share.take_part")
def _(town: Town) -> "Act[Any]":
    return town.asked("share.take_part", GARDENER, share=invited(town))


@example("share.decline")
def _(town: Town) -> "Act[Any]":
    return town.asked("share.decline", GARDENER, share=invited(town), because="the tree is not ours")


@example("share.done")
def _(town: Town) -> "Act[Any]":
    return town.asked("share.done", GARDENER, share=taking_part(town), result="The tree is down")


@example("share.leave")
def _(town: Town) -> "Act[Any]":
    return town.asked("share.leave", GARDENER, share=taking_part(town), because="no crew before May")


@example("share.end")
def _(town: Town) -> "Act[Any]":
    return town.asked("share.end", HANDLER, share=taking_part(town))


@example("share.declare")
def _(town: Town) -> "Act[Any]":
    return town.asked("share.declare", HANDLER, share=taking_part(town), sees=("what", "photos"))


@example("share.overdue")
def _(town: Town) -> "Act[Any]":
    late = invited(town, until=town.clock.now() + timedelta(days=1))
    town.clock.put(town.clock.now() + timedelta(days=2))
    return town.asked("share.overdue", MACHINE, share=late, clock="part")
