"""Upward labels of places, and times by the common ancestors of two labels.

A label says for each ancestor of a place, by depth, the time between both over arcs that only rise. Two places meet best
at one of their common ancestors, and those are a prefix of both labels: a query is one pass over two short rows.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS, inlined, lean
from callbox.brain.roads.customise_loops import fourth_alike, lower, lower_by_four
from callbox.brain.roads.flow_loops import NONE, Ints
from callbox.brain.roads.hierarchy import Ends, Tree

NOWHERE = -1


STREET, FROM_TAIL, TO_HEAD, FROM_HEAD, TO_TAIL = range(5)
"""A place along its street: the arc of smaller number of the two, NOWHERE without a road near; then milliseconds to here
from the tail of that arc, on to its head, and along the twin from the twin's tail to here, on to the twin's head
(UNREACHABLE_MS on a one-way). The twin's ends are those of the arc, turned, but for copies of a junction (see `facts`)."""


class Rows(NamedTuple):
    """The labels of k places."""

    time_ms: Ints
    """(k, d) by depth of the ancestor; beyond the depth of `low` it says nothing."""
    low: Ints
    """(k,) the lower of the two nodes by which each place is left (or reached), NOWHERE without a road."""
    spot_ms: Ints
    """(k, 5) STREET to TO_TAIL."""


@lean
def locate(ends: Ends, pace_ms: Ints, arc: int, fraction: float, spot: Ints) -> None:
    """Fill in the place at a fraction of an arc; in whole milliseconds, so that both parts of a street add up."""
    spot[:] = UNREACHABLE_MS
    spot[STREET] = NOWHERE
    if arc < 0:
        return
    twin = ends.twin[arc]
    turned = 0 <= twin < arc
    street, share = twin if turned else arc, 1.0 - fraction if turned else fraction
    spot[STREET] = street
    spot[FROM_TAIL] = int(np.rint(share * pace_ms[street]))
    spot[TO_HEAD] = pace_ms[street] - spot[FROM_TAIL]
    if twin >= 0:
        other_ms = pace_ms[arc if turned else twin]
        spot[FROM_HEAD] = int(np.rint((1.0 - share) * other_ms))
        spot[TO_TAIL] = other_ms - spot[FROM_HEAD]


@lean
def climb(tree: Tree, side_ms: Ints, row: Ints, low: int) -> None:
    """Let the times in a row rise from `low` to the root; where four nodes in a row know the same others, by all at once."""
    parent, depth, v = tree.parent, tree.depth[low], low
    while v != NONE:
        fourth = fourth_alike(tree, v)
        if fourth != NONE:
            rise_by_four(tree, side_ms, row, v, depth)
            v = parent[fourth]
            depth -= 4
        else:
            rise(tree, side_ms, row, v, depth)
            v = parent[v]
            depth -= 1


@inlined
def rise(tree: Tree, side_ms: Ints, row: Ints, v: int, depth: int) -> None:
    """Lower a row along the arcs of a node."""
    here_ms, arc, last = row[depth], tree.first[v], tree.first[v + 1]
    while arc < last and here_ms < UNREACHABLE_MS:
        end = tree.run_end[arc]
        lower(row, side_ms, here_ms, arc, end, tree.head_depth[arc] - arc)
        arc = end


@inlined
def rise_by_four(tree: Tree, side_ms: Ints, row: Ints, v: int, depth: int) -> None:
    """The same along the arcs of a node and its next three ancestors, first those that join the four."""
    w = tree.parent[v]
    x = tree.parent[w]
    y = tree.parent[x]
    one, two, three, four = tree.first[v], tree.first[w], tree.first[x], tree.first[y]
    count = tree.first[y + 1] - four
    at_v = row[depth]
    at_w = min(row[depth - 1], at_v + side_ms[one + count + 2])
    at_x = min(row[depth - 2], at_v + side_ms[one + count + 1], at_w + side_ms[two + count + 1])
    at_y = min(
        row[depth - 3], at_v + side_ms[one + count], at_w + side_ms[two + count], at_x + side_ms[three + count]
    )  # fmt: skip
    row[depth - 1], row[depth - 2], row[depth - 3] = at_w, at_x, at_y
    if min(at_v, at_w, at_x, at_y) >= UNREACHABLE_MS:
        return
    arc, last, more = one, one + count, (at_v, at_w, at_x, at_y)
    while arc < last:
        end = min(tree.run_end[arc], last)
        lower_by_four(row, side_ms, one, two, three, four, more, arc, end, tree.head_depth[arc] - arc)
        arc = end


@lean
def begin_row(tree: Tree, ends: Ends, spot: Ints, row: Ints, leaving: bool) -> int:
    """Put the times between a place and the nodes by which it is left (or reached) into an empty row; gives the lower.

    One leaves by the head of the street or by that of its twin, and arrives by the tail of either. Each pair lies on one
    way to the root, since the hierarchy takes them for neighbours.
    """
    street = spot[STREET]
    if street == NOWHERE:
        return NOWHERE
    twin, node = ends.twin[street], ends.head if leaving else ends.tail
    one, other = node[street], node[twin if twin >= 0 else street]
    low = int(max(one, other))
    row[: tree.depth[low] + 1] = UNREACHABLE_MS
    row[tree.depth[one]] = spot[TO_HEAD if leaving else FROM_TAIL]
    row[tree.depth[other]] = min(row[tree.depth[other]], spot[TO_TAIL if leaving else FROM_HEAD])
    return low


