"""From travel times of streets to the weights of the hierarchy, all of them or those that a change can reach."""

from typing import NamedTuple

import numpy as np

from callbox.brain.compiled import inlined, lean
from callbox.brain.roads.flow_loops import Ints
from callbox.brain.roads.hierarchy import Below, Ends, Tree


class Weights(NamedTuple):
    """Milliseconds along each of e arcs, from its owner up to the ancestor and back down."""

    up_ms: Ints
    down_ms: Ints


@lean
def street_weights(ends: Ends, travel_ms: Ints, weights: Weights) -> None:
    """Lower the weight of each arc to the least travel time of the streets between its ends."""
    for arc in range(len(travel_ms)):
        slot = ends.slot[arc]
        if slot >= 0:
            side = weights.up_ms if ends.tail[arc] > ends.head[arc] else weights.down_ms
            side[slot] = min(side[slot], travel_ms[arc])


@inlined
def lower(row: Ints, side_ms: Ints, more_ms: int, begin: int, end: int, shift: int) -> None:
    """Lower entries of a row, one after another, to the times of a run of arcs and `more_ms`; many at a time."""
    for arc in range(begin, end):
        # No sign and 32 bits throughout: else the machine takes one at a time, or half as many.
        at = np.uint64(arc + shift)
        row[at] = min(row[at], np.int32(side_ms[np.uint64(arc)] + more_ms))


@lean
def gather(tree: Tree, below: Below, weights: Weights, x: int, rising: Ints, sinking: Ints) -> None:
    """Work out the arcs of node x, whose weights are those of its streets and whose triangles below are done."""
    up_ms, down_ms = weights
    first, head_depth = tree.first, tree.head_depth
    for arc in range(first[x], first[x + 1]):
        rising[head_depth[arc]] = up_ms[arc]
        sinking[head_depth[arc]] = down_ms[arc]
    for place in range(below.first[x], below.first[x + 1]):
        joint = below.arc[place]
        there_ms, back_ms, arc = down_ms[joint], up_ms[joint], first[below.owner[joint]]
        while arc < joint:
            end, shift = min(tree.run_end[arc], joint), head_depth[arc] - arc
            lower(rising, up_ms, there_ms, arc, end, shift)
            lower(sinking, down_ms, back_ms, arc, end, shift)
            arc = end
    for arc in range(first[x], first[x + 1]):
        up_ms[arc] = rising[head_depth[arc]]
        down_ms[arc] = sinking[head_depth[arc]]


@lean
def customise(tree: Tree, below: Below, weights: Weights, room: Ints) -> None:
    """Make every weight the shortest way that dips only below both its ends; in place.

    From the bottom up, each node x gathers from all v below it: x to v to y for every y above x that v knows. Each
    triangle is met once, and needs no list. `room` is (2, d) for d depths.
    """
    for x in range(len(tree.depth) - 1, -1, -1):
        if below.first[x] < below.first[x + 1]:
            gather(tree, below, weights, x, room[0], room[1])
