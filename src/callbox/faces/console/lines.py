"""The calls under way, for whoever supervises: who is on each and who wants help; listen, whisper, take over, leave.

Nothing of the caller is told here: taking a call over opens it on the call taker's own screen, which is a recorded look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.asking import asked
from callbox.faces.console.language import language_for
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.services.call.facts import LIVE, ON_LINE, Call

CALLS_MOST: Final = 200
JOINING: Final = {"listen": "listening", "whisper": "whispering", "take_over": "taken_over"}
DOING: Final = (*JOINING, "leave")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One call under way."""

    call: Call
    taker: str
    supervisor: str
    mine: bool
    """Whether it is the reader who is on the line beside the call taker."""
    can: Sequence[str]
    """What the reader may do on it now."""
    waits_s: float


@require_GET
@signed_in
def lines(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The calls, those whose call taker wants help first."""
    return _page(request, actor)


@require_GET
@signed_in
def part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What of the page changes."""
    return _page(request, actor, template="console/_lines.html")


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Join a call, speak on it, or leave it. Whoever takes one over goes on with it on the call taker's screen."""
    _must_supervise(actor)
    what = request.POST.get("what", "")
    if what not in DOING:
        raise Refused("not_found", kind="act", id=what[:40])
    try:
        gate.act(asked(f"call.{what}", actor, {"call": one}, key=request.POST.get("key") or None)).ref  # noqa: B018
    except Refused as refused:
        return _page(request, actor, refused=words_of(request, refused), status=422)
    return HttpResponseRedirect(f"/calls/new?report={one}" if what == "take_over" else "/lines")


def _page(
    request: HttpRequest, actor: Actor, *, refused: str = "", status: int = 200, template: str = "console/lines.html"
) -> HttpResponse:
    _must_supervise(actor)
    context = {"actor": actor, "lines": _lines(actor, language_for(request)), "refused": refused}
    return render(request, template, context, status=status)


def _must_supervise(actor: Actor) -> None:
    """Hold back whoever may not supervise calls.

    Raises:
        Refused: `not_allowed`.
    """
    if not may(actor, spec_of("call.listen").grants, None):
        raise Refused("not_allowed", act="call.listen")


def _lines(actor: Actor, language: str) -> list[Line]:
    now = current().world.clock.now()
    live = [Condition("status = ANY(%s)", (list(LIVE),))]
    found: Sequence[Call] = select(actor, "call", where=live, order="help_at NULLS LAST, rang_at, id", most=CALLS_MOST)
    posts = _titles(actor, found, language)
    return [
        Line(
            call=one,
            taker=posts.get(one.taker or "", ""),
            supervisor=posts.get(one.supervised_by or "", ""),
            mine=one.supervised_by is not None and one.supervised_by == actor.post,
            can=_can(actor, one),
            waits_s=(now - (one.help_at or one.rang_at)).total_seconds(),
        )
        for one in found
    ]


def _can(actor: Actor, call: Call) -> Sequence[str]:
    allowed = powers(actor, {what: f"call.{what}" for what in DOING}, call)
    mine = call.supervised_by is not None and call.supervised_by == actor.post
    if call.status not in ON_LINE or (call.taker == actor.post and not mine):
        return ("leave",) if mine and allowed["leave"] else ()
    joining = [what for what, now in JOINING.items() if allowed[what] and not (mine and call.supervision == now)]
    return (*joining, *(["leave"] if mine and allowed["leave"] else []))


def _titles(actor: Actor, calls: Sequence[Call], language: str) -> Mapping[Id, str]:
    wanted = sorted({post for one in calls for post in (one.taker, one.supervised_by) if post})
    found = select(actor, "post", where=[Condition("id = ANY(%s)", (wanted,))], most=len(wanted)) if wanted else ()
    return {one.id: (one.title_zh if language == "zh" else "") or one.title for one in found}
