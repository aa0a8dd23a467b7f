"""The weights of the hierarchy after a few streets changed: only what the change can reach is worked out again.

From the bottom up, each node recomputes its arcs that are in doubt; where one changed, the arcs of its ancestors that
leant on it, or may now lean on it, come into doubt. Dibbelt, Strasser, Wagner (2016), section 4.4, with the arcs of a
node taken together; where a change spreads far, whole nodes are worked out instead of looking for what it reached.
"""

from typing import Final, NamedTuple

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS, lean
from callbox.brain.roads.customise_loops import Weights, gather
from callbox.brain.roads.facts import Ints
from callbox.brain.roads.flow_loops import NONE, Marks
from callbox.brain.roads.hierarchy import Below, Ends, Tree

FEW: Final = 20
"""With more than one arc in so many in doubt, all arcs of a node are worked out together, which is cheaper."""

SEARCH: Final = 8
"""Looking one arc up takes as long as passing so many in a row."""
PATIENCE: Final = 16
"""After one in so many of all pairs of arcs of a node was looked at, working out whole nodes is cheaper than looking."""


class Amending(NamedTuple):
    """What a change needs beside the hierarchy and the weights."""

    slot_first: Ints
    """(e + 1,)"""
    slot_arc: Ints
    """(m',) the streets of each arc of the hierarchy."""
    travel_ms: Ints
    """(m,) as they shall be from now on."""
    doubt: Marks
    """(e,) 1 where a weight may be wrong; 0 everywhere in the end."""
    old_ms: Ints
    """(2, d) the weights of a node's arcs before, upward and downward."""
    rows: Ints
    """(2, d)"""
    by_depth: Ints
    """(5, d) upward and downward weights of a node's arcs by the depth of their heads, before and after, and whether they
    changed; UNREACHABLE_MS in the end."""
    entire: Marks
    """(n,) 1 where all arcs of a node are to be worked out."""


@lean
def arc_between(tree: Tree, one: int, other: int) -> int:
    """The upward arc between two nodes, NONE without one."""
    low, high = max(one, other), min(one, other)
    begin, end = tree.first[low], tree.first[low + 1]
    while begin < end:
        middle = (begin + end) // 2
        if tree.head[middle] < high:
            begin = middle + 1
        else:
            end = middle
    return int(begin) if begin < tree.first[low + 1] and tree.head[begin] == high else NONE


@lean
def from_streets(ends: Ends, weights: Weights, amending: Amending, arc: int) -> None:
    """A weight as its streets alone give it."""
    up_ms = down_ms = UNREACHABLE_MS
    for place in range(amending.slot_first[arc], amending.slot_first[arc + 1]):
        street = amending.slot_arc[place]
        if ends.tail[street] > ends.head[street]:
            up_ms = min(up_ms, amending.travel_ms[street])
        else:
            down_ms = min(down_ms, amending.travel_ms[street])
    weights.up_ms[arc], weights.down_ms[arc] = up_ms, down_ms


@lean
def recompute(tree: Tree, below: Below, weights: Weights, arc: int) -> None:
    """Lower one weight to what the triangles below it give."""
    up_ms, down_ms = weights.up_ms[arc], weights.down_ms[arc]
    x, y = below.owner[arc], tree.head[arc]
    for place in range(below.first[x], below.first[x + 1]):
        joint = below.arc[place]
        begin, end = tree.first[below.owner[joint]], joint
        while begin < end:
            middle = (begin + end) // 2
            if tree.head[middle] < y:
                begin = middle + 1
            else:
                end = middle
        if begin < joint and tree.head[begin] == y:
            up_ms = min(up_ms, weights.down_ms[joint] + weights.up_ms[begin])
            down_ms = min(down_ms, weights.down_ms[begin] + weights.up_ms[joint])
    weights.up_ms[arc], weights.down_ms[arc] = up_ms, down_ms


@lean
def doubt_above(tree: Tree, weights: Weights, amending: Amending, x: int) -> int:
    """Put in doubt what lies above two arcs of node x, of which one changed, and led, or may now lead, over both.

    Gives how many pairs were looked at, those looked up counted SEARCH times.
    """
    first, last = tree.first[x], tree.first[x + 1]
    up_ms, down_ms, rows = weights.up_ms, weights.down_ms, amending.by_depth
    changed = looks = 0
    for arc in range(first, last):
        at, old_up, old_down = tree.head_depth[arc], amending.old_ms[0, arc - first], amending.old_ms[1, arc - first]
        anew = up_ms[arc] != old_up or down_ms[arc] != old_down
        known, span = arc - first, tree.first[tree.head[arc] + 1] - tree.first[tree.head[arc]]
        looks += min((known if anew else changed) * SEARCH, span)
        if (known if anew else changed) * SEARCH > span:
            doubt_all(tree, weights, amending, arc, x, anew)
        elif anew or changed:
            doubt_some(tree, weights, amending, arc, x, anew)
        rows[0, at], rows[1, at] = old_up, old_down
        rows[2, at], rows[3, at], rows[4, at] = up_ms[arc], down_ms[arc], anew
        changed += anew
    for arc in range(first, last):
        rows[:4, tree.head_depth[arc]] = UNREACHABLE_MS
    return looks


