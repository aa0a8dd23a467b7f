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
    if not category.by_area or latitude_deg is None or longitude_deg is None:
        return ()
    nearest: dict[str, float] = {}
    for one in boundaries:
        if one.serves(category.id):
            away_m = one.distance_m(latitude_deg=latitude_deg, longitude_deg=longitude_deg)
            nearest[one.organisation] = min(away_m, nearest.get(one.organisation, away_m))
    near = [(away_m, organisation) for organisation, away_m in nearest.items() if away_m <= BORDER_M]
    return tuple(organisation for _, organisation in sorted(near))
