"""The weights of the hierarchy after a few streets changed: only what the change can reach is worked out again.

From the bottom up, each node recomputes its arcs that are in doubt; where one changed, the arcs of its ancestors that
leant on it, or may now lean on it, come into doubt. Dibbelt, Strasser, Wagner (2016), section 4.4, with the arcs of a
node taken together.
"""

from typing import Final, NamedTuple

from callbox.brain.compiled import UNREACHABLE_MS, lean
from callbox.brain.roads.customise_loops import Weights, gather
from callbox.brain.roads.facts import Ints
from callbox.brain.roads.flow_loops import NONE, Marks
from callbox.brain.roads.hierarchy import Below, Ends, Tree

FEW: Final = 20
"""With more than one arc in so many in doubt, all arcs of a node are worked out together, which is cheaper."""


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
def doubt_above(tree: Tree, weights: Weights, amending: Amending, changed: int, x: int) -> None:
    """Put in doubt what lies above a changed arc of node x and led, or may now lead, over it."""
    first = tree.first[x]
    old_up, old_down = amending.old_ms
    up_ms, down_ms = weights
    for arc in range(first, tree.first[x + 1]):
        if arc == changed:
            continue
        low, high = max(arc, changed), min(arc, changed)  # of two heads the later one lies lower
        third = arc_between(tree, tree.head[low], tree.head[high])
        rose = old_down[low - first] + old_up[high - first]
        sank = old_down[high - first] + old_up[low - first]
        leant = up_ms[third] == rose or down_ms[third] == sank
        gains = down_ms[low] + up_ms[high] < up_ms[third] or down_ms[high] + up_ms[low] < down_ms[third]
        if leant or gains:
            amending.doubt[third] = 1


@lean
def amend(tree: Tree, below: Below, ends: Ends, weights: Weights, amending: Amending, touched: Ints) -> int:
    """Make the weights true again; `touched` are the owners of the arcs in doubt and all their ancestors, lowest first.

    Gives how many weights changed.
    """
    up_ms, down_ms, doubt = weights.up_ms, weights.down_ms, amending.doubt
    old_up, old_down = amending.old_ms
    changes = 0
    for x in touched:
        begin, end = tree.first[x], tree.first[x + 1]
        doubts = 0
        for arc in range(begin, end):
            old_up[arc - begin], old_down[arc - begin] = up_ms[arc], down_ms[arc]
            doubts += doubt[arc]
        if not doubts:
            continue
        whole = doubts * FEW > end - begin
        for arc in range(begin, end):
            if whole or doubt[arc]:
                from_streets(ends, weights, amending, arc)
                if not whole:
                    recompute(tree, below, weights, arc)
        if whole:
            gather(tree, below, weights, x, amending.rows[0], amending.rows[1])
        for arc in range(begin, end):
            doubt[arc] = 0
            if up_ms[arc] != old_up[arc - begin] or down_ms[arc] != old_down[arc - begin]:
                changes += 1
                doubt_above(tree, weights, amending, arc, x)
    return changes


@lean
def mark_ancestors(tree: Tree, nodes: Ints, seen: Marks) -> None:
    """Mark nodes and all their ancestors."""
    for node in nodes:
        v = node
        while v != NONE and not seen[v]:
            seen[v] = 1
            v = tree.parent[v]
