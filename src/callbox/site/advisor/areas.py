"""From places that are reached to the area around them, for a map. Pure."""

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from callbox.kernel.chain import Json

POINTS_MAX: Final = 4_000
MARGIN_DEG: Final = 0.0005
"""About 50 m: who gets to a crossing gets a little beyond it."""
# Between the hull that follows every street (0) and the convex one (1).
SMOOTHNESS: Final = 0.15


def area_of(points_deg: NDArray[np.float64]) -> Json:
    """The GeoJSON geometry around (k, 2) longitudes and latitudes; None where there are none."""
    if not len(points_deg):
        return None
    points = shapely.MultiPoint(thinned(points_deg))
    hull = shapely.concave_hull(points, ratio=SMOOTHNESS, allow_holes=True)
    told: Any = shapely.geometry.mapping(shapely.set_precision(shapely.buffer(hull, MARGIN_DEG, quad_segs=2), 1e-5))
    return {"type": str(told["type"]), "coordinates": _lists(told["coordinates"])}


def thinned(points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """At most so many of the points, spread as all of them are: one for each cell of a grid that just suffices."""
    if len(points_deg) <= POINTS_MAX:
        return points_deg
    low, high = points_deg.min(axis=0), points_deg.max(axis=0)
    cells = np.floor((points_deg - low) / np.maximum(high - low, 1e-9) * np.sqrt(POINTS_MAX)).astype(np.int64)
    _, first = np.unique(cells[:, 0] * POINTS_MAX + cells[:, 1], return_index=True)
    return points_deg[first]


def _lists(told: Any) -> Any:
    return [_lists(one) for one in told] if isinstance(told, tuple | list) else told
