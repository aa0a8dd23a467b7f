"""The outlines of the generated city's districts, so that requests can be routed by place. Pure.

Each crossing belongs to a district; the land nearest to a district's crossings is its own. Neighbours share their edges to
the digit, and around the city the outline reaches a little beyond the last road.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import MultiPoint, mapping

from callbox.brain.city import City
from callbox.brain.city.facts import lonlat

BEYOND_M: Final = 250.0
DIGITS: Final = 6


def outlines(city: City) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each district's number and its outline as a GeoJSON Polygon or MultiPolygon."""
    places = np.column_stack([city.roads.x_m, city.roads.y_m]).astype(np.float64)
    ground = shapely.convex_hull(MultiPoint(places)).buffer(BEYOND_M)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(places), extend_to=ground))
    tree = shapely.STRtree(cells)
    place, cell = tree.query(shapely.points(places), predicate="intersects")
    of_cell = np.full(len(cells), -1)
    of_cell[cell] = city.roads.district[place]
    for district in city.districts:
        land = shapely.union_all(cells[of_cell == district.id]).intersection(ground)
        yield district.id, mapping(_on_earth(land, city))


def _on_earth(land: Any, city: City) -> Any:
    def degrees(metres: Any) -> Any:
        return np.round(np.column_stack(lonlat(city.anchor, metres[:, 0], metres[:, 1])), DIGITS)

    return shapely.transform(land, degrees)
