"""Where a city's calls come from: as its file says, as its generator knows, or else as dense as its crossings."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from callbox.brain.city import City as Generated
from callbox.brain.city.facts import lonlat
from callbox.brain.demand.points import ANY_KIND, Points, gathered
from callbox.brain.roads.facts import RoadNetwork

FROM_FILE, FROM_CITY, FROM_ROADS = SOURCES = ("file", "city", "roads")
CALLS_PER_H: Final = 1.0
"""In all, where nobody says how many; so a loss of 0.01 is one call in a hundred."""
CALLS_A_UNIT_DAY: Final = 4.0
"""Of a generated city: calls a day for each of its units."""
DIGITS: Final = 7


def in_plain(points: Points, source: str) -> dict[str, Any]:
    """Points as `city.json` keeps them."""
    return {
        "source": source,
        "kinds": list(points.kinds),
        "longitude_deg": points.longitude_deg.round(DIGITS).tolist(),
        "latitude_deg": points.latitude_deg.round(DIGITS).tolist(),
        "calls_per_h": points.calls_per_h.round(DIGITS).tolist(),
        "hours": points.hours.round(DIGITS).tolist(),
    }


def points_of(told: Mapping[str, Any], network: RoadNetwork) -> Points:
    """The points of a city: those that were told, else those of its roads.

    Raises:
        ValueError, KeyError, TypeError: when what is kept is not what was written.
    """
    known = told.get("demand")
    if known is None:
        return by_crossings(network)
    shape = len(known["kinds"]), len(known["longitude_deg"])
    return Points(
        kinds=tuple(str(one) for one in known["kinds"]),
        longitude_deg=np.array(known["longitude_deg"], dtype=np.float64),
        latitude_deg=np.array(known["latitude_deg"], dtype=np.float64),
        calls_per_h=np.array(known["calls_per_h"], dtype=np.float64).reshape(shape),
        hours=np.array(known["hours"], dtype=np.float64),
    )


def by_crossings(network: RoadNetwork) -> Points:
    """Calls from everywhere alike that roads meet or bend: where many people live there are many crossings."""
    nodes = network.nodes
    return gathered(
        Points(
            kinds=(ANY_KIND,),
            longitude_deg=network.longitude_deg,
            latitude_deg=network.latitude_deg,
            calls_per_h=np.full((1, nodes), CALLS_PER_H / max(1, nodes)),
        )
    )


def of_generated(city: Generated) -> Points:
    """The calls of a generated city, for each kind of unit that its incidents need."""
    nodes = np.flatnonzero(city.incident_weight > 0)
    longitude_deg, latitude_deg = lonlat(city.anchor, city.roads.x_m[nodes], city.roads.y_m[nodes])
    needed: dict[str, float] = {}
    for one in city.incident_types:
        for need in one.needs:
            needed[need.kind] = needed.get(need.kind, 0.0) + one.share * need.count
    calls_per_h = CALLS_A_UNIT_DAY * len(city.units) / 24.0
    share = np.array([needed[kind] for kind in sorted(needed)]) * calls_per_h
    return gathered(
        Points(
            kinds=tuple(sorted(needed)),
            longitude_deg=longitude_deg,
            latitude_deg=latitude_deg,
            calls_per_h=np.outer(share, city.incident_weight[nodes]),
            hours=city.incident_hours,
        )
    )
