"""The smallest set of junctions that parts two ends of a piece: vertex-disjoint paths (Menger), found level by level.

Each junction v has two states: 2v entered, 2v + 1 left. At most one path passes a junction; streets bear any number.
Levels and blocking paths: Dinic, "Algorithm for solution of a problem of maximum flow in networks" (1970).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled

Ints = NDArray[np.int32]

FREE, SOURCE, SINK = 0, 1, 2
NONE: Final = -1
UNUSED: Final = -2
"""`before` of a junction that no path passes; NONE stands for a path that begins there."""


class Piece(NamedTuple):
    """A part of the graph with nodes 0 to k - 1, and the room its flow needs."""

    first: Ints
    """(k + 1,)"""
    to: Ints
    role: NDArray[np.int8]
    """(k,) FREE, SOURCE or SINK."""
    before: Ints
    """(k,) the junction from which the path through this one comes, NONE at its begin, UNUSED without a path."""
    after: Ints
    """(k,) the junction to which it goes, NONE at its end."""
    level: Ints
    """(2k,) steps from the sources, NONE where not reached."""
    cursor: Ints
    """(2k,) the next way out to be tried."""
    queue: Ints
    """(2k,)"""
    borders: Ints
    """(k,) the sources that border on other junctions, from the front, and such sinks, from the back."""
    counts: Ints
    """(3,) how many there are of each role in `borders`."""


@compiled
def find_borders(piece: Piece, nodes: int) -> None:
    """List in `borders` the sources and sinks that border on other junctions.

    A path that passes a source may as well begin there, and one that passes a sink end there: shortened so, no path
    touches the inner ones, and no search needs to look at them.
    """
    before, after, role, counts = piece.before, piece.after, piece.role, piece.counts
    counts[:] = 0
    for v in range(nodes):
        if role[v] == FREE:
            continue
        back = before if role[v] == SOURCE else after
        if before[v] != UNUSED and back[v] != NONE:
            w = back[v]
            back[v] = NONE
            while w != NONE:
                before[w], w = UNUSED, back[w]
        border = False
        for arc in range(piece.first[v], piece.first[v + 1]):
            border |= role[piece.to[arc]] != role[v]
        if border:
            piece.borders[counts[SOURCE] if role[v] == SOURCE else nodes - 1 - counts[SINK]] = v
            counts[role[v]] += 1


@compiled
def levels(piece: Piece, nodes: int) -> bool:
    """Steps from the sources to each state; whether a sink can be left."""
    level, queue, before, first, to, role = piece.level, piece.queue, piece.before, piece.first, piece.to, piece.role
    level[: 2 * nodes] = NONE
    at, tail = 0, piece.counts[SOURCE]
    for place in range(tail):
        queue[place] = 2 * piece.borders[place]
        level[queue[place]] = 0
    while at < tail:
        state = queue[at]
        at += 1
        v, next_level = state >> 1, level[state] + 1
        if state & 1:
            if role[v] == SINK:
                return True
            for arc in range(first[v], first[v + 1]):
                entered = 2 * to[arc]
                if level[entered] == NONE and role[to[arc]] != SOURCE:
                    level[entered] = next_level
                    queue[tail] = entered
                    tail += 1
            following = 2 * v if before[v] != UNUSED else NONE
        else:
            following = 2 * v + 1 if before[v] == UNUSED else 2 * before[v] + 1
        if following >= 0 and level[following] == NONE:
            level[following] = next_level
            queue[tail] = following
            tail += 1
    return False


@compiled
def lead(before: Ints, after: Ints, way: Ints, length: int) -> None:
    """Turn a way through the states into a path: along new streets, and back along old ones that are given up."""
    for step in range(length):
        state = way[step]
        v = state >> 1
        came = way[step - 1] if step else NONE
        if state & 1:
            after[v] = NONE
        elif came == state + 1:
            before[v] = UNUSED
        else:
            before[v] = came >> 1 if came >= 0 else NONE
            if came >= 0:
                after[came >> 1] = v


@compiled
def blocking_paths(piece: Piece) -> int:
    """Lead paths along the levels until every way is blocked; how many."""
    # One function and not three: each call with these arrays would count references to all of them.
    way, level, cursor, before, first, to = (
        piece.queue, piece.level, piece.cursor, piece.before, piece.first, piece.to,
    )  # fmt: skip
    found = 0
    for place in range(piece.counts[SOURCE]):
        way[0], length = 2 * piece.borders[place], 1
        while length:
            state = way[length - 1]
            v, wanted, following = state >> 1, level[state] + 1, NONE
            if state & 1:
                if piece.role[v] == SINK:
                    lead(before, piece.after, way, length)
                    found += 1
                    break
                degree = first[v + 1] - first[v]
                while cursor[state] < degree and following == NONE:
                    entered = 2 * to[first[v] + cursor[state]]
                    cursor[state] += 1
                    following = entered if level[entered] == wanted else NONE
                if following == NONE and before[v] != UNUSED and level[2 * v] == wanted:
                    following = 2 * v
            else:
                onward = 2 * v + 1 if before[v] == UNUSED else 2 * before[v] + 1
                following = onward if onward >= 0 and level[onward] == wanted else NONE
            if following == NONE:
                level[state] = NONE
                length -= 1
            else:
                way[length] = following
                length += 1
    return found


@compiled
def more_paths(piece: Piece, nodes: int, at_most: int) -> int:
    """Lead as many more paths as there are, or one more than `at_most`; leaves in `level` what the sources reach."""
    find_borders(piece, nodes)
    found = 0
    while found <= at_most and levels(piece, nodes):
        piece.cursor[: 2 * nodes] = 0
        found += blocking_paths(piece)
    return found


@compiled
def reached_backwards(piece: Piece, nodes: int) -> None:
    """Mark in `level` (0) the states from which a sink can be left; inner sinks count as reached unseen."""
    level, queue, before, first, to, role = piece.level, piece.queue, piece.before, piece.first, piece.to, piece.role
    level[: 2 * nodes] = NONE
    at, tail = 0, piece.counts[SINK]
    for place in range(tail):
        queue[place] = 2 * piece.borders[nodes - 1 - place] + 1
        level[queue[place]] = 0
    while at < tail:
        state = queue[at]
        at += 1
        v = state >> 1
        if state & 1:
            earlier = 2 * v if before[v] == UNUSED else 2 * piece.after[v]
        else:
            earlier = 2 * v + 1 if before[v] != UNUSED else NONE
            for arc in range(first[v], first[v + 1]):
                left = 2 * to[arc] + 1
                if level[left] == NONE and role[to[arc]] != SINK:
                    level[left] = 0
                    queue[tail] = left
                    tail += 1
        if earlier >= 0 and level[earlier] == NONE:
            level[earlier] = 0
            queue[tail] = earlier
            tail += 1
