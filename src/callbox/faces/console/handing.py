"""The handover of a shift on one page: what is open, what the next has to know, and two signatures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.asking import Given, asked
from callbox.faces.console.board import Board, board, reads
from callbox.faces.console.countdown import Countdown, countdowns
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, opened, select
from callbox.kernel.words import say
from callbox.services.handover.facts import Handover
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Organisation

PAST_MOST = 10
AREAS_MOST = 100
ANSWERS = ("take", "withdraw")


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One handover that waits for the second signature, and how its matters stand now."""

    handover: Handover
    clocks: Sequence[Countdown]
    still: Sequence[Incident]
    ended: Sequence[Incident]
    new: Sequence[Incident]
    areas: Sequence[tuple[Organisation, bool]]
    words: str | None
    answers: Sequence[str]


@require_http_methods(["GET", "POST"])
@signed_in
def handover(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page; posted, whoever goes off signs."""
    if not reads(actor, Handover):
        raise Refused("not_allowed", act="handover.offer")
    if request.method == "GET":
        return render(request, "console/handover.html", _shown(request, actor))
    shown = board(actor, current().world.clock.now())
    incidents = tuple(one.incident.id for one in shown.lines)
    reports = tuple(one.id for one, _ in shown.reports)
    given = _given(request)
    areas = tuple(one.id for one in _watched(actor))
    asking = partial(asked, "handover.offer", actor, given, incidents=incidents, reports=reports, areas=areas)
    return _done(request, actor, asking, given)


@require_POST
@signed_in
def answer(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Whoever comes on signs, or whoever offered it takes it back."""
    what = request.POST.get("what", "")
    if what not in ANSWERS:
        raise Http404
    given = _given(request) | {"handover": one}
    asking = partial(asked, f"handover.{what}", actor, given)
    if what == "take":
        asking = partial(asking, areas=tuple(request.POST.getlist("areas")))
    return _done(request, actor, asking, given)


@require_POST
@signed_in
def read(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """What the next has to know. The look is recorded first."""
    found = opened(actor, Ref("handover", one), purpose=say("purpose.handover", language_for(request)))
    return render(request, "console/handover.html", _shown(request, actor, words={one: found.words}))


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(told) for name, told in request.POST.items()}


def _done(request: HttpRequest, actor: Actor, asking: Callable[..., Act], given: Given) -> HttpResponse:
    try:
        gate.act(asking(key=given.get("key"))).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": given}
        return render(request, "console/handover.html", context, status=422)
    return HttpResponseRedirect("/handover")


def _shown(request: HttpRequest, actor: Actor, *, words: Mapping[Id, str | None] | None = None) -> dict[str, Any]:
    shown = board(actor, current().world.clock.now())
    waiting = select(actor, "handover", where=[Condition("status = 'offered'")], order="offered_at, id")
    past = select(
        actor, "handover", where=[Condition("status <> 'offered'")], order="offered_at DESC, id", most=PAST_MOST
    )
    may = powers(actor, {name: f"handover.{name}" for name in ("offer", *ANSWERS)}, None)
    mine = _watched(actor)
    areas = [one.incident.area for one in shown.lines] + [area for one in (*waiting, *past) for area in one.areas]
    return {
        "mine": mine,
        "actor": actor,
        "waiting": [_offered(actor, one, shown, words=words or {}, may=may) for one in waiting],
        "past": past,
        "board": shown,
        "may": may,
        "typed": {},
        "key": current().ids.new(),
        "people": _people(actor, [*waiting, *past]),
        **offices(actor, [*areas, *(one.id for one in mine)], language=language_for(request)),
    }


def _offered(
    actor: Actor, one: Handover, shown: Board, *, words: Mapping[Id, str | None], may: Mapping[str, bool]
) -> Offered:
    now_open = {line.incident.id: line.incident for line in shown.lines}
    gone = [incident for incident in one.incidents if incident not in now_open]
    mine = actor.person == one.person
    return Offered(
        handover=one,
        clocks=countdowns(one.clocks, now=current().world.clock.now(), settled={}),
        still=[now_open[incident] for incident in one.incidents if incident in now_open],
        ended=select(actor, "incident", where=[Condition("id = ANY(%s)", (gone,))], order="received_at, id"),
        new=[incident for name, incident in now_open.items() if name not in one.incidents],
        areas=_handed(actor, one) if one.areas else (),
        words=words.get(one.id),
        answers=[name for name in ANSWERS if may[name] and mine == (name == "withdraw")],
    )


def _watched(actor: Actor) -> Sequence[Organisation]:
    """The districts that the actor's post watches."""
    where = Condition("watcher = %s", (actor.post or "",))
    found: Sequence[Organisation] = select(actor, "organisation", where=[where], order="name, id", most=AREAS_MOST)
    return found


def _handed(actor: Actor, one: Handover) -> Sequence[tuple[Organisation, bool]]:
    """The districts of a handover, and whether each may still be taken: nobody else took it since."""
    where = Condition("id = ANY(%s)", (list(one.areas),))
    found: Sequence[Organisation] = select(actor, "organisation", where=[where], order="name, id", most=AREAS_MOST)
    return [(area, area.watcher in (None, one.post, actor.post)) for area in found]


def _people(actor: Actor, found: Sequence[Handover]) -> Mapping[Id, str]:
    """Who signed, by the name they sign in with."""
    wanted = sorted({one for its in found for one in (its.person, its.taken_by) if one})
    people = select(actor, "person", where=[Condition("id = ANY(%s)", (wanted,))], most=len(wanted) or 1)
    return {one.id: one.sign_in for one in people}
