"""Who watches which district: a part of the list, and a page of its own where no script runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console import watching
from callbox.faces.console.asking import asked
from callbox.faces.console.language import language_for
from callbox.faces.console.pages import is_partial, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.organisation.facts import Organisation

AREAS_MOST = 100
ACTS = {"watch": "incident.watch_area", "leave": "incident.leave_area"}


@dataclass(frozen=True, kw_only=True)
class Area:
    """One district as the page shows it. `watcher` is empty where nobody watches it."""

    organisation: Organisation
    name: str
    watcher: str
    mine: bool


@require_GET
@signed_in
def areas(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The districts, and who watches each."""
    return _answer(request, actor)


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a district, or leave it."""
    act = ACTS.get(request.POST.get("what", ""))
    if act is None:
        raise Http404
    given = {"area": request.POST.get("area", "")}
    try:
        gate.act(asked(act, actor, given, key=request.POST.get("key") or None)).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        return _answer(request, actor, refused=words_of(request, refused), status=422)
    return _answer(request, actor) if is_partial(request) else HttpResponseRedirect("/areas")


def _answer(request: HttpRequest, actor: Actor, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = _context(request, actor) | {"refused": refused}
    template = "console/_areas.html" if is_partial(request) else "console/areas.html"
    return render(request, template, context, status=status)


def _context(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language = language_for(request)
    found = _districts(actor)
    titles = watching.names(actor, {one.watcher for one in found if one.watcher}, language=language)
    shown = [
        Area(
            organisation=one,
            name=(one.name_zh if language == "zh" else "") or one.name,
            watcher=titles.get(one.watcher or "", one.watcher or ""),
            mine=one.watcher is not None and one.watcher == actor.post,
        )
        for one in found
    ]
    return {
        "actor": actor,
        "areas": shown,
        "watched": sum(bool(one.watcher) for one in shown),
        "may_watch": watching.watches(actor),
        "key": current().ids.new(),
    }


def _districts(actor: Actor) -> Sequence[Organisation]:
    """The districts within one's organisation, and whatever else there is watched."""
    own = actor.organisation
    where = Condition(
        "(level = 'county' OR watcher IS NOT NULL) AND (%s = '' OR id = %s OR starts_with(id, %s))",
        (own, own, f"{own}/"),
    )
    found: Sequence[Organisation] = select(actor, "organisation", where=[where], order="name, id", most=AREAS_MOST)
    return found
