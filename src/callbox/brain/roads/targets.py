"""Places that many others are led to, labelled once: the points of demand, which cover is reckoned from."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.roads.customise import Metric
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.label_loops import times_between
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

    def times(self, units: Labels, index: int, *, out: Ints) -> None:
        """(t,) milliseconds from one of the units (of the same metric) to every target; UNREACHABLE_MS for no way."""
        refresh(self.hierarchy, self.labels)
        room = np.empty((2, self.labels.rows.time_ms.shape[1]), np.int32)
        times_between(self.hierarchy.tree, units.rows, index, self.labels.rows, True, out, room)
