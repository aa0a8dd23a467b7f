"""The live list, and what is done on it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console import aiding, proposal, watching
from callbox.faces.console.asking import asked
from callbox.faces.console.board import Standing, board
from callbox.faces.console.language import language_for
from callbox.faces.console.map.ways import ways
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import is_partial, powers, signed_in, words_of
from callbox.faces.console.panel import Note, panel, picked
from callbox.faces.console.taking_drafts import tabs
from callbox.faces.console.taking_line import waiting
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import opened
from callbox.kernel.words import say
from callbox.services.call.facts import Call
from callbox.services.incident import proposing
from callbox.services.incident.accepting import accept

# What the list's forms may ask for: the name a form has on the page, and the act.
STEPS = ("dispatched", "en_route", "on_scene", "transporting", "at_hospital", "available", "stood_down")
FORMS = {name: f"incident.{name}" for name in ("reprioritise", "close", "confirm", "reopen", "watch", "hand_watch")}
FORMS |= {name: f"assignment.{name}" for name in (*STEPS, "undo")}
CHANGED = "callbox-changed"


@require_GET
@signed_in
def front(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole page."""
    watching.felt(actor)
    return render(
        request,
        "console/front.html",
        _shown(request, actor, on=request.GET.get("on", ""), note=Note()) | {"whole": True},
    )


@require_GET
@signed_in
def part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What of the page changes."""
    return render(request, "console/_board.html", _shown(request, actor, on=request.GET.get("on", ""), note=Note()))


@require_GET
@signed_in
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What of the page is one's own: it is asked for when that changes, and the rest comes with what all see alike."""
    return render(request, "console/_own.html", _shown(request, actor, on=request.GET.get("on", ""), note=Note()))


