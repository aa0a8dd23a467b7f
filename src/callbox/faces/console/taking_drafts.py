"""Calls in the making: each is a draft from its first character. Several at once, on hold, taken over, hung up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.pages import signed_in, words_of
from callbox.faces.console.taking_advice import advice
from callbox.kernel import drafts
from callbox.kernel.drafts import Draft
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import find
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say

# What a draft keeps. What is not named here is no part of a call.
KEPT: Final = (
    "category",
    "priority",
    "picked",
    "address",
    "place_label",
    "latitude_deg",
    "longitude_deg",
    "doubts",
    "area",
    "said_fact",
    "in_danger",
    "said_hearsay",
    "said_opinion",
    "caller_phone",
    "caller_name",
    "channel",
    "language",
    "language_line",
    "source_number",
    "at",
    "flags",
    "device",
    "seen",
    "kept_apart",
)
# These alone are no sign that anybody typed.
QUIET: Final = frozenset({"priority", "channel", "language", "seen", "doubts", "device"})
TELLING: Final = frozenset(KEPT) - QUIET
LETTERS_MAX: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One call among those that are being taken."""

    draft: Draft
    mine: bool
    number: int


def must_take(actor: Actor) -> None:
    """Hold back whoever may not take calls.

    Raises:
        Refused: `not_allowed`.
    """
    if not may(actor, spec_of("report.receive").grants, None):
        raise Refused("not_allowed", act="report.receive")


def tabs(actor: Actor) -> list[Tab]:
    """The calls being taken in reach of the actor: their own first, in the order they began."""
    found = sorted(drafts.found(actor), key=lambda one: (one.holder != drafts.who(actor), one.begun_at))
    return [Tab(draft=one, mine=one.holder == drafts.who(actor), number=at) for at, one in enumerate(found, 1)]


def typed_of(given: Mapping[str, Any]) -> dict[str, str]:
    """What is kept of a form."""
    return {name: str(told)[:LETTERS_MAX] for name in KEPT if (told := given.get(name)) and str(told).strip()}


@require_POST
@signed_in
def typed(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Keep what is typed so far, and answer with what it brings up."""
    must_take(actor)
    given = typed_of(request.POST)
    try:
        stands = keep(actor, one, given, request)
    except Refused as refused:
        return HttpResponse(words_of(request, refused), status=409, content_type="text/plain; charset=utf-8")
    if not stands:
        return HttpResponse(
            say("taking.stale", language_for(request)), status=410, content_type="text/plain; charset=utf-8"
        )
    return render(
        request,
        "console/_taking_advice.html",
        advice(request, actor, given, draft=one, report=request.POST.get("report", "")),
    )


def keep(actor: Actor, one: Id, given: Mapping[str, str], request: HttpRequest, *, by_form: bool = False) -> bool:
    """Keep what a page sent; False where the call was ended, or something newer is kept.

    `by_form`: a whole form was sent, which comes after all that its page sent before; it begins a call although it is empty.
    """
    if not (by_form or given.keys() & TELLING or has_begun(actor, one)):
        return True  # nothing was typed yet
    about = request.POST.get("report", "")
    if about:
        find(actor, Ref("report", about))
    told = request.POST.get("version", "")
    version = (int(told) if told.isdecimal() else 0) + by_form
    return drafts.keep(actor, one, given, version=version, at=current().world.clock.now(), about=about)


def has_begun(actor: Actor, one: Id) -> bool:
    """Whether anything of a call is kept."""
    return any(draft.id == one for draft in drafts.found(actor))


@require_POST
@signed_in
def take_over(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Go on with a call that somebody else began. The look is recorded first."""
    must_take(actor)
    drafts.take_over(actor, one, purpose=say("purpose.take_over", language_for(request)))
    return HttpResponseRedirect(f"/calls/{one}")
