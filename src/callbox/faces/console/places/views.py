"""The page of place notes, and what is told of a case's place."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbox.faces.console.board import reads
from callbox.faces.console.crew.asking import carried_out, given_in
from callbox.faces.console.language import language_for
from callbox.faces.console.lasting import DAYS, until
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import is_partial, powers, signed_in, words_of
from callbox.faces.console.places import showing
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import opened
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.place_note.acts import at_case
from callbox.services.place_note.facts import SORTS, SOURCES, PlaceNote
from callbox.services.report.placing import places

ACTS: Final = {name: f"place_note.{name}" for name in ("confirm", "replace", "withdraw")}


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The notes of an area; sent a form, one more."""
    showing.must_set(actor)
    if request.method == "POST":
        return _answered(request, actor, _set)
    return render(request, "console/places.html", _shown(request, actor))


@require_POST
@signed_in
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page with the places that what was typed may mean, to choose from."""
    showing.must_set(actor)
    typed = request.POST.get("where", "")
    context = _shown(request, actor) | {"typed": given_in(request), "looked": bool(typed.strip())}
    return render(request, "console/places.html", context | {"found": places(typed)})


@require_POST
@signed_in
def show(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """The page with one note whose words are otherwise not shown: a recorded look of its own."""
    showing.must_set(actor)
    return render(request, "console/places.html", _shown(request, actor, one=one))


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Confirm one, replace what it says, or withdraw it."""
    showing.must_set(actor)
    return _answered(request, actor, _changed, one)


@require_GET
@signed_in
def of_incident(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """What is at an incident's place, for whoever sends units there."""
    if not may(actor, spec_of("incident.divert").grants, None):  # a crew may assign, but only itself
        raise Refused("not_allowed", act="incident.divert")
    purpose = say("purpose.place", language_for(request))
    incident = opened(actor, Ref("incident", on), purpose=purpose)
    context = {
        "actor": actor,
        "incident": incident,
        "placed": incident.latitude_deg is not None,
        "place_notes": at_case(actor, incident, purpose=purpose),
    }
    return render(request, "console/_place_notes.html" if is_partial(request) else "console/place.html", context)


def _set(request: HttpRequest, actor: Actor) -> None:
    given = given_in(request)
    latitude, longitude, label = (*given.get("place", "").split("|", 2), "", "", "")[:3]
    if not (latitude and longitude):
        raise Refused("console.no_place")
    told = {"latitude_deg": latitude, "longitude_deg": longitude, "address": label, "organisation": actor.organisation}
    carried_out("place_note.set", actor, {**given, **told, "expires_at": until(given.get("days", ""))})


def _changed(request: HttpRequest, actor: Actor, one: Id) -> None:
    given = given_in(request) | {"place_note": one}
    name = ACTS.get(given.get("what", ""))
    if name is None:
        raise Http404
    carried_out(
        name, actor, given if name == ACTS["withdraw"] else given | {"expires_at": until(given.get("days", ""))}
    )


def _answered(request: HttpRequest, actor: Actor, doing: Any, *about: Id) -> HttpResponse:
    """Back to the page; refused, the page with what was typed and why not."""
    try:
        doing(request, actor, *about)
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": given_in(request)}
        return render(request, "console/places.html", context, status=422)
    return HttpResponseRedirect("/places")


def _shown(request: HttpRequest, actor: Actor, *, one: Id = "") -> dict[str, Any]:
    language, now = language_for(request), current().world.clock.now()
    area, only = request.GET.get("area", ""), request.GET.get("only", "")
    kept = showing.kept(actor, now=now, area=area, only=only, one=one, language=language)
    return {
        "actor": actor,
        "kept": kept,
        "may_list": reads(actor, PlaceNote),
        "may": powers(actor, ACTS, None),
        "areas": showing.areas(actor),
        "area": area,
        "only": only,
        "sorts": SORTS,
        "sources": SOURCES,
        "days": DAYS,
        "typed": {},
        "key": current().ids.new(),
        **offices(actor, [each.note.organisation for each in kept], language=language),
    }