@require_GET
@signed_in
def shared(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What of the page everybody with the same powers sees alike. `site.shared` keeps it for all of them."""
    shown = board(actor, current().world.clock.now())
    areas = [one.incident.area for one in shown.lines]
    context = {
        "board": shown,
        "may_take": may_take(actor),
        "ringing": ringing(actor),
        **watching.told(actor, shown, language=language_for(request)),
        "aids": aiding.waiting(actor),
        **offices(actor, areas, language=language_for(request)),
    }
    page = render(request, "console/_shared.html", context)
    page.content = chosen(page.content, request.GET.get("on", ""))
    return page


def may_take(actor: Actor) -> bool:
    """Whether calls are taken in the post one works in."""
    return powers(actor, {"take": "report.receive"}, None)["take"]


def ringing(actor: Actor) -> Sequence[Call]:
    """The calls that ring, for those who may answer."""
    return waiting(actor, "ringing") if may_take(actor) else ()


def chosen(page: bytes, on: str) -> bytes:
    """The shared page as somebody sees it who has chosen this incident."""
    row, link = f'id="incident-{on}" class="incident ', f'href="/?on={on}"'
    marked = page.replace(row.encode(), f"{row}chosen ".encode())
    return marked.replace(link.encode(), f'{link} aria-current="true"'.encode())


def _shown(request: HttpRequest, actor: Actor, *, on: Id, note: Note) -> dict[str, Any]:
    shown = board(actor, current().world.clock.now())
    its = panel(actor, on, shown) if on else None
    areas = [one.incident.area for one in (*shown.lines, *([its["line"]] if its else []))]
    language = language_for(request)
    return {
        "actor": actor,
        "board": shown,
        "on": on,
        "note": note,
        "may_take": may_take(actor),
        "ringing": ringing(actor),
        "calls": tabs(actor) if may_take(actor) else (),
        "panel": its,
        # A refusal whose form is gone (somebody else closed it meanwhile) is said at the top.
        "aside": note.refused if its is None or note.form not in its["forms"] else "",
        "hands": watching.hands(actor, its["line"].incident, language=language) if its else {},
        **(aiding.of_incident(actor, on, language=language) if its else {}),
        "aids": aiding.waiting(actor),
        **watching.told(actor, shown, language=language, more=[its["line"].incident] if its else ()),
        **offices(actor, areas, language=language),
    }


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """One form of the panel: carry it out, and show the panel again with what came of it."""
    form = request.POST.get("what", "")
    try:
        done = _assigned(actor, on, request) if form == "assign" else _done(form, actor, on, request)
        note = Note(form=form, done=say(done, language_for(request)))
    except Refused as refused:
        note = Note(form=_place(form, request.POST), refused=words_of(request, refused), typed=typed(request.POST))
    return _answered(request, actor, on=on, note=note)


def _place(form: str, given: QueryDict) -> str:
    """Where a refusal belongs on the page: steps have one form for each assignment."""
    return f"step-{given.get('assignment', '')}" if form in (*STEPS, "undo") else form


def _answered(request: HttpRequest, actor: Actor, *, on: Id, note: Note) -> HttpResponse:
    status = 422 if note.refused else 200
    if is_partial(request):
        response = render(request, "console/_board.html", _shown(request, actor, on=on, note=note), status=status)
        if not note.refused:
            response["HX-Trigger"] = CHANGED
        return response
    if note.refused:
        return render(request, "console/front.html", _shown(request, actor, on=on, note=note), status=status)
    return HttpResponseRedirect(f"/?on={on}")


def _done(form: str, actor: Actor, on: Id, request: HttpRequest) -> str:
    name = FORMS.get(form)
    if name is None:
        raise Http404
    given = request.POST.dict() | {"incident": on}
    gate.act(asked(name, actor, given, key=_key(request, form))).ref  # noqa: B018  raises what refused it
    return f"act.{name}"


def _assigned(actor: Actor, on: Id, request: HttpRequest) -> str:
    """Assign what was picked: at once or next in its queue; or take it off what it is on."""
    units = board(actor, current().world.clock.now()).units
    wanted = picked(units, request.POST.getlist("unit"), request.POST.get("signs", ""))
    diverts = request.POST.get("how") == "divert"
    acts = [_sending(one, actor, on=on, request=request, diverts=diverts) for one in wanted]
    _raise_first(gate.perform(acts))
    return "act.incident.divert" if diverts else "act.incident.assign"


def _sending(one: Standing, actor: Actor, *, on: Id, request: HttpRequest, diverts: bool) -> Act:
    name = "incident.divert" if diverts and one.unit.assignment else "incident.assign"
    given = request.POST.dict() | {"incident": on, "unit": one.unit.id}
    return asked(name, actor, given, key=_key(request, one.unit.id))


def _raise_first(answers: Sequence[Answer]) -> None:
    """Say the first no. What was done stays done, and the panel shows it."""
    for answer in answers:
        if answer.refused is not None:
            raise answer.refused


def _key(request: HttpRequest, what: str) -> str | None:
    """The form's own key, so that a double click does one thing."""
    told = request.POST.get("key", "").strip()
    return f"{told}-{what}"[:200] if told else None


def typed(given: QueryDict) -> dict[str, Any]:
    """What was typed, to be put back where it was."""
    return {**given.dict(), "unit": given.getlist("unit")}


@require_POST
@signed_in
def propose(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """The panel with a proposal whom to send. It tells of the case's place, so looking is recorded first."""
    language = language_for(request)
    incident = opened(actor, Ref("incident", on), purpose=say("purpose.near", language))
    proposed = proposing.propose(actor, incident, now=current().world.clock.now())
    context = _shown(request, actor, on=on, note=Note()) | {
        "proposal": proposal.context(proposed, incident, language=language),
        **ways(request, actor, incident=incident, proposed=proposed),
    }
    template = "console/_board.html" if is_partial(request) else "console/front.html"
    return render(request, template, context)


@require_POST
@signed_in
def take_proposal(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """Send the units of a proposal; refused, with a word why, if what it rested on has changed."""
    try:
        told = proposal.accepted(request.POST.get("ticket", ""), on)
        _raise_first(accept(actor, on, told, at=current().world.clock.now(), key=_key(request, "accept")))
        note = Note(form="accept", done=say("act.incident.assign", language_for(request)))
    except Refused as refused:
        note = Note(form="accept", refused=words_of(request, refused))
    return _answered(request, actor, on=on, note=note)
