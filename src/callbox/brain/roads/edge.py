"""How soon the edge of a closed area is reached by whoever is led to a place within it."""

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise import Metric
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.labels import Labels, times


def times_to_edge(engine: RoadEngine, labels: Labels, place: Places, *, closed: Ints, through: Metric) -> Ints:
    """(k,) milliseconds from each labelled unit to the junction where its shortest way in leaves the last open street.

    `closed` are the arcs of the area that a place (of one) lies in; `through` is the metric of the labels with these arcs
    open, which says which edge is the best: the sooner one is not, if it lies on the wrong side. UNREACHABLE_MS where no
    edge is reached, or none leads to the place.
    """
    gates = _gates(engine, labels.metric, closed)
    if not len(gates):
        return np.full(len(labels), UNREACHABLE_MS, np.int32)
    ends = Places(arc=gates, fraction=np.ones(len(gates)), walk_m=np.zeros(len(gates)))
    edge_ms = times(engine.hierarchy, labels, ends)
    within_ms = engine.sweep(place, through)[engine.network.head[gates]]
    whole_ms = edge_ms + within_ms[:, None]
    # A way that runs along the edge passes several gates at no loss: the last of them is where it leads in.
    least_ms = whole_ms.min(axis=0)
    last_ms = np.where(whole_ms == least_ms, edge_ms, 0).max(axis=0)
    return np.where(least_ms < UNREACHABLE_MS, last_ms, UNREACHABLE_MS).astype(np.int32)


def _gates(engine: RoadEngine, metric: Metric, closed: Ints) -> Ints:
    """The open arcs that lead to where a closed one begins."""
    begins = np.zeros(engine.network.nodes, np.bool_)
    begins[engine.network.tail[closed]] = True
    return np.flatnonzero(begins[engine.network.head] & (metric.travel_ms < UNREACHABLE_MS)).astype(np.int32)
