"""Places that many others are led to, labelled once: the points of demand, which cover is reckoned from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.customise import Metric
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.label_loops import times_from_some
from callbox.brain.roads.labels import Labels, labels_of, refresh


@dataclass(frozen=True, slots=True)
class Targets:
    """t places by one metric, and how long it takes to each from wherever a unit is."""

    hierarchy: Hierarchy
    labels: Labels

    @classmethod
    def of(cls, hierarchy: Hierarchy, places: Places, *, metric: Metric) -> "Targets":
        """Label the places."""
        return cls(hierarchy, labels_of(hierarchy, places, metric=metric, leaving=False))

    def times(self, units: Labels, some: NDArray[np.int64], *, out: Ints) -> None:
        """Write the milliseconds from the units in rows `some` (of one metric) to every target into those rows of `out`.

        `out` is (n, t) like the units and targets; UNREACHABLE_MS for no way. Its other rows stay as they are.
        """
        refresh(self.hierarchy, self.labels)
        room = np.empty((2, self.labels.rows.time_ms.shape[1]), np.int32)
        times_from_some(self.hierarchy.tree, units.rows, some, self.labels.rows, out, room)
