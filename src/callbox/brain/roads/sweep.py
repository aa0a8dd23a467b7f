"""Times between one place and every junction, and what can be reached within a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise import Metric
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.labels import empty_rows
from callbox.brain.roads.sweep_loops import sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What lies within a time from a place: parts of arcs."""

    arc: Ints
    """(k,) arcs of which some part is reached; one may come twice, once for each end of its street."""
    begin: NDArray[np.float64]
    """(k,) the fraction of the arc at which the part begins."""
    end: NDArray[np.float64]
    """(k,) and at which it ends."""


def node_times(hierarchy: Hierarchy, place: Places, *, metric: Metric, towards: bool) -> Ints:
    """(n,) milliseconds from every node to a place (towards) or from it, by the network's numbers of nodes."""
    found_ms = np.empty(len(hierarchy.number), np.int32)
    label = empty_rows(1, hierarchy.levels)
    weights, arc, fraction = metric.weights, int(place.arc[0]), float(place.fraction[0])
    sweep(
        hierarchy.tree, hierarchy.ends, weights.up_ms, weights.down_ms, metric.pace_ms, label, found_ms, arc, fraction,
        towards,
    )  # fmt: skip
    by_node: Ints = found_ms[hierarchy.number]
    return by_node


def reach(hierarchy: Hierarchy, place: Places, *, metric: Metric, within_ms: int) -> Reach:
    """The parts of arcs that one who leaves a place gets to within a time, in the direction of the arcs."""
    at_ms = np.empty(len(hierarchy.number), np.int64)
    at_ms[hierarchy.number] = node_times(hierarchy, place, metric=metric, towards=False)
    left_ms = within_ms - at_ms[hierarchy.ends.tail]
    arcs = np.flatnonzero((left_ms >= 0) & (metric.travel_ms < UNREACHABLE_MS)).astype(np.int32)
    end = np.minimum(1.0, left_ms[arcs] / np.maximum(metric.travel_ms[arcs], 1))
    own = _from_the_place(hierarchy, place, metric=metric, within_ms=within_ms)
    return Reach(
        arc=np.concatenate([arcs, own.arc]),
        begin=np.concatenate([np.zeros(len(arcs)), own.begin]),
        end=np.concatenate([end, own.end]),
    )


def _from_the_place(hierarchy: Hierarchy, place: Places, *, metric: Metric, within_ms: int) -> Reach:
    """The parts of the place's own street, one for each way out."""
    arc, fraction = int(place.arc[0]), float(place.fraction[0])
    twin = int(hierarchy.ends.twin[arc]) if arc >= 0 else -1
    ways = [(one, share) for one, share in ((arc, fraction), (twin, 1.0 - fraction)) if one >= 0]
    out = np.array([one for one, _ in ways], np.int32)
    begin = np.array([share for _, share in ways], np.float64)
    end = np.minimum(1.0, begin + within_ms / np.maximum(metric.pace_ms[out], 1))
    return Reach(arc=out, begin=begin, end=end)
