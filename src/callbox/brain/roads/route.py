"""The way from one place to another, street by street: for drawing, and for units on the move."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise import Metric, rows_by_depth
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.label_loops import FROM_HEAD, FROM_TAIL, STREET, TO_HEAD, TO_TAIL, Rows, begin_row
from callbox.brain.roads.labels import Labels, labels_of, times
from callbox.brain.roads.route_loops import Streets, climbed, meeting_depth, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A shortest way: along the first arc from a fraction of it, all arcs between, along the last to a fraction of it."""

    arc: Ints
    """(k,) in driving order, empty without a way; with one arc, both places are on it."""
    begin: float
    """The fraction of the first arc at which the way begins."""
    end: float
    """The fraction of the last arc at which it ends."""
    time_ms: int
    """UNREACHABLE_MS without a way."""


def route(hierarchy: Hierarchy, source: Places, target: Places, *, metric: Metric) -> Route:
    """A shortest way from one place (the first of `source`) to another."""
    left = labels_of(hierarchy, source, metric=metric, leaving=True)
    reached = labels_of(hierarchy, target, metric=metric, leaving=False)
    time_ms = int(times(hierarchy, left, target)[0, 0])
    if time_ms >= UNREACHABLE_MS:
        return Route(arc=np.empty(0, np.int32), begin=0.0, end=0.0, time_ms=UNREACHABLE_MS)
    arcs = _along(hierarchy, left.rows, reached.rows, time_ms=time_ms)
    if arcs is None:
        arcs = _over_junctions(hierarchy, left, reached)
    begin, end = _share(source, int(arcs[0])), _share(target, int(arcs[-1]))
    return Route(arc=arcs, begin=begin, end=end, time_ms=time_ms)


def _share(place: Places, arc: int) -> float:
    """The fraction at which a place lies on an arc: its own, or its twin."""
    return float(place.fraction[0]) if int(place.arc[0]) == arc else 1.0 - float(place.fraction[0])


def _along(hierarchy: Hierarchy, left: Rows, reached: Rows, *, time_ms: int) -> Ints | None:
    """The one arc on which both places are, if its direct way takes this time."""
    one, other = left.spot_ms[0], reached.spot_ms[0]
    if one[STREET] != other[STREET]:
        return None
    if other[FROM_TAIL] - one[FROM_TAIL] == time_ms:
        return np.array([one[STREET]], np.int32)
    if one[FROM_HEAD] < UNREACHABLE_MS and other[FROM_HEAD] - one[FROM_HEAD] == time_ms:
        return np.array([hierarchy.ends.twin[one[STREET]]], np.int32)
    return None


def _over_junctions(hierarchy: Hierarchy, left: Labels, reached: Labels) -> Ints:
    tree, metric = hierarchy.tree, left.metric
    room = rows_by_depth(hierarchy)
    depth = meeting_depth(tree, left.rows, reached.rows, room)
    first, rising = _climbed(hierarchy, left, depth=depth)
    last, sinking = _climbed(hierarchy, reached, depth=depth)
    # The stack holds the end of the way at its bottom: what sinks from the meeting point is found from there on.
    way = [(arc, 1) for arc in reversed(rising)] + [(arc, 0) for arc in sinking]
    stack = np.empty((len(way) + 2 * room.shape[1] + 2, 2), np.int32)
    stack[: len(way)] = np.array(way[::-1], np.int32).reshape(-1, 2)
    streets = Streets(hierarchy.slot_first, hierarchy.slot_arc, metric.travel_ms)
    out = np.empty(len(tree.parent) + 1, np.int32)
    count = opened(tree, hierarchy.below, hierarchy.ends, metric.weights, streets, stack, len(way), out)
    return np.concatenate([[first], out[:count], [last]]).astype(np.int32)


def _climbed(hierarchy: Hierarchy, labels: Labels, *, depth: int) -> tuple[int, list[int]]:
    """The arc of the place's own street that the way uses, and the upward arcs from the meeting point down to it."""
    tree, ends, rows = hierarchy.tree, hierarchy.ends, labels.rows
    side_ms = labels.metric.weights.up_ms if labels.leaving else labels.metric.weights.down_ms
    begun = np.full(rows.time_ms.shape[1], UNREACHABLE_MS, np.int32)
    begin_row(tree, ends, rows.spot_ms[0], begun, labels.leaving)
    room, out = rows_by_depth(hierarchy), np.empty(rows.time_ms.shape[1] + 1, np.int32)
    count = climbed(tree, side_ms, rows.time_ms[0], int(rows.low[0]), depth, room, begun, out)
    return _own_arc(hierarchy, labels, node=int(room[0, 0])), out[:count].tolist()


def _own_arc(hierarchy: Hierarchy, labels: Labels, *, node: int) -> int:
    """The street of a place, or its twin: whichever leads to the node, or from it, in the shorter time."""
    spot = labels.rows.spot_ms[0]
    street, twin = int(spot[STREET]), int(hierarchy.ends.twin[spot[STREET]])
    by_street, by_twin = (TO_HEAD, TO_TAIL) if labels.leaving else (FROM_TAIL, FROM_HEAD)
    joins = hierarchy.ends.head if labels.leaving else hierarchy.ends.tail
    if twin < 0 or (joins[street] == node and (joins[twin] != node or spot[by_street] <= spot[by_twin])):
        return street
    return twin
