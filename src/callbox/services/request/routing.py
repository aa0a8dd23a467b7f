"""Who serves a place, for one category: by the boundaries that administrators draw. Pure.

1. A category that goes by place goes to the organisation in whose boundary the place lies.
2. A place that lies in several, or within some metres of an edge beyond which another organisation serves, is not decided
   here: all of them are named, and a person is asked. Nobody knows a place to the metre.
3. Where no boundary holds, and for every other category, it is the category's own department.
"""

from collections.abc import Iterable
from typing import Final

from callbox.services.boundary.facts import Boundary
from callbox.services.request.facts import Category

BORDER_M: Final = 20.0
"""How near an edge a place is on the border: as exact as a phone knows where it is (3-10 m), doubled."""


def served_by(
    category: Category, *, latitude_deg: float | None, longitude_deg: float | None, boundaries: Iterable[Boundary]
) -> tuple[str, ...]:
    """The organisations that serve a place, nearest first, those in whose boundary it lies before those beyond an edge.

    One is the department; several: somebody chooses; none: the category's own department has it.
    """
    found = boundaries_of(category, latitude_deg=latitude_deg, longitude_deg=longitude_deg, boundaries=boundaries)
    return tuple(found)


def boundaries_of(
    category: Category, *, latitude_deg: float | None, longitude_deg: float | None, boundaries: Iterable[Boundary]
) -> dict[str, Boundary]:
    """The same, and by which of its boundaries each of them serves the place."""
    if not category.by_area or latitude_deg is None or longitude_deg is None:
        return {}
    away = [
        (away_m, one.organisation, one.id, one)
        for one in boundaries
        if one.serves(category.id)
        and (away_m := one.distance_m(latitude_deg=latitude_deg, longitude_deg=longitude_deg)) <= BORDER_M
    ]
    nearest: dict[str, Boundary] = {}
    for _, organisation, _, one in sorted(away, key=lambda found: found[:3]):
        nearest.setdefault(organisation, one)
    return nearest
