"""Beside a call: what is said in writing, by taps and by keys, in order, and what the call taker asks in return.

Rules in words: the words themselves are shown first and a machine's translation is marked as one. A caller's page is sent
only by the call taker's key. Opening what was said is a recorded read, of what is new only.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.pages import signed_in, words_of
from callbox.faces.console.taking_drafts import has_begun, keep, must_take, typed_of
from callbox.faces.console.taking_line import call_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.call import page
from callbox.services.call.acts import opened_sayings
from callbox.services.call.facts import LIVE, QUESTIONS, Call, Saying


def pane(request: HttpRequest, actor: Actor, call: Call | None) -> dict[str, Any]:
    """What the pane is given; nothing where there is no call."""
    if call is None:
        return {"call": None}
    return {
        "call": call,
        "said": said(request, actor, call, after=0),
        "writes": call.status in LIVE and (call.channel != "call" or call.page_at is not None),
        "live": call.status in LIVE,
        "questions": list(enumerate(QUESTIONS, 1)),
        "page": request.build_absolute_uri(page.path_of(call)) if call.page_at and call.status in LIVE else "",
    }


def said(request: HttpRequest, actor: Actor, call: Call, *, after: int) -> Sequence[Saying]:
    """What was said after so many, opened."""
    if call.said <= after:
        return ()
    return opened_sayings(actor, call.id, after=after, purpose=say("purpose.on_line", language_for(request)))


@require_GET
@signed_in
def words(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:  # noqa: ARG001  the form names its draft too
    """What was said since, and whether the caller's page is black."""
    must_take(actor)
    call = _call(actor, request.GET.get("report", ""))
    told = request.GET.get("after", "")
    after = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
    shown = {"call": call, "said": said(request, actor, call, after=after)}
    return render(request, "console/_taking_said.html", shown)


@require_POST
@signed_in
def ask(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Ask the caller, or send them their page. Without a script what was typed elsewhere is kept as well."""
    must_take(actor)
    report = request.POST.get("report", "")
    call = _call(actor, report)
    quick = "application/json" in request.headers.get("Accept", "")
    if not quick:
        keep(actor, one, typed_of(request.POST), request, by_form=True)
    try:
        _done(actor, call, {name: str(told) for name, told in request.POST.items()})
    except Refused as refused:
        if not quick:
            raise
        return HttpResponse(words_of(request, refused), status=422, content_type="text/plain; charset=utf-8")
    if quick:
        return HttpResponse(status=204)
    return HttpResponseRedirect(f"/calls/{one}" if has_begun(actor, one) else f"/calls/new?report={report}")


def _done(actor: Actor, call: Call, given: dict[str, str]) -> None:
    """The one thing the form asks for.

    Raises:
        Refused: why it cannot be.
    """
    asked: dict[str, Any] = {"call": call.id}
    if given.get("what") == "page":
        name = "call.open_page"
    else:
        name = "call.ask"
        code = given.get("question", "")
        own = given.get("ask", "").strip()
        asked |= {"id": current().ids.new(), "question": code if code in QUESTIONS else None}
        asked |= {"said": "" if asked["question"] else own}
    spec = spec_of(name)
    act: Act = Act(name=name, by=actor, at=current().world.clock.now(), inputs=spec.inputs(**asked))
    gate.act(act).ref  # noqa: B018  raises what refused it


def _call(actor: Actor, report: Id) -> Call:
    found = call_of(actor, report)
    if found is None:
        raise Refused("not_found", kind="call", id=report)
    return found
