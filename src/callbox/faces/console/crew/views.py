"""The crew's page: its incident, its status by one big button, what is said to it, and help by another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.assets import FOLDER
from callbox.faces.console.crew import showing
from callbox.faces.console.crew.asking import answered, carried_out, given_in
from callbox.faces.console.crew.way import way_told
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.services.place_note.facts import SORTS

# What the page may ask for, by the name of its button, and the field that names what it is about.
ACTS = {
    **{step: f"assignment.{step}" for step in showing.STEPS},
    "undo": "assignment.undo",
    "message": "message.send",
    "see": "message.see",
    "note": "note.write",
    "place_note": "place_note.set",
    "safe": "check.safe",
    "alarm": "alarm.raise",
    "out_of_service": "unit.out_of_service",
    "in_service": "unit.in_service",
}


@require_GET
@signed_in
def crew(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole page."""
    return render(request, "console/crew.html", _shown(request, actor))


@require_GET
@signed_in
def part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What of it changes."""
    return render(request, "console/_crew.html", _shown(request, actor))


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One button. Pressed in a dead zone, it comes here later, with the time it was pressed and the key it had then."""
    given = given_in(request)
    name = ACTS.get(given.get("what", ""))
    if name is None:
        raise Http404
    refused = None
    try:
        carried_out(name, actor, _filled(given, actor))
    except Refused as spoken:
        refused = spoken
    return answered(request, refused, back="/crew")


@require_GET
def worker(_: HttpRequest) -> HttpResponse:
    """The script that shows the page where there is no network. It holds nothing, so nobody needs to be signed in."""
    body = (FOLDER / "crew-worker.js").read_bytes()
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _filled(given: dict[str, str], actor: Actor) -> dict[str, str]:
    told = {**given, "unit": actor.unit or ""}
    if given["what"] == "place_note":
        told |= showing.here(actor, given)
    if given["what"] == "note":
        told |= {"case": f"incident {given.get('incident', '')}", "basis": "fact"}
    if given["what"] == "message":
        told.pop("unit")
    return told


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language = language_for(request)
    unit = showing.unit_of(actor)
    work = showing.work_of(actor, unit, language=language)
    incident = work.incident.id if work else None
    said = showing.said_to(actor, unit, incident, language=language)
    page = showing.page_of(actor, work.assignment.id) if work else showing.move_page_of(actor, unit)
    _delivered(actor, unit.id, [one.message.id for one in said if one.to_see], page.id if page else None)
    return {
        "actor": actor,
        "may": showing.powers_of(actor, unit, work),
        "sorts": SORTS,
        "unit": unit,
        "work": work,
        "route": way_told(unit, work.incident, now=current().world.clock.now(), language=language) if work else None,
        "said": said,
        "undo": showing.undo_of(actor, unit, work, current().world.clock.now()),
        "page": page,
        **offices(actor, [unit.waits_at], language=language),
        "check": showing.check_of(actor, unit),
        "key": current().ids.new(),
        "refs": " ".join(one for one in (unit.id, incident, unit.assignment) if one),
    }


def _delivered(actor: Actor, unit: str, messages: list[str], page: str | None) -> None:
    """What this page shows has reached the crew. What is known already is refused, and that is well."""
    for one in (*messages, *([page] if page else [])):
        try:
            given = {"message": one, "to": f"unit {unit}", "key": f"shown-{one}-{unit}"}
            carried_out("message.deliver", actor, given)
        except Refused:
            continue
