"""Small networks drawn by hand, and what tests ask of networks."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import RoadNetwork


def travel_ms(network: RoadNetwork, source: int, mode: int) -> NDArray[np.float64]:
    """(n,) milliseconds from one node to every other by Dijkstra's algorithm; inf where there is no way."""
    time = network.travel_ms[mode].astype(np.float64)
    arcs = np.flatnonzero(time < UNREACHABLE_MS)
    time = np.maximum(time[arcs], 1e-6)  # SciPy takes 0 for "no arc"; a millionth is never seen in whole milliseconds
    order = np.lexsort((-time, network.head[arcs], network.tail[arcs]))  # of parallels the last, the fastest, stays
    ends = np.stack([network.tail[arcs], network.head[arcs]])[:, order]
    last = np.append((ends[:, 1:] != ends[:, :-1]).any(axis=0), True)
    graph = csr_array((time[order][last], tuple(ends[:, last])), shape=(network.nodes, network.nodes))
    found: NDArray[np.float64] = dijkstra(graph, indices=[source])
    row: NDArray[np.float64] = np.rint(found[0])
    return row


def checked(network: RoadNetwork) -> RoadNetwork:
    """The network itself, after every promise of its facts is held against it."""
    n, m = network.nodes, network.arcs
    assert (np.diff(network.tail) >= 0).all()
    assert network.tail.min() >= 0
    assert network.head.min() >= 0
    assert max(network.tail.max(), network.head.max()) < n
    twins = np.flatnonzero(network.twin >= 0)
    other = network.twin[twins]
    assert (network.twin[other] == twins).all()
    for degrees in (network.longitude_deg, network.latitude_deg):  # the ends may be other copies of the same junctions
        assert (degrees[network.tail[other]] == degrees[network.head[twins]]).all()
        assert (degrees[network.head[other]] == degrees[network.tail[twins]]).all()
    assert network.travel_ms.shape == (2, m)
    assert network.travel_ms.min() >= 0
    assert np.isfinite(network.length_m).all()
    assert network.length_m.min() >= 0
    assert network.shape_first[0] == 0
    assert network.shape_first[-1] == len(network.shape_deg)
    assert len(network.shape_first) == m + 1
    assert not network.tail.flags.writeable
    return network
