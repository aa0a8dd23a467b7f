"""The order in which a hierarchy of junctions is built: which junctions matter least, which most.

Nested dissection over the streets without their directions, with a handful of directions on the map as guides; where
coordinates say nothing, distances in streets guide alone. See `part_loops` for the method and its sources.
"""

import math
from typing import Final

import numpy as np
from scipy.sparse import coo_array

from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.brain.roads.flow_loops import Piece
from callbox.brain.roads.order_loops import dissect
from callbox.brain.roads.part_loops import LEAF, Graph, Room

DIRECTIONS: Final = 4


def dissection_order(network: RoadNetwork) -> Ints:
    """(n,) the nodes in the order of their elimination, the most important last."""
    graph = Graph(*streets(network), directions(network))
    dissect(graph, _room(network.nodes, len(graph.to)))
    order: Ints = graph.sorted[0].copy()
    return order


def _room(nodes: int, arcs: int) -> Room:
    """Working room for a graph of so many junctions and arcs."""

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int32)

    n, states = nodes, 2 * nodes
    marks, role = np.zeros(states, np.int8), np.zeros(n, np.int8)
    piece = Piece(
        first=ints(n + 1), to=ints(arcs), role=role, before=ints(n), after=ints(n), reached=marks, rank=ints(n),
        cursor=ints(n), queue=ints(states), steps=ints(states), borders=ints(n), counts=ints(3),
    )  # fmt: skip
    small = np.zeros((2, LEAF), np.int64)
    return Room(piece, ints(n), ints(n), ints(n), ints(n + 2), ints(n), ints(n + 1, 2), small)


def streets(network: RoadNetwork) -> tuple[Ints, Ints]:
    """The graph without directions, loops and parallels: (n + 1,) where each node's neighbours begin, and (s,) they.

    The two nodes by which a place on a street is left are neighbours, and the two by which it is reached: beside a
    forbidden turn no street joins them, but a label needs them on one way to the root (see `label_loops`).
    """
    nodes, (one, other) = network.nodes, _ends(network)
    joined = coo_array((np.ones(len(one), np.bool_), (one, other)), shape=(nodes, nodes)).tocsr()
    both = (joined + joined.T).tocoo()
    rows, columns = both.coords
    apart = rows != columns
    first = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(rows[apart], minlength=nodes), out=first[1:])
    return first, columns[apart].astype(np.int32)


def _ends(network: RoadNetwork) -> tuple[Ints, Ints]:
    """Pairs of nodes that are to be neighbours."""
    tail, head, twin = network.tail, network.head, network.twin
    torn = np.flatnonzero((twin >= 0) & ((tail != head[twin]) | (head != tail[twin])))
    back = twin[torn]
    return np.concatenate([tail, tail[torn], head[torn]]), np.concatenate([head, tail[back], head[back]])


def directions(network: RoadNetwork) -> Ints:
    """(d, n) the nodes sorted from one side of the map to the other, in d directions."""
    # A degree of longitude shrinks with the latitude; without this, "diagonal" would mean little far from the equator.
    x = network.longitude_deg * math.cos(math.radians(float(np.mean(network.latitude_deg)))) if network.nodes else 0
    turns = [math.pi * turn / DIRECTIONS for turn in range(DIRECTIONS)]
    rows = [np.argsort(math.cos(turn) * x + math.sin(turn) * network.latitude_deg, kind="stable") for turn in turns]
    return np.asarray(rows, np.int32).reshape(DIRECTIONS, network.nodes)
