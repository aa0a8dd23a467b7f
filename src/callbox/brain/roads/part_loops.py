"""One parting of a piece of the graph, and the order of a piece too small to part.

Parts are found by flow between the two ends of the piece in several directions, ends growing until they almost meet:
inertial flow (Schild, Sommer, "On balanced separators in road networks", SEA 2015), here with vertex separators, more
than one balance (as in Gottesbueren et al., "Faster and better nested dissection orders for customizable contraction
hierarchies", Algorithms 2019), and one direction that needs no coordinates.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import lean
from callbox.brain.roads.flow_loops import (
    FREE,
    NONE,
    SINK,
    SOURCE,
    UNUSED,
    Ints,
    Piece,
    more_paths,
    reached_backwards,
)

ENDS: Final = (0.12, 0.24, 0.36, 0.44, 0.49)
"""The share of a piece that each end holds, step by step."""
LEAF: Final = 10
"""Pieces of so few junctions are ordered by their degree."""
HERE, THERE, BETWEEN = 0, 1, 2


class Graph(NamedTuple):
    """Streets without direction, once each way, and the junctions from one side to the other in each direction."""

    first: Ints
    """(n + 1,)"""
    to: Ints
    sorted: Ints
    """(d, n) the junctions of each piece in a run, within a run by each of d directions; row 0 becomes the order."""


class Room(NamedTuple):
    """Working room, as large as the whole graph."""

    piece: Piece
    where: Ints
    """(n,) the place of each junction in row 0."""
    along: Ints
    """(n,) local numbers in the direction in hand."""
    label: Ints
    """(n,) the part a junction is in: HERE, THERE or BETWEEN, or the number of a component."""
    counts: Ints
    """(n + 2,)"""
    moved: Ints
    """(n,)"""
    waiting: Ints
    """(n, 2) the runs of row 0 that are not ordered yet."""
    joined: NDArray[np.int64]
    """(2, LEAF) the neighbours of each junction of a small piece as bits, and how much hangs below it."""


@lean
def spread(piece: Piece, start: int, seen: Ints, mark: int) -> int:
    """Reach out from a junction: the queue holds all in order; marks them in `seen`; how many."""
    queue = piece.queue
    queue[0], tail, at = start, 1, 0
    seen[start] = mark
    while at < tail:
        v = queue[at]
        at += 1
        for arc in range(piece.first[v], piece.first[v + 1]):
            w = piece.to[arc]
            if seen[w] != mark:
                seen[w] = mark
                queue[tail] = w
                tail += 1
    return tail


@lean
def components(room: Room, nodes: int) -> int:
    """Label the connected parts of the piece 0, 1, ...; how many."""
    room.label[:nodes] = NONE
    found = 0
    for v in range(nodes):
        if room.label[v] == NONE:
            spread(room.piece, v, room.label, found)
            found += 1
    return found


@lean
def steps_from(piece: Piece, start: int, nodes: int, offset: int) -> int:
    """Leave in `steps[offset + v]` the steps from `start` to each junction v; gives the farthest."""
    queue, level = piece.queue, piece.steps
    level[offset : offset + nodes] = NONE
    queue[0], tail, at = start, 1, 0
    level[offset + start] = 0
    while at < tail:
        v = queue[at]
        at += 1
        for arc in range(piece.first[v], piece.first[v + 1]):
            w = piece.to[arc]
            if level[offset + w] == NONE:
                level[offset + w] = level[offset + v] + 1
                queue[tail] = w
                tail += 1
    return int(queue[tail - 1])


@lean
def by_distance(room: Room, nodes: int) -> None:
    """Fill `along` by how much nearer a junction is to one far end of the piece than to the other."""
    level, counts = room.piece.steps, room.counts
    one = steps_from(room.piece, steps_from(room.piece, 0, nodes, 0), nodes, 0)
    other = steps_from(room.piece, one, nodes, 0)
    steps_from(room.piece, other, nodes, nodes)
    most = level[other]
    counts[: nodes + 2] = 0
    for v in range(nodes):
        counts[(level[v] - level[nodes + v] + most) // 2 + 1] += 1
    for key in range(nodes):
        counts[key + 1] += counts[key]
    for v in range(nodes):
        key = (level[v] - level[nodes + v] + most) // 2
        room.along[counts[key]] = v
        counts[key] += 1


@lean
def by_place(graph: Graph, room: Room, row: int, low: int, high: int) -> None:
    """Fill `along` by one of the directions on the map."""
    for place in range(low, high):
        room.along[place - low] = room.where[graph.sorted[row, place]] - low


@lean
def keep_better(room: Room, nodes: int, ends: int, best: float) -> float:
    """Compare the cut that `reached` shows with the best one so far (junctions in it per junction of the smaller part).

    With ends = SOURCE, `reached` shows what the sources reach, with SINK from where the sinks are reached.
    """
    marks, before, role, label = room.piece.reached, room.piece.before, room.piece.role, room.label
    near, inside, here = (0, 1, HERE) if ends == SOURCE else (1, 0, THERE)
    own = cut = 0
    for v in range(nodes):
        inner = role[v] == ends and before[v] == UNUSED
        reached = inner or marks[2 * v + near] != 0
        through = inner or marks[2 * v + inside] != 0
        own += reached and through
        cut += reached and not through
    smaller = min(own, nodes - own - cut)
    if smaller <= 0 or cut >= best * smaller:
        return best
    for v in range(nodes):
        inner = role[v] == ends and before[v] == UNUSED
        reached = inner or marks[2 * v + near] != 0
        through = inner or marks[2 * v + inside] != 0
        label[v] = here if reached and through else BETWEEN if reached else THERE - here
    return cut / smaller


@lean
def try_direction(room: Room, nodes: int, best: float) -> float:
    """Let the ends grow along the direction in hand; keep the best parting in `label` and give its value."""
    piece = room.piece
    piece.role[:nodes] = FREE
    piece.before[:nodes] = UNUSED
    for place in range(nodes):
        piece.rank[room.along[place]] = place
    paths = 0
    for share in ENDS:
        end = max(1, int(share * nodes))
        for place in range(end):
            piece.role[room.along[place]] = SOURCE
            piece.role[room.along[nodes - 1 - place]] = SINK
        most = int(min(best * nodes / 2, float(nodes)))
        paths += more_paths(piece, nodes, most - paths)
        if paths > most:
            break
        best = keep_better(room, nodes, SOURCE, best)
        reached_backwards(piece, nodes)
        best = keep_better(room, nodes, SINK, best)
    return best


@lean
def bisect(graph: Graph, room: Room, low: int, high: int) -> None:
    """Leave in `label` the best parting of the piece in the room: HERE, THERE, BETWEEN."""
    nodes = high - low
    room.label[:nodes] = BETWEEN  # where nothing parts the piece, all of it lies between
    best = np.inf
    for row in range(graph.sorted.shape[0]):
        by_place(graph, room, row, low, high)
        best = try_direction(room, nodes, best)
    by_distance(room, nodes)
    try_direction(room, nodes, best)


@lean
def by_degree(graph: Graph, room: Room, low: int, high: int) -> None:
    """Order a small piece: always eliminate the junction with fewest neighbours, of equals the one with least below."""
    nodes, piece = high - low, room.piece
    joined, height = room.joined
    height[:] = 0
    for v in range(nodes):
        room.moved[v] = graph.sorted[0, low + v]
        joined[v] = 0
        for arc in range(piece.first[v], piece.first[v + 1]):
            joined[v] |= 1 << piece.to[arc]
    left = (1 << nodes) - 1
    for place in range(low, high):
        chosen, least = NONE, np.inf
        for v in range(nodes):
            if left >> v & 1:
                value = _members(joined[v] & left) + 0.9 * height[v]
                if value < least:
                    chosen, least = v, value
        left &= ~(1 << chosen)
        graph.sorted[0, place] = room.moved[chosen]
        for w in range(nodes):
            if joined[chosen] & left & (1 << w):
                joined[w] |= joined[chosen] & ~(1 << w)
                height[w] = max(height[w], height[chosen] + 1)


@lean
def _members(mask: int) -> int:
    """How many bits are set."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count
