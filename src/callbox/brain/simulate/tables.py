"""What the loops look up, derived once from a city: ranks of stations, next points of routes, nearest hospitals."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import City, Ints

Shorts = NDArray[np.int16]


class PlainTables(NamedTuple):
    """For the plain model. Times are those of `City.to_ms`; u units, each at its own station."""

    unit_rank: Shorts
    """(m, z, u) units by time from their own station, ties by number."""
    answer_ms: Ints
    """(m, z, u) that time, in the same order."""
    home_ms: Ints
    """(m, z, u) the way back to the station of unit u, in order of units."""
    metric_at: Shorts
    """(2, 168) of the first version."""


def plain_tables(city: City) -> PlainTables:
    """Rank every unit for every zone; raises ValueError where a unit and a zone do not reach each other."""
    homes = city.station_zone[city.unit_station]
    answer, home = city.to_ms[:, :, homes], np.ascontiguousarray(city.to_ms[:, homes, :].transpose(0, 2, 1))
    if (answer >= UNREACHABLE_MS).any() or (home >= UNREACHABLE_MS).any():
        raise ValueError("to_ms: the plain model needs a way from every station to every zone and back")
    rank = np.argsort(answer, axis=2, kind="stable")
    return PlainTables(
        rank.astype(np.int16),
        np.ascontiguousarray(np.take_along_axis(answer, rank, axis=2)),
        home,
        city.metric_at[0].astype(np.int16),
    )


def travel_table(*, tail: Ints, head: Ints, travel_ms: Ints, places: Ints, nodes: int) -> Ints:
    """(z, z) milliseconds [to, from] between `places`, nodes of a directed graph, by Dijkstra's algorithm.

    Parallel arcs count as their fastest; an arc of 0 ms counts as 1 ms, since a sparse matrix cannot hold a 0.
    """
    fastest_first = np.argsort(travel_ms, kind="stable")
    key = tail[fastest_first].astype(np.int64) * nodes + head[fastest_first]
    _, first = np.unique(key, return_index=True)
    arcs = fastest_first[first]
    weights = np.maximum(travel_ms[arcs], 1).astype(np.float64)
    graph = csr_array((weights, (tail[arcs], head[arcs])), shape=(nodes, nodes))
    found = dijkstra(graph, indices=places)[:, places].T
    return np.where(np.isfinite(found), found, UNREACHABLE_MS).astype(np.int32)
