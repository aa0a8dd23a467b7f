"""Areas typed or read from a file, as rings of corners: longitude, latitude, corner after corner. Pure."""

from math import cos, pi, radians, sin
from typing import Any

CORNERS = 24
METRES_PER_DEGREE = 111_195.08  # of a great circle on a sphere of 6,371,008.8 m

Ring = tuple[float, ...]


class NoOutline(Exception):
    """What is there is no area. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def circle(latitude_deg: float, longitude_deg: float, *, within_m: float) -> Ring:
    """The ring around everything no farther than `within_m` metres, as a polygon drawn outside of that circle."""
    reach_m = within_m / cos(pi / CORNERS)
    north_deg = reach_m / METRES_PER_DEGREE
    east_deg = north_deg / max(0.01, cos(radians(latitude_deg)))
    turns = [2 * pi * corner / CORNERS for corner in range(CORNERS)]
    return tuple(
        part for turn in turns for part in (longitude_deg + east_deg * cos(turn), latitude_deg + north_deg * sin(turn))
    )


def rings(told: Any) -> tuple[Ring, ...]:
    """The areas of a GeoJSON object (RFC 7946): polygons without holes, alone or collected.

    Raises:
        NoOutline: when it holds none, or one with a hole.
    """
    found = tuple(_ring(polygon) for polygon in _polygons(told))
    if not found:
        raise NoOutline("none")
    return found


def _polygons(told: Any) -> list[Any]:
    if not isinstance(told, dict):
        raise NoOutline("none")
    kind = told.get("type")
    if kind == "FeatureCollection":
        return [polygon for one in _listed(told.get("features")) for polygon in _polygons(one)]
    if kind == "Feature":
        return _polygons(told.get("geometry"))
    if kind == "GeometryCollection":
        return [polygon for one in _listed(told.get("geometries")) for polygon in _polygons(one)]
    if kind == "MultiPolygon":
        return _listed(told.get("coordinates"))
    if kind == "Polygon":
        return [told.get("coordinates")]
    raise NoOutline("none")


def _listed(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise NoOutline("none")
    return told


def _ring(polygon: Any) -> Ring:
    parts = _listed(polygon)
    if len(parts) != 1:
        raise NoOutline("hole" if parts else "none")
    corners = [_corner(one) for one in _listed(parts[0])]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    return tuple(part for corner in corners for part in corner)


def _corner(told: Any) -> tuple[float, float]:
    try:
        return float(told[0]), float(told[1])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as wrong:
        raise NoOutline("none") from wrong