@lean
def fill_row(
    tree: Tree,
    ends: Ends,
    side_ms: Ints,
    pace_ms: Ints,
    rows: Rows,
    index: int,
    arc: int,
    fraction: float,
    leaving: bool,
) -> None:
    """Make the label of one place: of times from it (leaving, with upward times) or to it (with downward times)."""
    locate(ends, pace_ms, arc, fraction, rows.spot_ms[index])
    low = begin_row(tree, ends, rows.spot_ms[index], rows.time_ms[index], leaving)
    rows.low[index] = low
    if low != NOWHERE:
        climb(tree, side_ms, rows.time_ms[index], low)


@lean
def fill_rows(
    tree: Tree,
    ends: Ends,
    side_ms: Ints,
    pace_ms: Ints,
    rows: Rows,
    arcs: Ints,
    fractions: NDArray[np.float64],
    leaving: bool,
) -> None:
    """Make the labels of k places."""
    for index in range(len(arcs)):
        fill_row(tree, ends, side_ms, pace_ms, rows, index, arcs[index], fractions[index], leaving)


@lean
def along_street(left: Ints, reached: Ints) -> int:
    """From one place to another of the same street without leaving it."""
    found_ms = UNREACHABLE_MS
    if left[FROM_TAIL] <= reached[FROM_TAIL]:
        found_ms = reached[FROM_TAIL] - left[FROM_TAIL]
    if left[FROM_HEAD] <= reached[FROM_HEAD] < UNREACHABLE_MS:
        found_ms = min(found_ms, reached[FROM_HEAD] - left[FROM_HEAD])
    return found_ms


@lean
def least_sum(left_ms: Ints, reached_ms: Ints, count: int) -> int:
    """The least sum of two rows over their first entries."""
    best_ms = np.int32(UNREACHABLE_MS)
    for depth in range(count):
        at = np.uint64(depth)
        best_ms = min(best_ms, np.int32(left_ms[at] + reached_ms[at]))
    return int(best_ms)


@lean
def path_up(tree: Tree, low: int, path_end: Ints, path: Ints) -> int:
    """The ancestors of a node by depth, itself the last, and where their descendants end; how many."""
    count = int(tree.depth[low]) + 1
    v = low
    for depth in range(count - 1, -1, -1):
        path[depth] = v
        path_end[depth] = tree.end[v]
        v = tree.parent[v]
    return count


@lean
def shared(path: Ints, path_end: Ints, count: int, node: int) -> int:
    """How many of the first ancestors on a path are ancestors of a node (or the node itself)."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if path[middle] <= node < path_end[middle]:
            low = middle + 1
        else:
            high = middle
    return low


@lean
def times_between(
    tree: Tree, places: Rows, index: int, others: Rows, leaving: bool, found_ms: Ints, room: Ints
) -> None:
    """(k,) times from place `index` of `places` to each of `others` (leaving), or from each to it; `room` is two rows."""
    low = places.low[index]
    if low == NOWHERE:
        found_ms[:] = UNREACHABLE_MS
        return
    count = path_up(tree, low, room[0], room[1])
    path_end, path = room
    row, spot = places.time_ms[index], places.spot_ms[index]
    for other in range(len(others.low)):
        if others.low[other] == NOWHERE:
            found_ms[other] = UNREACHABLE_MS
            continue
        best_ms = least_sum(others.time_ms[other], row, shared(path, path_end, count, others.low[other]))
        its = others.spot_ms[other]
        if its[STREET] == spot[STREET]:
            best_ms = min(best_ms, along_street(spot, its) if leaving else along_street(its, spot))
        found_ms[other] = best_ms


@lean
def times_from_some(
    tree: Tree, places: Rows, some: NDArray[np.int64], others: Rows, found_ms: Ints, room: Ints
) -> None:
    """(n, k) times from the places in rows `some` to each of `others`, into the same rows of `found_ms`."""
    for index in some:
        times_between(tree, places, index, others, True, found_ms[index], room)


@lean
def times_to(
    tree: Tree,
    ends: Ends,
    down_ms: Ints,
    pace_ms: Ints,
    units: Rows,
    case: Rows,
    arcs: Ints,
    fractions: NDArray[np.float64],
    found_ms: Ints,
    room: Ints,
) -> None:
    """(c, k) times from every place of `units` to each of c places; `case` holds one row, `room` two."""
    for index in range(len(arcs)):
        fill_row(tree, ends, down_ms, pace_ms, case, 0, arcs[index], fractions[index], False)
        times_between(tree, case, 0, units, False, found_ms[index], room)
