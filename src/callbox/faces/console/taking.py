"""Taking a call: one form that keeps the report as it was told and opens an incident from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.asking import Given, asked
from callbox.faces.console.board import choices
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import select
from callbox.kernel.registry import act as spec_of
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import Open
from callbox.services.report.inputs import Receive

SEEN_MOST = 300
FRESH = {"channel": "call", "priority": "emergency"}


@require_http_methods(["GET", "POST"])
@signed_in
def take(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form; told enough, the report and its incident."""
    if not may(actor, spec_of("report.receive").grants, None):
        raise Refused("not_allowed", act="report.receive")
    if request.method == "GET":
        return render(
            request, "console/take.html", _form(request, actor, FRESH | {"report": request.GET.get("report", "")})
        )
    given = {name: str(told) for name, told in request.POST.items()}
    try:
        _check(given)
        given["report"] = _report(actor, given)
        given["area"] = _area(given.get("area", "").strip(), _areas(request, actor))
        incident = gate.act(asked("incident.open", actor, given, key=_key(given, "open"))).ref.id
    except Refused as refused:
        return render(
            request, "console/take.html", _form(request, actor, given, refused=words_of(request, refused)), status=422
        )
    return HttpResponseRedirect(f"/?on={incident}")


@require_POST
@signed_in
def close(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A waiting report needs no case, and a named person says why."""
    given = {name: str(told) for name, told in request.POST.items()} | {"report": one}
    gate.act(asked("report.close", actor, given, key=_key(given, "close"))).ref  # noqa: B018  raises what refused it
    return HttpResponseRedirect("/")


def _check(given: Given) -> None:
    """Hold back before anything is kept, where the caller is still on the line and can be asked."""
    for name in ("category", "priority"):
        if not given.get(name, "").strip():
            raise Refused("field.empty", field=name)


def _report(actor: Actor, given: Given) -> Id:
    """The report, received now; or amended, when it was received and only its incident could not be opened."""
    if not given.get("report"):
        return gate.act(asked("report.receive", actor, given, key=_key(given, "receive"))).ref.id
    answer = gate.act(asked("report.amend", actor, given))
    if answer.refused is not None and answer.refused.code != "nothing_changed":
        raise answer.refused
    return given["report"]


def _key(given: Given, what: str) -> str | None:
    return f"{given['key']}-{what}"[:200] if given.get("key") else None


def _form(request: HttpRequest, actor: Actor, given: Given, *, refused: str = "") -> dict[str, Any]:
    """The form with what was typed. Where a report was kept, its name goes along, so that nothing is received twice."""
    return {
        "actor": actor,
        "given": given,
        "refused": refused,
        "priorities": choices(Open, "priority"),
        "channels": choices(Receive, "channel"),
        "seen": _seen(request, actor),
        "key": current().ids.new(),
    }


def _seen(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Categories and areas of late, to choose from."""
    categories = {one.category for one in _lately(actor)}
    return {"category": sorted(categories - {""}), "area": sorted(_areas(request, actor).values())}


def _areas(request: HttpRequest, actor: Actor) -> Mapping[Id, str]:
    """Areas of late, as they are kept, and what they are called in the reader's language."""
    areas = {one.area for one in _lately(actor)} - {""}
    called = names(actor, "organisation", areas, language=language_for(request))
    return {area: called.get(area, area) for area in areas}


def _area(typed: str, areas: Mapping[Id, str]) -> str:
    """The area that is called what was typed; what is not known stays as it was typed."""
    return next((area for area, called in areas.items() if called.casefold() == typed.casefold()), typed)


def _lately(actor: Actor) -> Sequence[Incident]:
    found: Sequence[Incident] = select(actor, "incident", order="received_at DESC", most=SEEN_MOST)
    return found