@lean
def doubt_all(tree: Tree, weights: Weights, amending: Amending, low: int, x: int, anew: bool) -> None:
    """Look at an arc of node x with every arc before it, along all arcs of its upper end: many at a time."""
    up_ms, down_ms, doubt = weights.up_ms, weights.down_ms, amending.doubt
    old_up, old_down, new_up, new_down, other_anew = amending.by_depth
    place = low - tree.first[x]
    was_up, was_down = np.int32(amending.old_ms[0, place]), np.int32(amending.old_ms[1, place])
    is_up, is_down, whole = np.int32(up_ms[low]), np.int32(down_ms[low]), np.int32(anew)
    arc, last = tree.first[tree.head[low]], tree.first[tree.head[low] + 1]
    while arc < last:
        end, shift = tree.run_end[arc], tree.head_depth[arc] - arc
        for third in range(arc, end):
            at, of = np.uint64(third + shift), np.uint64(third)
            rose, sank = np.int32(was_down + old_up[at]), np.int32(was_up + old_down[at])
            rises, sinks = np.int32(is_down + new_up[at]), np.int32(is_up + new_down[at])
            leant = ((rose == up_ms[of]) & (rose < UNREACHABLE_MS)) | ((sank == down_ms[of]) & (sank < UNREACHABLE_MS))
            gains = (rises < up_ms[of]) | (sinks < down_ms[of])
            doubt[of] |= np.int8((leant | gains) & ((whole | other_anew[at]) != 0))
        arc = end


@lean
def doubt_some(tree: Tree, weights: Weights, amending: Amending, low: int, x: int, anew: bool) -> None:
    """Look at an arc of node x with those before it, of which few changed or few there are."""
    up_ms, down_ms, first = weights.up_ms, weights.down_ms, tree.first[x]
    old_up, old_down = amending.old_ms
    for high in range(first, low):
        if anew or up_ms[high] != old_up[high - first] or down_ms[high] != old_down[high - first]:
            third = arc_between(tree, tree.head[low], tree.head[high])
            rose, sank = old_down[low - first] + old_up[high - first], old_down[high - first] + old_up[low - first]
            leant = up_ms[third] == rose or down_ms[third] == sank
            gains = down_ms[low] + up_ms[high] < up_ms[third] or down_ms[high] + up_ms[low] < down_ms[third]
            if leant or gains:
                amending.doubt[third] = 1


@lean
def work_out(tree: Tree, below: Below, ends: Ends, weights: Weights, amending: Amending, x: int) -> int:
    """Work the doubtful arcs of node x out again; how many of its weights changed."""
    up_ms, down_ms, doubt = weights.up_ms, weights.down_ms, amending.doubt
    old_up, old_down = amending.old_ms
    begin, end = tree.first[x], tree.first[x + 1]
    doubts = 0
    for arc in range(begin, end):
        old_up[arc - begin], old_down[arc - begin] = up_ms[arc], down_ms[arc]
        doubts += doubt[arc]
    whole = amending.entire[x] or doubts * FEW > end - begin
    if not doubts and not whole:
        return 0
    for arc in range(begin, end):
        if whole or doubt[arc]:
            from_streets(ends, weights, amending, arc)
            if not whole:
                recompute(tree, below, weights, arc)
    if whole:
        gather(tree, below, weights, x, amending.rows[0], amending.rows[1])
    changes = 0
    for arc in range(begin, end):
        doubt[arc] = 0
        changes += up_ms[arc] != old_up[arc - begin] or down_ms[arc] != old_down[arc - begin]
    return changes


@lean
def amend(tree: Tree, below: Below, ends: Ends, weights: Weights, amending: Amending, touched: Ints) -> int:
    """Make the weights true again; `touched` are the owners of the arcs in doubt and all their ancestors, lowest first.

    Gives how many weights changed.
    """
    pairs = 0
    for x in range(len(tree.depth)):
        pairs += (tree.first[x + 1] - tree.first[x]) ** 2
    changes = looks = 0
    for x in touched:
        here = work_out(tree, below, ends, weights, amending, x)
        changes += here
        if here and looks * PATIENCE <= pairs:
            looks += doubt_above(tree, weights, amending, x)
        elif here:
            for arc in range(tree.first[x], tree.first[x + 1]):
                amending.entire[tree.head[arc]] = 1
    return changes


@lean
def mark_ancestors(tree: Tree, nodes: Ints, seen: Marks) -> None:
    """Mark nodes and all their ancestors."""
    for node in nodes:
        v = node
        while v != NONE and not seen[v]:
            seen[v] = 1
            v = tree.parent[v]
