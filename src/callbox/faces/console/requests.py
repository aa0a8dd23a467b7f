"""The open requests that one may see: what is asked for, since when, whose it is and until when. Nothing personal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callbox.faces.console.board import choices, reads
from callbox.faces.console.countdown import Countdown, countdowns
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import signed_in
from callbox.faces.console.shares.showing import waiting
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, count, glance, select
from callbox.kernel.registry import act as spec_of
from callbox.services.message.noticing import unseen
from callbox.services.request.facts import Request
from callbox.services.request.inputs import CloseRequest, HoldRequest

REQUESTS_MOST = 300
# What a filter may say, and the condition that it stands for.
STATES = {
    "open": Condition("status = 'open'"),
    "in_work": Condition("status = 'in_work'"),
    "waiting": Condition("status = 'waiting'"),
    "answered": Condition("status = 'answered'"),
}
OVERDUE = Condition("escalations > 0")
STILL = Condition("status <> 'closed'")


@dataclass(frozen=True, kw_only=True)
class Sifted:
    """Which of the open requests are shown: all, or those of a category, a department, a status, or over their time."""

    category: Id = ""
    held: str = ""
    state: str = ""
    overdue: bool = False
    part_of: Id = ""

    @property
    def conditions(self) -> list[Condition]:
        """The same in SQL."""
        return [STILL, *self._more()]

    def _more(self) -> Iterator[Condition]:
        if self.category:
            yield Condition("category = %s", (self.category,))
        if self.held:
            yield Condition("organisation = %s", (self.held,))
        if self.state:
            yield STATES[self.state]
        if self.overdue:
            yield OVERDUE
        if self.part_of:
            yield Condition("part_of = %s", (self.part_of,))

    @property
    def query(self) -> str:
        """The same as an address says it; empty: all."""
        told = {"category": self.category, "held": self.held, "state": self.state, "part_of": self.part_of}
        told |= {"overdue": "yes" if self.overdue else ""}
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open request on the list."""

    request: Request
    category: str
    clocks: Sequence[Countdown]
    said_more: bool = False
    """Whether whoever asked said more, and nobody has looked since."""


def sifted(told: QueryDict) -> Sifted:
    """What an address or a form says of which requests are meant; what it says wrongly is left out."""
    state = told.get("state", "")
    return Sifted(
        category=told.get("category", "")[:200],
        held=told.get("held", "")[:200],
        state=state if state in STATES else "",
        overdue=told.get("overdue") == "yes",
        part_of=told.get("part_of", "")[:200],
    )


@require_GET
@signed_in
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, those that wait longest first."""
    if not reads(actor, Request):
        raise Refused("not_allowed", act="request.open")
    return render(request, "console/requests.html", shown(request, actor, sifted(request.GET)))


def shown(request: HttpRequest, actor: Actor, which: Sifted) -> dict[str, Any]:
    """What the page of the list needs."""
    language = language_for(request)
    lines = _lines(actor, language, which)
    there = glance(actor, "request", ("category", "organisation"), where=[STILL], most=5_000)
    ids = {one for pair in there for one in pair}
    ids |= {one for line in lines for one in (line.request.organisation, line.request.area, line.request.escalated_to)}
    named = offices(actor, ids, language=language)
    kinds = names(actor, "category", {category for category, _ in there}, language=language)
    may_do = may(actor, spec_of("request.take_up").grants, None)
    return {
        "actor": actor,
        "lines": lines,
        "most": REQUESTS_MOST,
        "in_all": count(actor, "request", where=which.conditions),
        "which": which,
        "categories": _by_name(kinds),
        "holders": _by_name({held: named["offices"].get(held, held) for _, held in there}),
        "states": STATES,
        "may_do": may_do,
        "dispositions": choices(CloseRequest, "disposition"),
        "holds": choices(HoldRequest, "held_for"),
        "asked_of_us": waiting(actor),
        "key": current().ids.new(),
        **named,
    }


def _by_name(names: Mapping[Id, str]) -> list[tuple[Id, str]]:
    return sorted(names.items(), key=lambda pair: pair[1])


def _lines(actor: Actor, language: str, which: Sifted) -> list[Line]:
    now = current().world.clock.now()
    found: Sequence[Request] = select(
        actor, "request", where=which.conditions, order="received_at, id", most=REQUESTS_MOST
    )
    categories = names(actor, "category", (one.category for one in found), language=language)
    more = unseen(actor, [one.id for one in found])
    return [
        Line(
            said_more=one.id in more,
            request=one,
            category=categories.get(one.category, one.category),
            clocks=countdowns(one.clocks, now=now, settled={}),
        )
        for one in found
    ]
