"""What the map's page asks for while it is open."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.board import reads
from callbox.faces.console.language import language_for
from callbox.faces.console.map import floor
from callbox.faces.console.pages import signed_in
from callbox.kernel import sheet
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.closure.facts import REASONS
from callbox.services.incident.facts import Incident

# What the page says by itself, as codes below `map.`.
SAID = (
    "ground", "no_webgl", "no_sheet", "broken", "stale", "approximate", "exact", "no_place", "waits", "heard", "opens",
    "picks", "on_it", "nobody", "closed", "slow", "until", "until_lifted", "lift", "again", "draw_area", "draw_points",
    "drawn", "by_road", "by_line", "first_way", "second_way",
)  # fmt: skip


@require_GET
@signed_in
def now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Units, incidents and closures as they stand."""
    _must_read(actor)
    return JsonResponse(floor.floor(actor, current().world.clock.now(), language_for(request)))


@require_GET
@signed_in
def moves(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  every page has one signature
    """Where units are."""
    _must_read(actor)
    return JsonResponse({"units": floor.moves(actor, current().world.clock.now())})


@require_POST
@signed_in
def places(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where cases are: a recorded look, for posts that send units."""
    if not floor.may_look(actor):
        raise Refused("not_allowed", act="incident.assign")
    ids = [one for one in request.POST.getlist("on") if one]
    return JsonResponse({"places": floor.places(actor, ids, language_for(request)) if ids else []})


def _must_read(actor: Actor) -> None:
    if not reads(actor, Incident):
        raise Refused("not_found", kind="map", id="")


def told(actor: Actor, language: str) -> dict[str, Any]:
    """What the pane's template is given."""
    there = sheet.known(current().world.folder)
    return {
        "roads": f"/map/{there.name}" if there else "",
        "bounds": " ".join(str(one) for one in there.bounds_deg) if there else "",
        "words": json.dumps({code: say(f"map.{code}", language) for code in SAID}, ensure_ascii=False),
        "may_look": floor.may_look(actor),
        "may_close": may(actor, spec_of("closure.declare").grants, None),
        "may_see": reads(actor, Incident),
        "reasons": REASONS,
        "hours": (1, 2, 4, 8, 24),
    }
