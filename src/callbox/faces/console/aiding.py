"""Mutual aid at the console: a neighbour is asked from the incident, and answers on a page that shows what was declared."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.asking import asked
from callbox.faces.console.board import choices, reads
from callbox.faces.console.countdown import countdowns
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, opened, select
from callbox.kernel.words import say
from callbox.services.aid.facts import Aid
from callbox.services.aid.inputs import Decline
from callbox.services.organisation.facts import Organisation
from callbox.services.unit.facts import Unit

WAITING_MOST, NEIGHBOURS_MOST, UNITS_MOST = 20, 100, 300
ANSWERS: Final = ("accept", "decline", "withdraw", "end")
OPEN: Final = "status IN ('asked', 'accepted')"


def waiting(actor: Actor) -> Sequence[Aid]:
    """What was asked and not answered, by or of the organisations one works for, the oldest first."""
    if not reads(actor, Aid):
        return ()
    found: Sequence[Aid] = select(
        actor, "aid", where=[Condition("status = 'asked'")], order="asked_at, id", most=WAITING_MOST
    )
    return found


def of_incident(actor: Actor, on: Id, *, language: str) -> dict[str, Any]:
    """What the panel is given: the incident's own mutual aid, and whom one may ask."""
    if not reads(actor, Aid):
        return {}
    found: Sequence[Aid] = select(
        actor, "aid", where=[Condition("incident = %s", (on,))], order="asked_at, id", most=20
    )
    near = _neighbours(actor)
    names = {one.id: (one.name_zh if language == "zh" else "") or one.name for one in near}
    return {"aids_here": found, "neighbours": names, "aid_offices": _named(actor, found, language)}


@require_POST
@signed_in
def ask(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """Ask a neighbour for units on an incident."""
    given = request.POST.dict() | {"incident": on}
    try:
        count = int(str(given.get("count") or 1))
    except ValueError:
        count = 0
    try:
        one = gate.act(asked("aid.ask", actor, _plain(given), key=_key(request), count=count)).ref.id
    except Refused as refused:
        return render(request, "console/no.html", {"text": words_of(request, refused), "actor": actor}, status=422)
    return HttpResponseRedirect(f"/aid/{one}")


@require_GET
@signed_in
def aid(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """What was asked, and how it stands. The look at its words is recorded."""
    return render(request, "console/aid.html", _context(request, actor, one))


@require_POST
@signed_in
def answer(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Lend units or none; take it back; give them back."""
    what = request.POST.get("what", "")
    if what not in ANSWERS:
        raise Http404
    given = {name: str(told) for name, told in request.POST.items()} | {"aid": one}
    more: dict[str, Any] = {"units": tuple(request.POST.getlist("units"))} if what == "accept" else {}
    try:
        gate.act(asked(f"aid.{what}", actor, given, key=_key(request), **more)).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        context = _context(request, actor, one) | {"refused": words_of(request, refused)}
        return render(request, "console/aid.html", context, status=422)
    return HttpResponseRedirect(f"/aid/{one}")


def _context(request: HttpRequest, actor: Actor, one: Id) -> dict[str, Any]:
    language = language_for(request)
    found: Aid = opened(actor, Ref("aid", one), purpose=say("purpose.aid", language))
    asked_of = within(found.to, actor.organisation)
    may = powers(actor, {name: f"aid.{name}" for name in ANSWERS}, found)
    return {
        "actor": actor,
        "aid": found,
        "clocks": countdowns(found.clocks, now=current().world.clock.now(), settled={}),
        "asked_by_us": within(found.organisation, actor.organisation),
        "may_answer": asked_of and may["accept"] and found.status == "asked",
        "may_withdraw": not asked_of and may["withdraw"] and found.status == "asked",
        "may_end": may["end"] and found.status == "accepted",
        "lendable": _lendable(actor) if asked_of and found.status == "asked" else (),
        "lent": _lent(actor, found),
        "reasons": choices(Decline, "declined_for"),
        "key": current().ids.new(),
        **offices(actor, [found.organisation, found.to, found.area], language=language),
    }


def _lendable(actor: Actor) -> Sequence[Unit]:
    """One's own units that could go, those that are free first."""
    serve = Condition("status NOT IN ('out_of_service', 'off_shift') AND lent_for IS NULL")
    order = "status <> 'available', call_sign, id"
    found: Sequence[Unit] = select(actor, "unit", where=[serve], order=order, most=UNITS_MOST)
    return [one for one in found if within(one.organisation, actor.organisation)]


def _lent(actor: Actor, one: Aid) -> Sequence[Unit]:
    where = Condition("id = ANY(%s)", (list(one.units),))
    found: Sequence[Unit] = select(actor, "unit", where=[where], order="call_sign, id") if one.units else ()
    return found


def _neighbours(actor: Actor) -> Sequence[Organisation]:
    """Organisations that are neither above nor below one's own, and are no station and not there to look on.

    Those of one's own level come first: they are whom one mostly asks.
    """
    own = actor.organisation
    apart = Condition(
        "level <> 'station' AND what <> 'oversight' AND id <> %s"
        " AND NOT starts_with(id, %s) AND NOT starts_with(%s, id || '/')",
        (own, f"{own}/", own),
    )
    found: Sequence[Organisation] = select(actor, "organisation", where=[apart], order="name, id", most=NEIGHBOURS_MOST)
    steps = own.count("/")
    return sorted(found, key=lambda one: one.id.count("/") != steps)


def _named(actor: Actor, found: Sequence[Aid], language: str) -> Mapping[Id, str]:
    return offices(actor, [one.to for one in found], language=language)["offices"]


def _plain(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(told) for name, told in given.items() if name not in ("count", "key")}


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("key") or None
