"""Examples of the acts on follows."""

from dataclasses import dataclass
from typing import Any

from tests.worlds.city import CENTRE, Town, actor
from tests.worlds.examples import MACHINE, example
from tests.worlds.requests import HANDLER, WATER, category, offices

from callbox.kernel.facts import Act, Id
from callbox.kernel.rows import read_all
from callbox.services.follow.facts import TOGETHER

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


@dataclass(frozen=True)
class Followed:
    """A follow, the report it began with and the request that opened from it."""

    follow: Id
    report: Id
    request: Id


def leak(town: Town) -> Id:
    """A public category, kept by the province."""
    known = read_all("category", "name = %s ORDER BY id LIMIT 1", ["Burst pipe"])
    if known:
        return known[0].record.id
    if not read_all("organisation", "id = %s", [WATER]):
        offices(town)
    return category(town, department=WATER, name="Burst pipe", deadline_days=3, public=True)


def followed(town: Town, **more: Any) -> Followed:
    one = report(town)
    request = town.done("request.open", SENDER, report=one, category=leak(town))
    return Followed(town.done("follow.begin", SENDER, report=one, **more), one, request)


def closed(town: Town) -> Followed:
    told = followed(town)
    town.done("request.answer", HANDLER, request=told.request, answer="We mended the pipe.")
    town.done("request.close", HANDLER, request=told.request, disposition="done")
    return told


def undone(town: Town) -> Id:
    told = closed(town)
    town.done("request.not_done", actor("reporter", WATER), request=told.request)
    return town.done("undone.say", SENDER, follow=told.follow)


@example("follow.join")
def _(town: Town) -> "Act[Any]":
    return town.asked("follow.join", SENDER, report=report(town), request=followed(town).request)


@example("follow.leave")
def _(town: Town) -> "Act[Any]":
    joined = town.done("follow.join", SENDER, report=report(town), request=followed(town).request)
    mine = read_all("follow", "report = %s", [joined])
    return town.asked("follow.leave", SENDER, follow=mine[0].record.id)


@example("follow.add")
def _(town: Town) -> "Act[Any]":
    return town.asked("follow.add", SENDER, follow=followed(town).follow, said="It runs into the cellar now")


@example("undone.say")
def _(town: Town) -> "Act[Any]":
    told = closed(town)
    town.done("request.not_done", actor("reporter", WATER), request=told.request)
    return town.asked("undone.say", SENDER, follow=told.follow)


@example("undone.review")
def _(town: Town) -> "Act[Any]":
    by = actor("supervisor", CENTRE)
    return town.asked("undone.review", by, undone=undone(town), counts=True, because="the pipe still drips")


@example("verdict.give")
def _(town: Town) -> "Act[Any]":
    return town.asked("verdict.give", SENDER, follow=closed(town).follow, points=4, said="quick, and friendly")


@example("verdict.add_up")
def _(town: Town) -> "Act[Any]":
    given = tuple(
        town.done("verdict.give", SENDER, follow=closed(town).follow, points=1 + place % 5) for place in range(TOGETHER)
    )
    return town.asked("verdict.add_up", MACHINE, verdicts=given)
