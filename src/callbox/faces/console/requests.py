"""The open requests that one may see: what is asked for, since when, whose it is and until when. Nothing personal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callbox.faces.console.board import reads
from callbox.faces.console.countdown import Countdown, countdowns
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import signed_in
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.request.facts import Request

REQUESTS_MOST = 300


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open request on the list."""

    request: Request
    category: str
    clocks: Sequence[Countdown]


@require_GET
@signed_in
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, those that wait longest first."""
    if not reads(actor, Request):
        raise Refused("not_allowed", act="request.open")
    language = language_for(request)
    lines = _lines(actor, language)
    named = offices(
        actor, (one for line in lines for one in (line.request.organisation, line.request.area)), language=language
    )
    return render(request, "console/requests.html", {"actor": actor, "lines": lines, "most": REQUESTS_MOST} | named)


def _lines(actor: Actor, language: str) -> list[Line]:
    now = current().world.clock.now()
    still = [Condition("status <> 'closed'")]
    found: Sequence[Request] = select(actor, "request", where=still, order="received_at, id", most=REQUESTS_MOST)
    categories = names(actor, "category", (one.category for one in found), language=language)
    return [
        Line(
            request=one,
            category=categories.get(one.category, one.category),
            clocks=countdowns(one.clocks, now=now, settled={}),
        )
        for one in found
    ]
