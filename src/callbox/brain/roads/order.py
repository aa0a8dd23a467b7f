"""The order in which a hierarchy of junctions is built: which junctions matter least, which most.

Nested dissection over the streets without their directions, with a handful of directions on the map as guides; where
coordinates say nothing, distances in streets guide alone. See `part_loops` for the method and its sources.
"""

import math
from typing import Final

import numpy as np
from scipy.sparse import coo_array

from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.brain.roads.order_loops import dissected
from callbox.brain.roads.part_loops import Graph

DIRECTIONS: Final = 4


def dissection_order(network: RoadNetwork) -> Ints:
    """(n,) the nodes in the order of their elimination, the most important last."""
    first, to = streets(network)
    return np.asarray(dissected(Graph(first, to, directions(network))), np.int32)


def streets(network: RoadNetwork) -> tuple[Ints, Ints]:
    """The graph without directions, loops and parallels: (n + 1,) where each node's neighbours begin, and (s,) they."""
    nodes = network.nodes
    joined = coo_array((np.ones(network.arcs, np.int8), (network.tail, network.head)), shape=(nodes, nodes)).tocsr()
    both = (joined + joined.T).tocoo()
    rows, columns = both.coords
    apart = rows != columns
    first = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(rows[apart], minlength=nodes), out=first[1:])
    return first, columns[apart].astype(np.int32)


def directions(network: RoadNetwork) -> Ints:
    """(d, n) the nodes sorted from one side of the map to the other, in d directions."""
    # A degree of longitude shrinks with the latitude; without this, "diagonal" would mean little far from the equator.
    x = network.longitude_deg * math.cos(math.radians(float(np.mean(network.latitude_deg)))) if network.nodes else 0
    turns = [math.pi * turn / DIRECTIONS for turn in range(DIRECTIONS)]
    rows = [np.argsort(math.cos(turn) * x + math.sin(turn) * network.latitude_deg, kind="stable") for turn in turns]
    return np.asarray(rows, np.int32).reshape(DIRECTIONS, network.nodes)
