"""The rules of boundaries.

1. A boundary is one polygon or several, whose edges do not cross, somewhere on Earth; it says which organisation serves it.
2. It may hold for some categories only, so that water and parks can be cut differently.
3. Drawing it anew makes a new version; what was routed before stays where it went.
4. Boundaries may overlap: whoever is near an edge, or in two, is asked. A retired one routes nothing any more.
"""

from dataclasses import fields
from typing import Any

from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.boundary.facts import Boundary
from callbox.services.boundary.inputs import Draw, OfBoundary, Redraw
from callbox.services.boundary.rings import sound
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category

SIDES = ("west_longitude_deg", "south_latitude_deg", "east_longitude_deg", "north_latitude_deg")


def draw(act: Act[Draw], *, organisation: Organisation, categories: tuple[Category, ...]) -> Changes:
    """A new boundary."""
    told: dict[str, Any] = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    if organisation.status != "active":
        raise Refused("boundary.organisation", organisation=organisation.id)
    _check_name(act.inputs.name)
    new = Boundary(status="active", **(told | _cut(act.inputs.rings)))
    return [New(new, "boundary.drawn")]


def redraw(
    act: Act[Redraw], *, boundary: Boundary, organisation: Organisation | None, categories: tuple[Category, ...]
) -> Changes:
    """A new version of it."""
    _must_hold(boundary)
    if organisation is not None and not within(organisation.id, act.by.organisation):
        raise Refused("not_found", kind=organisation.kind, id=organisation.id)
    if organisation is not None and organisation.status != "active":
        raise Refused("boundary.organisation", organisation=organisation.id)
    names = [field.name for field in fields(act.inputs) if field.name != "boundary"]
    told = {name: given for name in names if (given := getattr(act.inputs, name)) is not None}
    _check_name(told.get("name", boundary.name))
    told |= _cut(told["rings"]) if "rings" in told else {}
    sets: dict[str, Value] = {name: value for name, value in told.items() if value != getattr(boundary, name)}
    if not sets:
        raise Refused("nothing_changed")
    return [Change(boundary, "boundary.redrawn", {**sets, "version": boundary.version + 1})]


def retire(act: Act[OfBoundary], *, boundary: Boundary) -> Changes:
    """It routes nothing any more."""
    _must_hold(boundary)
    return [Change(boundary, "boundary.retired", {"status": "retired"})]


def _must_hold(boundary: Boundary) -> None:
    if boundary.status != "active":
        raise Refused("boundary.retired", boundary=boundary.id)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("field.empty", field="name")


def _cut(geometry: object) -> dict[str, Any]:
    """What is kept of a polygon."""
    rings, sides = sound(geometry)
    return {"rings": rings, **dict(zip(SIDES, sides, strict=True))}
