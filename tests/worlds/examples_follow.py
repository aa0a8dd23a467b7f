"""Examples of the acts on follows."""

from typing import Any

from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.examples import example

from callbox.kernel.facts import Act, Id

SENDER = actor("reporter", CENTRE)


def report(town: Town, **more: Any) -> Id:
    """What somebody sent in from their phone."""
    return town.done("report.receive", SENDER, channel="web", said_fact="The lamp is dark", **more)


def follow(town: Town, **more: Any) -> Id:
    return town.done("follow.begin", SENDER, report=report(town), **more)


@example("follow.begin")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {"contact_by": "mail", "contact_to": "lin@example.org", "contact_hours": "09:00-17:00"}
    return town.asked("follow.begin", SENDER, report=report(town), language="zh", **told)


@example("follow.contact")
def _(town: Town) -> "Act[Any]":
    told: dict[str, Any] = {"contact_by": "call", "contact_to": "555 0142", "contact_note": "let it ring"}
    return town.asked("follow.contact", SENDER, follow=follow(town), **told)


@example("follow.end")
def _(town: Town) -> "Act[Any]":
    told = follow(town, contact_by="mail", contact_to="lin@example.org")
    return town.asked("follow.end", SENDER, follow=told)
