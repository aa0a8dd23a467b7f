"""How much of a route is driven on which class of road: what trips are compared by, with no street in it."""

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import ROAD_CLASSES, Floats, RoadNetwork
from callbox.brain.roads.route import Route


def class_times(network: RoadNetwork, route: Route, *, mode: int) -> Floats:
    """(c,) milliseconds that a route takes on free roads on each of ROAD_CLASSES, in a mode; all 0 without a way."""
    arcs = route.arc
    if not len(arcs):
        return np.zeros(len(ROAD_CLASSES))
    share = np.ones(len(arcs))
    share[-1] = route.end
    share[0] -= route.begin
    if len(arcs) == 1:
        share[0] = max(0.0, route.end - route.begin)
    free_ms = network.travel_ms[mode][arcs]
    free_ms = np.where(free_ms < UNREACHABLE_MS, free_ms, 0)
    return np.bincount(network.road_class[arcs], share * free_ms, len(ROAD_CLASSES)).astype(np.float64)
