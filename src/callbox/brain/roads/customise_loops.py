"""From travel times of streets to the weights of the hierarchy, all of them or those that a change can reach."""

from typing import NamedTuple

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS, compiled
from callbox.brain.roads.flow_loops import Ints
from callbox.brain.roads.hierarchy import Below, Ends, Tree


class Weights(NamedTuple):
    """Milliseconds along each of e arcs, from its owner up to the ancestor and back down."""

    up_ms: Ints
    down_ms: Ints


@compiled
def arc_weights(ends: Ends, travel_ms: Ints, arcs: int) -> Weights:
    """The least travel time of the streets between the ends of each arc; UNREACHABLE_MS without one."""
    up_ms, down_ms = np.full(arcs, UNREACHABLE_MS, np.int32), np.full(arcs, UNREACHABLE_MS, np.int32)
    for arc in range(len(travel_ms)):
        slot = ends.slot[arc]
        if slot >= 0:
            side = up_ms if ends.tail[arc] > ends.head[arc] else down_ms
            side[slot] = min(side[slot], travel_ms[arc])
    return Weights(up_ms, down_ms)


@compiled
def customise(tree: Tree, below: Below, weights: Weights) -> None:
    """Make every weight the shortest way that dips only below both its ends; in place.

    From the bottom up, each node x gathers from all v below it: x to v to y for every y above x that v knows. Each
    triangle is met once, and needs no list.
    """
    up_ms, down_ms = weights
    first, head_depth = tree.first, tree.head_depth
    rising = np.empty(np.max(tree.depth) + 1 if len(tree.depth) else 1, np.int32)
    sinking = np.empty_like(rising)
    for x in range(len(tree.depth) - 1, -1, -1):
        if below.first[x] == below.first[x + 1]:
            continue
        for arc in range(first[x], first[x + 1]):
            rising[head_depth[arc]] = up_ms[arc]
            sinking[head_depth[arc]] = down_ms[arc]
        for place in range(below.first[x], below.first[x + 1]):
            joint = below.arc[place]
            there_ms, back_ms = down_ms[joint], up_ms[joint]
            for arc in range(first[below.owner[joint]], joint):
                depth = head_depth[arc]
                rising[depth] = min(rising[depth], there_ms + up_ms[arc])
                sinking[depth] = min(sinking[depth], back_ms + down_ms[arc])
        for arc in range(first[x], first[x + 1]):
            up_ms[arc] = rising[head_depth[arc]]
            down_ms[arc] = sinking[head_depth[arc]]
