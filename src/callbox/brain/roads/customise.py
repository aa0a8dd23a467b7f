"""A metric: travel times of all arcs in one mode at one hour, and the weights they give the hierarchy."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.amend_loops import Amending, amend, mark_ancestors
from callbox.brain.roads.customise_loops import Weights, customise, street_weights
from callbox.brain.roads.facts import Ints
from callbox.brain.roads.hierarchy import Hierarchy

LONGEST_MS = 2**27
"""A day and a half along one arc is an error in the data, and sums of labels must stay within 32 bits."""


@dataclass(slots=True, kw_only=True)
class Metric:
    """Times on the roads in one mode at one hour, closures and slow zones in force included."""

    name: str
    free_ms: Ints
    """(m,) without closures and slow zones."""
    travel_ms: Ints
    """(m,) as they stand; UNREACHABLE_MS on a closed arc."""
    pace_ms: Ints
    """(m,) for somebody who stands on the arc or is called to it: as free on a closed arc."""
    weights: Weights
    version: int = 0
    """Rises with every change: labels of an older version are renewed before they answer."""


def metric_from(hierarchy: Hierarchy, *, name: str, travel_ms: Ints) -> Metric:
    """Customise the hierarchy to travel times, (m,) milliseconds, at least 0; UNREACHABLE_MS where nobody passes.

    Raises ValueError for a time that is neither.
    """
    free_ms = np.ascontiguousarray(travel_ms, np.int32)
    checked(free_ms, arcs=len(hierarchy.ends.tail))
    weights = Weights(*(np.full(len(hierarchy.tree.head), UNREACHABLE_MS, np.int32) for _ in range(2)))
    street_weights(hierarchy.ends, free_ms, weights)
    customise(hierarchy.tree, hierarchy.below, weights, rows_by_depth(hierarchy))
    return Metric(name=name, free_ms=free_ms, travel_ms=free_ms.copy(), pace_ms=free_ms.copy(), weights=weights)


def derived_from(metric: Metric, *, name: str) -> Metric:
    """A copy that can be changed apart."""
    weights = Weights(metric.weights.up_ms.copy(), metric.weights.down_ms.copy())
    return Metric(
        name=name, free_ms=metric.free_ms, travel_ms=metric.travel_ms.copy(), pace_ms=metric.pace_ms.copy(), weights=weights
    )  # fmt: skip


def rows_by_depth(hierarchy: Hierarchy) -> Ints:
    """Room for two numbers at each depth of the tree."""
    return np.empty((2, hierarchy.levels), np.int32)


def checked(travel_ms: Ints, *, arcs: int) -> None:
    """Refuse travel times that are no times."""
    if travel_ms.shape != (arcs,):
        raise ValueError(f"travel_ms: {arcs} arcs need {arcs} times, not {travel_ms.shape}")
    wrong = np.flatnonzero((travel_ms < 0) | (travel_ms > LONGEST_MS) & (travel_ms != UNREACHABLE_MS))
    if len(wrong):
        said = f"travel_ms: arc {wrong[0]} takes {travel_ms[wrong[0]]} ms"
        raise ValueError(f"{said}; a time is 0 to {LONGEST_MS} ms, or {UNREACHABLE_MS} where nobody passes")


def amended(hierarchy: Hierarchy, metric: Metric, *, arcs: Ints, travel_ms: Ints) -> None:
    """Give some arcs other times and make the weights true again; in place, in force for the next question.

    `arcs` (k,) are arcs of the road network, `travel_ms` (k,) their new milliseconds, UNREACHABLE_MS where closed.
    """
    changed = metric.travel_ms[arcs] != travel_ms
    arcs, travel_ms = arcs[changed], np.asarray(travel_ms[changed], np.int32)
    if not len(arcs):
        return
    metric.travel_ms[arcs] = travel_ms
    metric.pace_ms[arcs] = np.where(travel_ms < UNREACHABLE_MS, travel_ms, metric.free_ms[arcs])
    slots = hierarchy.ends.slot[arcs]
    amend_slots(hierarchy, metric, slots[slots >= 0])
    metric.version += 1


def amend_slots(hierarchy: Hierarchy, metric: Metric, slots: Ints) -> int:
    """Work the weights of these arcs of the hierarchy out again, and all that follows; how many changed."""
    tree, below = hierarchy.tree, hierarchy.below
    doubt = np.zeros(len(tree.head), np.int8)
    doubt[slots] = 1
    seen = np.zeros(len(tree.parent), np.int8)
    mark_ancestors(tree, below.owner[slots], seen)
    touched = np.flatnonzero(seen.view(np.bool_))[::-1].astype(np.int32)
    old_ms, rows = rows_by_depth(hierarchy), rows_by_depth(hierarchy)
    by_depth = np.full((5, rows.shape[1]), UNREACHABLE_MS, np.int32)
    amending = Amending(
        hierarchy.slot_first, hierarchy.slot_arc, metric.travel_ms, doubt, old_ms, rows, by_depth, np.zeros_like(seen)
    )
    return amend(tree, below, hierarchy.ends, metric.weights, amending, touched)
