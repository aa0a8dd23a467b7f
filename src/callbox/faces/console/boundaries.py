"""Boundaries: who serves which place, drawn as they lie, read from a file of polygons, and tried out on one place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.services.boundary.acts import Planned, planned, read_file
from callbox.services.boundary.facts import Boundary
from callbox.services.request.acts import route
from callbox.services.request.facts import Category, name_of

MOST: Final = 500
WIDE: Final = 1000.0
FILE_MOST_BYTES: Final = 20_000_000
# Colours that stay apart in both themes and for most eyes (after Okabe and Ito, 2008).
COLOURS: Final = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#8c9bd9", "#b8b8b8")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One boundary in the picture: its outline as an SVG path, its colour, where its name stands."""

    boundary: Boundary
    path: str
    colour: str
    name: str
    x: float
    y: float


@require_http_methods(["GET", "POST"])
@signed_in
def boundaries(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The picture and the list; or a file of polygons, first tried and then taken."""
    if request.method == "GET":
        return render(request, "console/boundaries.html", _shown(request, actor) | _tried(request, actor))
    if not may(actor, spec_of("boundary.draw").grants, None):
        raise Refused("not_allowed", act="boundary.draw")
    try:
        plan = _planned(request, actor)
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused)}
        return render(request, "console/boundaries.html", context, status=422)
    done = [] if request.POST.get("what") == "try" else _perform(actor, plan)
    rows = [
        (one, words_of(request, no) if (no := one.refused or (done[place] if done else None)) else "")
        for place, one in enumerate(plan)
    ]
    context = {"plan": rows, "taken": bool(done), "good": sum(not no for _, no in rows)}
    return render(request, "console/boundaries.html", _shown(request, actor) | context)


def _planned(request: HttpRequest, actor: Actor) -> Sequence[Planned]:
    told = request.FILES.get("file")
    if told is None:
        raise Refused("field.empty", field="file")
    if (told.size or 0) > FILE_MOST_BYTES:
        raise Refused("boundary.file_large", most=FILE_MOST_BYTES // 1_000_000)
    mapping = {name: request.POST.get(f"as_{name}", "").strip() for name in ("organisation", "name", "name_zh")}
    features = read_file(told.read())
    return planned(actor, features, mapping={name: column for name, column in mapping.items() if column})


def _perform(actor: Actor, plan: Sequence[Planned]) -> list[Refused | None]:
    """What each feature was refused by; None: it was taken."""
    now = current().world.clock.now()
    done: list[Refused | None] = []
    for one in plan:
        if one.refused is not None or not one.act:
            done.append(one.refused)
            continue
        inputs = spec_of(one.act).inputs(**one.inputs)
        done.append(gate.act(Act(name=one.act, by=actor, at=now, inputs=inputs)).refused)
    return done


@require_POST
@signed_in
def retire(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A boundary holds no more; the same page sent twice ends it once."""
    spec, given = spec_of("boundary.retire"), {"boundary": one}
    now = current().world.clock.now()
    key = f"{spec.name}-{request.POST.get('key')}"[:200]
    act: Act = Act(name=spec.name, by=actor, at=now, inputs=spec.inputs(**given), key=key)
    gate.act(act).ref  # noqa: B018  raises what refused it
    return HttpResponseRedirect("/boundaries")


def _tried(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Who would get a request of a category at a place that somebody types."""
    one, where = request.GET.get("category", ""), request.GET.get("where", "")
    if not one or not where:
        return {}
    found: Sequence[Category] = select(actor, "category", where=[Condition("id = %s", (one,))])
    try:
        latitude_deg, longitude_deg = (float(side) for side in where.replace(",", " ").split())
    except ValueError:
        return {"tried": {"category": one, "where": where, "unreadable": True}}
    if not found or abs(latitude_deg) > 90 or abs(longitude_deg) > 180:
        return {"tried": {"category": one, "where": where, "unreadable": True}}
    routed = route(found[0], latitude_deg, longitude_deg)
    called = names(actor, "organisation", routed.candidates, language=language_for(request))
    told = [called.get(office, office) for office in routed.candidates]
    return {"tried": {"category": one, "where": where, "candidates": told, "asks": routed.to_ask}}


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language = language_for(request)
    found: Sequence[Boundary] = select(
        actor, "boundary", where=[Condition("status = 'active'")], order="organisation, name, id", most=MOST
    )
    known: Sequence[Category] = select(actor, "category", where=[Condition("status = 'active' AND by_area")], most=MOST)
    drawn = list(_drawn(found, language)) if found else []
    return {
        "actor": actor,
        "boundaries": found,
        "drawn": drawn,
        "colours": {one.boundary.id: one.colour for one in drawn},
        "view": f"-5 -5 {WIDE + 10:g} {_height(found) + 10:g}" if found else "",
        "categories": sorted(((one.id, name_of(one, language)) for one in known), key=lambda pair: pair[1]),
        "key": current().ids.new(),
        "may_draw": may(actor, spec_of("boundary.draw").grants, None),
        **offices(actor, (one.organisation for one in found), language=language),
    }


@dataclass(frozen=True)
class _Frame:
    """From degrees to the picture: west and north edge, points per degree each way."""

    west: float
    north: float
    across: float
    down: float

    def place(self, longitude_deg: float, latitude_deg: float) -> tuple[float, float]:
        return (longitude_deg - self.west) * self.across, (self.north - latitude_deg) * self.down


def _frame(found: Sequence[Boundary]) -> _Frame:
    west = min(one.west_longitude_deg for one in found)
    east = max(one.east_longitude_deg for one in found)
    north = max(one.north_latitude_deg for one in found)
    across = WIDE / max(east - west, 1e-9)
    return _Frame(west, north, across, across / max(0.01, cos(radians(north))))


def _height(found: Sequence[Boundary]) -> float:
    frame = _frame(found)
    return round((frame.north - min(one.south_latitude_deg for one in found)) * frame.down, 1)


def _drawn(found: Sequence[Boundary], language: str) -> Iterator[Drawn]:
    frame = _frame(found)
    held = sorted({one.organisation for one in found})
    for one in found:
        x, y = frame.place(*one.inside_deg())
        yield Drawn(
            boundary=one,
            path=" ".join(_ring(ring, frame) for ring in _rings(one.rings)),
            colour=COLOURS[held.index(one.organisation) % len(COLOURS)],
            name=(one.name_zh if language == "zh" else "") or one.name,
            x=round(x, 1),
            y=round(y, 1),
        )


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _ring(ring: Sequence[Sequence[float]], frame: _Frame) -> str:
    places = (frame.place(longitude_deg, latitude_deg) for longitude_deg, latitude_deg in ring)
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in places) + "Z"
