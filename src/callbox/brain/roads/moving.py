"""Many places that move: their labels follow them."""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.labels import Labels, refresh
from callbox.brain.roads.move_loops import fill_some


def follow(hierarchy: Hierarchy, labels: Labels, places: Places, *, moved: NDArray[np.int64]) -> None:
    """Make labels true for where their places are now: `places` are all k, `moved` the rows that are elsewhere now."""
    refresh(hierarchy, labels)
    held, metric = labels.places, labels.metric
    for mine, new in ((held.arc, places.arc), (held.fraction, places.fraction), (held.walk_m, places.walk_m)):
        mine[moved] = new[moved]
    side_ms = metric.weights.up_ms if labels.leaving else metric.weights.down_ms
    fill_some(
        hierarchy.tree, hierarchy.ends, side_ms, metric.pace_ms, labels.rows, moved, held.arc, held.fraction, labels.leaving
    )  # fmt: skip
