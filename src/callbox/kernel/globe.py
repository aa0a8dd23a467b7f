"""Places on the globe and how far apart they are as the crow flies. Pure."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG

Place = tuple[float, float]
"""Latitude, longitude in degrees, WGS 84."""


def straight_line_m(one: Place, other: Place) -> float:
    """Metres between two places on a sphere: the haversine formula.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984). Off by up to 0.5 % on the real Earth.
    """
    (south, west), (north, east) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half)))


def bearing_deg(one: Place, other: Place) -> float:
    """Degrees clockwise from north of the straight way from one place to another, as it begins."""
    (south, west), (north, east) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    up = cos(south) * sin(north) - sin(south) * cos(north) * cos(east - west)
    return degrees(atan2(sin(east - west) * cos(north), up)) % 360


def place(latitude_deg: float | None, longitude_deg: float | None) -> Place | None:
    """A place, when both halves of it are known."""
    if latitude_deg is None or longitude_deg is None:
        return None
    return latitude_deg, longitude_deg
