"""The smallest set of junctions that parts two ends of a piece: as many paths as share no junction (Menger).

Each junction v has two states: 2v entered, 2v + 1 left. At most one path passes a junction; streets bear any number.
Paths are found in rounds of depth-first search (Ford, Fulkerson, "Maximal flow through a network", 1956): a state once
reached in vain stays so for the whole round, and since searches head for the sinks first, few rounds are needed.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import lean

Ints = NDArray[np.int32]

FREE, SOURCE, SINK = 0, 1, 2
Marks = NDArray[np.int8]

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
    reached: NDArray[np.int8]
    """(2k,) 1 where a search came to a state."""
    rank: Ints
    """(k,) how near to the sinks a junction lies, more being nearer: a hint to searches, nothing more."""
    cursor: Ints
    """(k,) the next street out of a junction to be tried, UNUSED before the first."""
    queue: Ints
    """(2k,)"""
    steps: Ints
    """(2k,) streets from one far end to each junction, then from the other."""
    borders: Ints
    """(k,) the sources that border on other junctions, from the front, and such sinks, from the back."""
    counts: Ints
    """(3,) how many there are of each role in `borders`."""


@lean
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


@lean
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


@lean
def first_way(piece: Piece, v: int) -> int:
    """The street out of a junction that leads nearest to the sinks, as a state, NONE without one."""
    best = NONE
    for arc in range(piece.first[v], piece.first[v + 1]):
        w = piece.to[arc]
        fresh = not piece.reached[2 * w] and piece.role[w] != SOURCE
        if fresh and (best == NONE or piece.rank[w] > piece.rank[best >> 1]):
            best = 2 * w
    return best


@lean
def way_out(piece: Piece, state: int) -> int:
    """The next state to try from one, not reached before; NONE if there is none left."""
    v, before, cursor, reached = state >> 1, piece.before, piece.cursor, piece.reached
    if not state & 1:
        onward = 2 * v + 1 if before[v] == UNUSED else 2 * before[v] + 1
        return onward if onward >= 0 and not reached[onward] else NONE
    if cursor[v] == UNUSED:
        cursor[v] = piece.first[v]
        following = first_way(piece, v)
        if following != NONE:
            return following
    while cursor[v] < piece.first[v + 1]:
        entered = 2 * piece.to[cursor[v]]
        cursor[v] += 1
        if not reached[entered] and piece.role[entered >> 1] != SOURCE:
            return int(entered)
    return 2 * v if before[v] != UNUSED and not reached[2 * v] else NONE


@lean
def search(piece: Piece, at_most: int) -> int:
    """Lead paths from the sources, each street tried once, towards the sinks first; how many.

    Without a path found, `reached` marks what the sources reach. With one, it may miss ways that its path opened.
    """
    way, found = piece.queue, 0
    for place in range(piece.counts[SOURCE]):
        way[0], length = 2 * piece.borders[place], 1
        piece.reached[way[0]] = 1
        while length and found <= at_most:
            state = way[length - 1]
            if state & 1 and piece.role[state >> 1] == SINK:
                lead(piece.before, piece.after, way, length)
                found += 1
                break
            following = way_out(piece, state)
            if following == NONE:
                length -= 1
            else:
                piece.reached[following] = 1
                way[length] = following
                length += 1
    return found


@lean
def more_paths(piece: Piece, nodes: int, at_most: int) -> int:
    """Lead as many more paths as there are, or one more than `at_most`; leaves in `reached` what the sources reach."""
    find_borders(piece, nodes)
    found, more = 0, 1
    while more and found <= at_most:
        piece.reached[: 2 * nodes] = 0
        piece.cursor[:nodes] = UNUSED
        more = search(piece, at_most - found)
        found += more
    return found


@lean
def reached_backwards(piece: Piece, nodes: int) -> None:
    """Mark in `reached` the states from which a sink can be left; inner sinks count as reached unseen."""
    reached, queue, before, first, to, role = (
        piece.reached, piece.queue, piece.before, piece.first, piece.to, piece.role,
    )  # fmt: skip
    reached[: 2 * nodes] = 0
    at, tail = 0, piece.counts[SINK]
    for place in range(tail):
        queue[place] = 2 * piece.borders[nodes - 1 - place] + 1
        reached[queue[place]] = 1
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
                if not reached[left] and role[to[arc]] != SINK:
                    reached[left] = 1
                    queue[tail] = left
                    tail += 1
        if earlier >= 0 and not reached[earlier]:
            reached[earlier] = 1
            queue[tail] = earlier
            tail += 1
