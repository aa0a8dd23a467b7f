"""Which points of drawn lines are one place: ends that lie near each other, and inner points only if asked."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from callbox.brain.roads.facts import Floats

from .draft import METRES_PER_DEGREE, Longs
from .facts import Flags


def numbered(first: Longs, places_deg: Floats, *, join_m: float, meet_inside: bool) -> tuple[Longs, Floats]:
    """For each of p points the number of its place, and the places with joined ends moved onto one of them.

    Ends within `join_m` metres of each other are one place (and whatever is so near to one of those). Inner points are
    each a place of their own, unless `meet_inside`: then points with the same coordinates are one.
    """
    end = _ends(first, len(places_deg))
    spots, spot = np.unique(places_deg, axis=0, return_inverse=True)
    spot = spot.reshape(-1)
    at_end = np.zeros(len(spots), dtype=np.bool_)
    at_end[spot[end]] = True
    home = np.arange(len(spots))
    home[at_end] = np.flatnonzero(at_end)[_clusters(spots[at_end], join_m)]
    joined = end | (at_end[spot] if meet_inside else False)
    alone = len(spots) + (spot if meet_inside else np.arange(len(spot)))
    return np.where(joined, home[spot], alone), np.where(joined[:, np.newaxis], spots[home[spot]], places_deg)


def _ends(first: Longs, points: int) -> Flags:
    end = np.zeros(points, dtype=np.bool_)
    drawn = np.diff(first) > 0
    end[first[:-1][drawn]] = end[first[1:][drawn] - 1] = True
    return end


def _clusters(spots: Floats, join_m: float) -> Longs:
    """(k,) for each spot the lowest spot that it is joined with, directly or by others."""
    if not len(spots) or not join_m > 0:
        return np.arange(len(spots))
    sound: Flags = np.isfinite(spots[:, 0]) & np.isfinite(spots[:, 1])
    middle = np.radians(np.median(spots[sound, 1])) if sound.any() else 0.0
    plane = np.where(sound[:, np.newaxis], spots, np.arange(len(spots))[:, np.newaxis] * 1e6 + 1e9)
    plane = plane * METRES_PER_DEGREE * [np.cos(middle), 1.0]
    pairs = cKDTree(plane).query_pairs(join_m, output_type="ndarray")
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(spots), len(spots)))
    _, label = connected_components(graph, directed=False)
    lowest = np.full(len(spots), len(spots))
    np.minimum.at(lowest, label, np.arange(len(spots)))
    return lowest[label]
