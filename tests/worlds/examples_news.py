"""Examples of the acts by which whoever follows a case is told that there is news."""

from typing import Any

from tests.worlds.city import Town
from tests.worlds.examples import MACHINE, example
from tests.worlds.examples_follow import SENDER, Followed, followed
from tests.worlds.requests import HANDLER

from callbox.kernel.facts import Act, Id

MAIL: dict[str, Any] = {"contact_by": "mail", "contact_to": "lin@example.org"}


def coded(town: Town, **more: Any) -> tuple[Followed, Id]:
    """Somebody who gave an address, and what brings them the code."""
    told = followed(town, **MAIL | more)
    return told, town.done("follow.send_code", SENDER, follow=told.follow)


def tried(town: Town) -> tuple[Followed, Id]:
    told, news = coded(town)
    town.done("news.try", MACHINE, news=news, zone="UTC")
    return told, news


def proved(town: Town) -> Followed:
    """Somebody whose address is theirs."""
    told, news = tried(town)
    town.done("news.arrive", MACHINE, news=news)
    town.done("follow.prove", SENDER, follow=told.follow, right=True)
    return told


@example("follow.send_code")
def _(town: Town) -> "Act[Any]":
    return town.asked("follow.send_code", SENDER, follow=followed(town, **MAIL).follow)


@example("follow.prove")
def _(town: Town) -> "Act[Any]":
    told, _ = tried(town)
    return town.asked("follow.prove", SENDER, follow=told.follow, right=True)


@example("news.tell")
def _(town: Town) -> "Act[Any]":
    return town.asked("news.tell", MACHINE, follow=proved(town).follow, tells=("moved",))


@example("news.ask")
def _(town: Town) -> "Act[Any]":
    told = proved(town)
    town.done("request.answer", HANDLER, request=told.request, answer="We mended the pipe.")
    town.done("request.close", HANDLER, request=told.request, disposition="done")
    return town.asked("news.ask", MACHINE, follow=told.follow)


@example("news.try")
def _(town: Town) -> "Act[Any]":
    return town.asked("news.try", MACHINE, news=coded(town)[1], zone="UTC")


@example("news.arrive")
def _(town: Town) -> "Act[Any]":
    return town.asked("news.arrive", MACHINE, news=tried(town)[1])


@example("news.fail")
def _(town: Town) -> "Act[Any]":
    return town.asked("news.fail", MACHINE, news=tried(town)[1], fault="no_connection", became="waiting")
