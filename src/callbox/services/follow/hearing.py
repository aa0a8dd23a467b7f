"""What happens to cases is told to those who follow them: what follows the ledger writes down that there is news.

Rules in words: only what was entered within a day is news, and only what somebody else did. Nothing is sent here: whether
and when it may leave is decided when it does (`telling`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.node import current
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, select
from callbox.services.follow.facts import SENT_BY, Follow
from callbox.services.follow.inputs import Tell, ToNews
from callbox.services.request.facts import Request

TELLER: Final = Actor(organisation="", roles=frozenset({"machine"}), via="news")
RECENT: Final = timedelta(days=1)
# What of a case is news to whoever follows it.
HAPPENED: Final[Mapping[str, str]] = {
    "request.opened": "taken_on",
    "request.taken_up": "taken_on",
    "request.passed_on": "moved",
    "request.left": "moved",
    "request.came_back": "moved",
    "request.held": "asked_of_them",
    "request.answered": "answered",
    "request.found_undone": "reopened",
    "request.reopened": "reopened",
    "request.closed": "closed",
    "report.joined": "taken_on",
    "report.closed": "closed",
}
OF_THEM: Final = "asker"


def hear(told: Sequence[Told]) -> None:
    """What an outbox consumer does with the next entries. Doing it twice does nothing twice."""
    now = current().world.clock.now()
    acts = [act for one in told if now - one.entry.recorded_at < RECENT for act in _acts(one, now)]
    if acts:
        gate.perform(acts)


def news_in(told: Told) -> str:
    """What an entry is news of; empty where it is of nothing.

    A case that waits is news where it waits for them; what they did themselves on their own page is none.
    """
    entry = told.entry
    if entry.event == "request.held" and entry.sets.get("held_for") != OF_THEM:
        return ""
    if entry.by.get("via") == "portal":
        return ""
    return HAPPENED.get(entry.event, "")


def _acts(told: Told, now: datetime) -> Iterator[Act[Any]]:
    what = news_in(told)
    if not what:
        return
    for follow in _following(told):
        inputs = Tell(id=current().ids.new(), follow=follow.id, tells=(what,))
        yield Act(name="news.tell", by=TELLER, at=now, inputs=inputs, key=f"news-{told.position}-{follow.id}")
        if told.entry.event == "request.closed":
            asked = ToNews(id=current().ids.new(), follow=follow.id)
            yield Act(name="news.ask", by=TELLER, at=now, inputs=asked, key=f"ask-{told.position}-{follow.id}")


def _following(told: Told) -> Sequence[Follow]:
    """Those who follow it by an address that is theirs, sealed."""
    reports = [told.entry.record] if told.entry.kind == "report" else _reports(told.entry.record)
    where = "report = ANY(%s) AND status = 'open' AND NOT erased AND contact_by = ANY(%s) AND proved_at IS NOT NULL"
    found: Sequence[Follow] = select(TELLER, "follow", where=[Condition(where, (reports, list(SENT_BY)))])
    return found


def _reports(request: Id) -> list[Id]:
    """The reports that a request has, and those of what was closed as the same."""
    same: Sequence[Request] = select(
        TELLER, "request", where=[Condition("same_as = %s AND status = 'closed'", (request,))]
    )
    ids = [request, *(one.id for one in same)]
    return [one.id for one in select(TELLER, "report", where=[Condition("request = ANY(%s)", (ids,))])]
