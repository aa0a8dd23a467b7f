"""Where units are, as labels that answer at once how long each takes to a case."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.roads.customise import Metric
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.label_loops import Rows, fill_row, fill_rows, times_to


@dataclass(slots=True, kw_only=True)
class Labels:
    """k places that are left or reached, each with its times to or from all its ancestors in the hierarchy."""

    places: Places
    metric: Metric
    leaving: bool
    """Whether times are from the places (units) or to them (cases)."""
    rows: Rows
    version: int
    """The version of the metric that the rows were made for."""

    def __len__(self) -> int:
        return len(self.places.arc)


def labels_of(hierarchy: Hierarchy, places: Places, *, metric: Metric, leaving: bool) -> Labels:
    """The labels of places."""
    count, width = len(places.arc), hierarchy.levels
    rows = empty_rows(count, width)
    labels = Labels(places=own(places), metric=metric, leaving=leaving, rows=rows, version=-1)
    refresh(hierarchy, labels)
    return labels


def own(places: Places) -> Places:
    """A copy that may be written to, in the types that compiled code expects."""
    return Places(
        arc=np.array(places.arc, np.int32),
        fraction=np.array(places.fraction, np.float64),
        walk_m=np.array(places.walk_m, np.float64),
    )


def refresh(hierarchy: Hierarchy, labels: Labels) -> None:
    """Make labels true that were made before the last closure."""
    metric, places = labels.metric, labels.places
    if labels.version != metric.version:
        side_ms = metric.weights.up_ms if labels.leaving else metric.weights.down_ms
        fill_rows(
            hierarchy.tree, hierarchy.ends, side_ms, metric.pace_ms, labels.rows, places.arc, places.fraction, labels.leaving
        )  # fmt: skip
        labels.version = metric.version


def renew(hierarchy: Hierarchy, labels: Labels, *, index: int, place: Places) -> None:
    """Move one of the places, in place; `place` holds one."""
    refresh(hierarchy, labels)
    held = labels.places
    held.arc[index], held.fraction[index], held.walk_m[index] = place.arc[0], place.fraction[0], place.walk_m[0]
    metric = labels.metric
    side_ms = metric.weights.up_ms if labels.leaving else metric.weights.down_ms
    arc, fraction = int(place.arc[0]), float(place.fraction[0])
    fill_row(
        hierarchy.tree, hierarchy.ends, side_ms, metric.pace_ms, labels.rows, index, arc, fraction, labels.leaving
    )  # fmt: skip


def copied(labels: Labels) -> Labels:
    """The same labels, to be changed apart."""
    rows = Rows(*(array.copy() for array in labels.rows))
    return Labels(
        places=own(labels.places), metric=labels.metric, leaving=labels.leaving, rows=rows, version=labels.version
    )


def times(hierarchy: Hierarchy, labels: Labels, places: Places) -> Ints:
    """(c, k) milliseconds from each of k labelled places to each of c places; UNREACHABLE_MS where no way leads."""
    refresh(hierarchy, labels)
    metric, units = labels.metric, labels.rows
    width = units.time_ms.shape[1]
    found_ms = np.empty((len(places.arc), len(labels)), np.int32)
    case = empty_rows(1, width)
    room = np.empty((2, width), np.int32)
    times_to(
        hierarchy.tree, hierarchy.ends, metric.weights.down_ms, metric.pace_ms, units, case, places.arc, places.fraction,
        found_ms, room,
    )  # fmt: skip
    return found_ms


def empty_rows(count: int, width: int) -> Rows:
    """Room for so many labels of so many ancestors."""
    return Rows(np.empty((count, width), np.int32), np.empty(count, np.int32), np.empty((count, 5), np.int32))
