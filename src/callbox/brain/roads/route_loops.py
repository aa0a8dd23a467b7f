"""The streets of a shortest way: back from where two labels meet, and each arc of the hierarchy opened into streets."""

from typing import NamedTuple

from callbox.brain.compiled import UNREACHABLE_MS, lean
from callbox.brain.roads.amend_loops import arc_between
from callbox.brain.roads.customise_loops import Weights
from callbox.brain.roads.facts import Ints
from callbox.brain.roads.flow_loops import NONE
from callbox.brain.roads.hierarchy import Below, Ends, Tree
from callbox.brain.roads.label_loops import Rows, path_up, shared


class Streets(NamedTuple):
    """The streets of each arc of the hierarchy, and their times."""

    slot_first: Ints
    slot_arc: Ints
    travel_ms: Ints


@lean
def meeting_depth(tree: Tree, source: Rows, target: Rows, room: Ints) -> int:
    """The depth of the common ancestor over which the way is shortest, NONE without a way."""
    if source.low[0] == NONE or target.low[0] == NONE:
        return NONE
    path_end, path = room
    count = path_up(tree, target.low[0], path_end, path)
    best, best_ms = NONE, UNREACHABLE_MS
    for depth in range(shared(path, path_end, count, source.low[0])):
        there_ms = source.time_ms[0, depth] + target.time_ms[0, depth]
        if there_ms < best_ms:
            best, best_ms = depth, there_ms
    return best


@lean
def climbed(tree: Tree, side_ms: Ints, row: Ints, low: int, depth: int, room: Ints, begun: Ints, out: Ints) -> int:
    """Leave in `out` the upward arcs by which a label came to a depth, the highest first; gives how many.

    `begun` is the row as it began: times that the place itself gave. The first node down the way is left in `room[0, 0]`.
    """
    path_end, path = room
    count = path_up(tree, low, path_end, path)
    found = 0
    while row[depth] != begun[depth]:
        for below in range(depth + 1, count):
            arc = arc_between(tree, path[below], path[depth])
            if arc != NONE and row[below] + side_ms[arc] == row[depth] and row[below] < UNREACHABLE_MS:
                out[found] = arc
                found += 1
                depth = below
                break
    room[0, 0] = path[depth]
    return found


@lean
def street_of(ends: Ends, streets: Streets, arc: int, upward: int, time_ms: int) -> int:
    """A street that alone takes the time of an arc of the hierarchy in one direction, NONE without one."""
    for place in range(streets.slot_first[arc], streets.slot_first[arc + 1]):
        street = streets.slot_arc[place]
        rises = ends.tail[street] > ends.head[street]
        if rises == (upward != 0) and streets.travel_ms[street] == time_ms:
            return int(street)
    return NONE


@lean
def opened(
    tree: Tree, below: Below, ends: Ends, weights: Weights, streets: Streets, stack: Ints, count: int, out: Ints
) -> int:
    """Open `count` arcs on a stack (rows of arc and 1 for upward, the first of the way on top); how many streets."""
    up_ms, down_ms = weights
    found = 0
    while count:
        count -= 1
        arc, upward = stack[count]
        time_ms = up_ms[arc] if upward else down_ms[arc]
        street = street_of(ends, streets, arc, upward, time_ms)
        if street != NONE:
            out[found] = street
            found += 1
            continue
        x, y = below.owner[arc], tree.head[arc]
        for place in range(below.first[x], below.first[x + 1]):
            joint = below.arc[place]
            other = arc_between(tree, below.owner[joint], y)
            if other == NONE:
                continue
            way_ms = down_ms[joint] + up_ms[other] if upward else down_ms[other] + up_ms[joint]
            if way_ms == time_ms:
                first, last = (joint, other) if upward else (other, joint)
                stack[count, 0], stack[count, 1] = last, 1
                stack[count + 1, 0], stack[count + 1, 1] = first, 0
                count += 2
                break
    return found
