"""The arithmetic of boundaries: what is wrong with a polygon, how far a place lies from it. Pure, in plain values.

Distances are measured on a plane that touches the globe at the place asked for: within some kilometres of a place that is
exact to far less than a metre. A polygon over the 180th meridian is drawn in two parts, as RFC 7946 (3.1.9) says.
"""

from collections.abc import Mapping
from math import cos, isfinite, radians
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from callbox.kernel.facts import Refused
from callbox.kernel.globe import EARTH_RADIUS_M

METRES_PER_DEGREE: Final = radians(1) * EARTH_RADIUS_M
DIGITS: Final = 6
"""Decimals of a degree that are kept: 0.1 m."""
CORNERS_MOST: Final = 20_000
KINDS: Final = ("Polygon", "MultiPolygon")


def sound(geometry: object) -> tuple[dict[str, Any], tuple[float, float, float, float]]:
    """A GeoJSON geometry as it is kept, rounded, and its west, south, east and north.

    Raises:
        Refused: with what is wrong.
    """
    if not isinstance(geometry, Mapping) or geometry.get("type") not in KINDS:
        raise Refused("boundary.kind")
    drawn = _shape(geometry)
    corners = shapely.get_coordinates(drawn)
    if not len(corners):
        raise Refused("boundary.empty")
    if len(corners) > CORNERS_MOST:
        raise Refused("boundary.many", most=CORNERS_MOST)
    if not bool(np.isfinite(corners).all()) or np.abs(corners[:, 0]).max() > 180 or np.abs(corners[:, 1]).max() > 90:
        raise Refused("boundary.off_earth")
    rounded = shapely.transform(drawn, lambda places: np.round(places, DIGITS))
    if not rounded.is_valid:
        raise Refused("boundary.crossing")
    if not rounded.area:
        raise Refused("boundary.empty")
    return _written(rounded), _around(rounded)


def _shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    try:
        return shapely.force_2d(shape(dict(geometry)))
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise Refused("boundary.corners") from None


def _written(drawn: BaseGeometry) -> dict[str, Any]:
    told = shapely.geometry.mapping(drawn)
    return {"type": told["type"], "coordinates": _listed(told["coordinates"])}


def _listed(told: Any) -> Any:
    """Tuples as lists, as they come back from where they are kept."""
    return [_listed(one) for one in told] if isinstance(told, tuple | list) else float(told)


def _around(drawn: BaseGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = (float(side) for side in drawn.bounds)
    return west, south, east, north


def distance_m(rings: Mapping[str, Any], *, latitude_deg: float, longitude_deg: float) -> float:
    """How far a place lies outside of a polygon, in metres; 0 inside and on its edge."""
    if not (isfinite(latitude_deg) and isfinite(longitude_deg)):
        return float("inf")
    narrow = max(0.01, cos(radians(latitude_deg)))

    def flat(places: NDArray[np.float64]) -> NDArray[np.float64]:
        return (places - (longitude_deg, latitude_deg)) * (METRES_PER_DEGREE * narrow, METRES_PER_DEGREE)

    return float(shapely.distance(shapely.transform(_shape(rings), flat), shapely.Point(0, 0)))


def inside_deg(rings: Mapping[str, Any]) -> tuple[float, float]:
    """The longitude and latitude of a place inside a polygon."""
    place = shapely.point_on_surface(_shape(rings))
    return float(place.x), float(place.y)
