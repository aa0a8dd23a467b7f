"""What faces need to close a road: an outline out of what a person drew."""

from math import cos, radians
from typing import Final

from shapely import LineString

from callbox.kernel.globe import EARTH_RADIUS_M

METRES_PER_DEGREE: Final = radians(1) * EARTH_RADIUS_M
BARRIER_M: Final = 4.0
"""How far a barrier reaches to either side of the line that was drawn: it stops whoever crosses the line."""


def barrier(line_deg: tuple[float, ...], *, reach_m: float = BARRIER_M) -> tuple[float, ...]:
    """The outline around a line (longitude, latitude, point after point) that closes every road crossing it.

    A line of fewer than two points comes back as it is: the closure's own rule says what is wrong with it.
    """
    points = list(zip(line_deg[::2], line_deg[1::2], strict=False))
    if len(set(points)) < 2 or len(line_deg) % 2:
        return line_deg
    narrow = max(0.01, cos(radians(points[0][1])))
    flat = LineString([(x * narrow, y) for x, y in points])
    around = flat.buffer(reach_m / METRES_PER_DEGREE, cap_style="flat", join_style="mitre")
    return tuple(side for x, y in around.exterior.coords[:-1] for side in (round(x / narrow, 7), round(y, 7)))
