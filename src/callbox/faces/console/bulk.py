"""One act over many requests, for storms: each is its own act through the gate, and each is answered for itself.

What is chosen is a list of requests, or all that a filter finds. Sending the same page twice does nothing twice: each act's
key is the page's and the request's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names
from callbox.faces.console.pages import signed_in, words_of
from callbox.faces.console.requests import Sifted, sifted
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Answer, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.services.request.facts import Request

AT_ONCE_MOST: Final = 1_000
BATCH: Final = 100
# What may be done to many, and what each is given besides the request.
DOING: Final[Mapping[str, Callable[[QueryDict], dict[str, Any]]]] = {
    "take_up": lambda _: {},
    "answer": lambda told: {"answer": told.get("answer", "")},
    "hold": lambda told: {"held_for": told.get("held_for", "")},
    "resume": lambda _: {},
    "close": lambda told: {
        "disposition": told.get("disposition", ""),
        "same_as": told.get("other", "").strip() or None,
    },
    "reopen": lambda _: {},
    "take_out": lambda _: {},
    "put_under": lambda told: {"part_of": told.get("other", "").strip()},
}


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of one request's act: `no` is why it was refused, in words."""

    request: Request
    category: str
    no: str


@require_POST
@signed_in
@sensitive_variables("told")
def do(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do one thing to all that were chosen, and say what came of each."""
    what = request.POST.get("what", "")
    if what not in DOING:
        raise Http404
    if not may(actor, spec_of(f"request.{what}").grants, None):
        raise Refused("not_allowed", act=f"request.{what}")
    which = sifted(request.POST)
    chosen = _chosen(actor, request.POST, which)
    answers = _perform(actor, what, chosen, told=request.POST)
    done = _told(request, actor, chosen, answers)
    context = {
        "actor": actor,
        "what": f"act.request.{what}",
        "done": [one for one in done if not one.no],
        "refused": [one for one in done if one.no],
        "back": f"/requests?{which.query}",
        "of": quote(request.POST.get("of", "")[:200], safe=""),
    }
    return render(request, "console/requests_done.html", context)


def _chosen(actor: Actor, told: QueryDict, which: Sifted) -> Sequence[Request]:
    """The requests that are meant, as the actor may see them."""
    where = which.conditions
    if told.get("all") != "yes":
        where = [Condition("id = ANY(%s)", (told.getlist("one")[:AT_ONCE_MOST],))]
    return select(actor, "request", where=where, order="received_at, id", most=AT_ONCE_MOST)


def _perform(actor: Actor, what: str, chosen: Sequence[Request], *, told: QueryDict) -> list[Answer]:
    spec, given = spec_of(f"request.{what}"), DOING[what](told)
    now, page = current().world.clock.now(), told.get("key") or current().ids.new()
    acts = [
        Act(
            name=spec.name,
            by=actor,
            at=now,
            inputs=spec.inputs(**{"request": one.id, **given}),
            because=told.get("because", ""),
            key=f"{page}-{what}-{one.id}"[:200],
        )
        for one in chosen
    ]
    return [answer for place in range(0, len(acts), BATCH) for answer in gate.perform(acts[place : place + BATCH])]


def _told(request: HttpRequest, actor: Actor, chosen: Sequence[Request], answers: Sequence[Answer]) -> list[Done]:
    categories: Mapping[Id, str] = names(
        actor, "category", (one.category for one in chosen), language=language_for(request)
    )
    return [
        Done(
            request=one,
            category=categories.get(one.category, one.category),
            no=words_of(request, answer.refused) if answer.refused else "",
        )
        for one, answer in zip(chosen, answers, strict=True)
    ]
