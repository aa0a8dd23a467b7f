"""A metric: travel times of all arcs in one mode at one hour, and the weights they give the hierarchy."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise_loops import Weights, arc_weights, customise
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
    weights = arc_weights(hierarchy.ends, free_ms, len(hierarchy.tree.head))
    customise(hierarchy.tree, hierarchy.below, weights)
    return Metric(name=name, free_ms=free_ms, travel_ms=free_ms.copy(), pace_ms=free_ms.copy(), weights=weights)


def checked(travel_ms: Ints, *, arcs: int) -> None:
    """Refuse travel times that are no times."""
    if travel_ms.shape != (arcs,):
        raise ValueError(f"travel_ms: {arcs} arcs need {arcs} times, not {travel_ms.shape}")
    wrong = np.flatnonzero((travel_ms < 0) | (travel_ms > LONGEST_MS) & (travel_ms != UNREACHABLE_MS))
    if len(wrong):
        said = f"travel_ms: arc {wrong[0]} takes {travel_ms[wrong[0]]} ms"
        raise ValueError(f"{said}; a time is 0 to {LONGEST_MS} ms, or {UNREACHABLE_MS} where nobody passes")
