"""Streets of one name in several places, seen by where their crossings lie; the crossing nearest to a place. Pure."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.reading.facts import Crossing

Place = tuple[float, float]
"""Longitude, latitude in degrees."""

# Crossings of one street lie no farther than this from its next one; a street of the same name beyond is another.
GAP_M: Final = 3_000.0
DEGREE_M: Final = 111_195.0
LOOKED_AT_MOST: Final = 400


class Parts:
    """The crossings of a gazetteer."""

    def __init__(self, crossings: Sequence[Crossing]) -> None:
        self._crossings = crossings
        self._places = np.array([(one.longitude_deg, one.latitude_deg) for one in crossings]).reshape(-1, 2)

    def of(self, crossings: Sequence[Crossing]) -> list[tuple[Place, Crossing]]:
        """Where a street with these crossings is: a place and a crossing for each part that lies apart."""
        some = crossings[:LOOKED_AT_MOST]
        if len(some) < 2:
            return []
        places = np.array([(one.longitude_deg, one.latitude_deg) for one in some])
        found: list[tuple[Place, Crossing]] = []
        left = np.ones(len(some), dtype=np.bool_)
        while left.any():
            part = _joined(places, int(np.argmax(left)), left)
            left &= ~part
            first = some[int(np.argmax(part))]
            found.append(((first.longitude_deg, first.latitude_deg), first))
        return found

    def nearest(self, place: Place) -> Crossing | None:
        """The crossing that is nearest to a place."""
        if not len(self._places):
            return None
        return self._crossings[int(np.argmin(_metres(self._places, np.array(place))))]


def _joined(places: NDArray[np.float64], start: int, left: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those of the places that can be reached from one by steps of at most `GAP_M`."""
    part = np.zeros(len(places), dtype=np.bool_)
    fresh = [start]
    part[start] = True
    while fresh:
        near = (_metres(places, places[fresh.pop()]) <= GAP_M) & left & ~part
        part |= near
        fresh += np.flatnonzero(near).tolist()
    return part


def _metres(places: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres on a plane that touches the globe there; good to a part in a thousand over a city."""
    east = (places[:, 0] - at[0]) * np.cos(np.radians(at[1]))
    distances: NDArray[np.float64] = DEGREE_M * np.hypot(east, places[:, 1] - at[1])
    return distances
