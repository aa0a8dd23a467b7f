"""What a call taker does on the line: answer, hold, ask for an interpreter or for help, say that a caller is silent."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.pages import signed_in, words_of
from callbox.faces.console.taking import form
from callbox.faces.console.taking_drafts import has_begun, keep, must_take, tabs, typed_of
from callbox.faces.console.taking_line import call_of, tell, waiting
from callbox.kernel import drafts, gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.registry import act as spec_of

FLAGGED: Final = ("silent", "could_not_get_through")
# Without a line these still page the officer on duty: the key is never pressed in vain.
PAGED: Final = {"silent": "silent", "could_not_get_through": "could_not_get_through", "help": "help_wanted"}
DONE: Final = (*FLAGGED, "help", "ask_interpreter", "try_back")


@require_GET
@signed_in
def shown(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The calls that ring, those to call back and those being taken, beside the call that is on the screen."""
    must_take(actor)
    taken, on = tabs(actor), request.GET.get("on", "")
    context = {
        "actor": actor,
        "tabs": taken,
        "draft": next((one.draft for one in taken if one.draft.id == on), None),
        "ringing": waiting(actor, "ringing"),
        "to_call_back": waiting(actor, "abandoned"),
    }
    return render(request, "console/_taking_tabs.html", context)


@require_POST
@signed_in
def answer(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:  # noqa: ARG001  every page is given it
    """Answer a ringing call. Its report is there already; the screen opens on it."""
    must_take(actor)
    call = call_of(actor, one)
    if call is None:
        raise Refused("not_found", kind="call", id=one)
    tell(actor, "answer", call)
    return HttpResponseRedirect(f"/calls/new?report={one}")


@require_POST
@signed_in
def line(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """One thing done on the line. Without a telephone it is at least written down with the report."""
    must_take(actor)
    given = {name: str(told) for name, told in request.POST.items()}
    what, report = given.get("what", ""), given.get("report", "")
    call = call_of(actor, report)
    try:
        if what in FLAGGED:
            given["flags"] = " ".join(dict.fromkeys([*given.get("flags", "").split(), what]))
        keep(actor, one, typed_of(given), request, by_form=True)
        if call is None and what in PAGED:
            _page(actor, what, one)
        if call is not None and what in DONE:
            more = {"ask_interpreter": ("language",), "try_back": ("result",)}.get(what, ())
            tell(actor, what, call, **{name: _told(given, name) for name in more})
    except Refused as refused:
        shown = form(request, actor, given, refused=words_of(request, refused))
        return render(request, "console/take.html", shown, status=422)
    return HttpResponseRedirect(f"/calls/{one}" if has_begun(actor, one) else f"/calls/new?report={report}")


@require_POST
@signed_in
def hold(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Put the caller on hold, or take them back."""
    must_take(actor)
    keep(actor, one, typed_of(request.POST), request, by_form=True)
    draft = drafts.find(actor, one)
    call = call_of(actor, draft.report)
    if call is not None and call.status in ("answered", "held"):
        tell(actor, "hold" if call.status == "answered" else "resume", call)
    drafts.hold(actor, one, since=None if draft.held_at else current().world.clock.now())
    return HttpResponseRedirect(f"/calls/{one}")


def _page(actor: Actor, what: str, draft: Id) -> None:
    """Page the officer on duty; the same key of the same call does it once."""
    node = current()
    spec = spec_of("message.page_officer")
    given: dict[str, Any] = {"id": node.ids.new(), "cause": PAGED[what]}
    act: Act = Act(
        name=spec.name, by=actor, at=node.world.clock.now(), inputs=spec.inputs(**given), key=f"{draft}-{what}"[:200]
    )
    gate.act(act).ref  # noqa: B018  raises what refused it


def _told(given: dict[str, str], name: str) -> str:
    if not given.get(name, "").strip():
        raise Refused("field.empty", field=name)
    return given[name].strip()
