"""From travel times of streets to the weights of the hierarchy, all of them or those that a change can reach."""

from typing import NamedTuple

import numpy as np

from callbox.brain.compiled import inlined, lean
from callbox.brain.roads.flow_loops import NONE, Ints
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


@inlined
def fourth_alike(tree: Tree, v: int) -> int:
    """The parent of v's parent's parent, if each of the four knows just its parent and what that one knows; else NONE."""
    parent, first = tree.parent, tree.first
    found = v
    for _ in range(3):
        above = parent[found]
        if above == NONE or first[found + 1] - first[found] != first[above + 1] - first[above] + 1:
            return NONE
        found = above
    return int(found)


@inlined
def lower_by_four(
    row: Ints, side_ms: Ints, one: int, two: int, three: int, four: int, more: tuple[int, int, int, int],
    begin: int, end: int, shift: int,
) -> None:  # fmt: skip
    """As `lower` by the arcs of four nodes at once, which begin at `one` to `four`: the row is read once for all.

    `begin` to `end` and `shift` are of the first of them.
    """
    one_ms, two_ms, three_ms, four_ms = more
    to_two, to_three, to_four = two - one, three - one, four - one
    for arc in range(begin, end):
        at = np.uint64(arc + shift)
        low = min(np.int32(side_ms[np.uint64(arc)] + one_ms), np.int32(side_ms[np.uint64(arc + to_two)] + two_ms))
        high = min(
            np.int32(side_ms[np.uint64(arc + to_three)] + three_ms),
            np.int32(side_ms[np.uint64(arc + to_four)] + four_ms),
        )
        row[at] = min(row[at], low, high)


@inlined
def gather_four(tree: Tree, below: Below, weights: Weights, place: int, rising: Ints, sinking: Ints) -> None:
    """Lower the rows by the triangles below four owners that are alike."""
    up_ms, down_ms = weights
    a, b, c, d = below.arc[place], below.arc[place + 1], below.arc[place + 2], below.arc[place + 3]
    one, two = tree.first[below.owner[a]], tree.first[below.owner[b]]
    three, four = tree.first[below.owner[c]], tree.first[below.owner[d]]
    there, back = (down_ms[a], down_ms[b], down_ms[c], down_ms[d]), (up_ms[a], up_ms[b], up_ms[c], up_ms[d])
    arc = one
    while arc < a:
        end, shift = min(tree.run_end[arc], a), tree.head_depth[arc] - arc
        lower_by_four(rising, up_ms, one, two, three, four, there, arc, end, shift)
        lower_by_four(sinking, down_ms, one, two, three, four, back, arc, end, shift)
        arc = end


@inlined
def gather_one(tree: Tree, below: Below, weights: Weights, place: int, rising: Ints, sinking: Ints) -> None:
    """Lower the rows by the triangles below one owner."""
    up_ms, down_ms = weights
    joint = below.arc[place]
    there_ms, back_ms, arc = down_ms[joint], up_ms[joint], tree.first[below.owner[joint]]
    while arc < joint:
        end, shift = min(tree.run_end[arc], joint), tree.head_depth[arc] - arc
        lower(rising, up_ms, there_ms, arc, end, shift)
        lower(sinking, down_ms, back_ms, arc, end, shift)
        arc = end


@lean
def gather(tree: Tree, below: Below, weights: Weights, x: int, rising: Ints, sinking: Ints) -> None:
    """Work out the arcs of node x, whose weights are those of its streets and whose triangles below are done."""
    up_ms, down_ms = weights
    first, head_depth = tree.first, tree.head_depth
    for arc in range(first[x], first[x + 1]):
        rising[head_depth[arc]] = up_ms[arc]
        sinking[head_depth[arc]] = down_ms[arc]
    place, last = below.first[x], below.first[x + 1]
    while place < last:
        first_of_four = below.owner[below.arc[place]]
        if place + 3 < last and fourth_alike(tree, below.owner[below.arc[place + 3]]) == first_of_four:
            gather_four(tree, below, weights, place, rising, sinking)
            place += 4
        else:
            gather_one(tree, below, weights, place, rising, sinking)
            place += 1
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
