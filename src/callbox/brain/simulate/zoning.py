"""From a map to the simulator's zones: points where people call from are grouped, each group stands for one road node.

The points are halved across their longer side where half of the weight lies, and again, until there are enough groups:
busy quarters get small zones, empty ones large. Stations and hospitals have zones of their own, at their nearest node.

Simulated units turn only at zones. So that one under way can be sent elsewhere as soon as on a real road, nodes that most
routes pass are added as zones that nobody calls from: `turning`.
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise import Metric
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Floats, Places, RoadNetwork
from callbox.brain.simulate.facts import Ints

MODES: Final = 2
SOURCES_AT_ONCE: Final = 512
BEGINS_DRAWN: Final = 24
"""Zones besides stations and hospitals from which routes are followed."""
APART_DEG: Final = 0.0015
"""Turning points lie in different cells of about 170 m."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """k points in degrees."""

    longitude_deg: Floats
    """(k,)"""
    latitude_deg: Floats
    """(k,)"""

    def __len__(self) -> int:
        return len(self.longitude_deg)


NO_SPOTS: Final = Spots(longitude_deg=np.zeros(0), latitude_deg=np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoning:
    """z zones, each at one road node, and the zones of k points, s stations, h hospitals."""

    node: Ints
    """(z,) different nodes, ascending."""
    places: Spots
    """(z,) where these nodes lie."""
    of_point: Ints
    """(k,) the zone whose group a point belongs to."""
    of_station: Ints
    """(s,)"""
    of_hospital: Ints
    """(h,)"""


def zoned(
    network: RoadNetwork,
    points: Spots,
    weight: Floats,
    *,
    count: int,
    stations: Spots,
    hospitals: Spots = NO_SPOTS,
    turning: int = 0,
) -> Zoning:
    """At most `count` zones for the points, (k,) weights of which say how much each counts, and those of the rest.

    `turning` more are put where routes pass.

    Raises ValueError where there are no points, no nodes, or `count` is below 1.
    """
    if not network.nodes or not len(points):
        raise ValueError("points: there must be at least one, and one node")
    nearest = NearestNode.of(network)
    group = grouped(nearest.flat(points), weight, count=count)
    centres = nearest.nodes(centred(points, weight, group))
    rest = nearest.nodes(stations), nearest.nodes(hospitals)
    passed = turning_points(
        network, centres, np.bincount(group, weight).astype(np.float64), begins=np.concatenate(rest), count=turning
    )
    node, zone = np.unique(np.concatenate([centres, *rest, passed]), return_inverse=True)
    ends = np.cumsum([len(centres), len(stations), len(hospitals)])
    of_group, of_station, of_hospital, _ = np.split(zone.ravel().astype(np.int32), ends)
    places = Spots(longitude_deg=network.longitude_deg[node], latitude_deg=network.latitude_deg[node])
    return Zoning(
        node=node.astype(np.int32),
        places=places,
        of_point=of_group[group],
        of_station=of_station,
        of_hospital=of_hospital,
    )


@dataclass(frozen=True, slots=True)
class NearestNode:
    """Finds nodes near points, on the plane that touches the globe at the network's middle."""

    tree: cKDTree
    narrow: float

    @classmethod
    def of(cls, network: RoadNetwork) -> "NearestNode":
        narrow = float(np.cos(np.radians(network.latitude_deg.mean())))
        return cls(cKDTree(np.column_stack([network.longitude_deg * narrow, network.latitude_deg])), narrow)

    def flat(self, spots: Spots) -> Floats:
        """(k, 2) the same scale east and north."""
        return np.column_stack([spots.longitude_deg * self.narrow, spots.latitude_deg])

    def nodes(self, spots: Spots) -> NDArray[np.int64]:
        """(k,) the nearest node of each."""
        if not len(spots):
            return np.zeros(0, np.int64)
        return np.asarray(self.tree.query(self.flat(spots))[1], np.int64)


def grouped(flat: Floats, weight: Floats, *, count: int) -> Ints:
    """(k,) group 0.. of each point (k, 2): always the heaviest group is halved next; points alike stay together."""
    if count < 1:
        raise ValueError("count: give at least one zone")
    done: list[NDArray[np.int64]] = []
    heap: list[tuple[float, int, NDArray[np.int64]]] = [(-float(weight.sum()), 0, np.arange(len(flat)))]
    made = 1
    while heap and len(heap) + len(done) < count:
        _, _, mine = heappop(heap)
        halves = halved(flat, weight, mine)
        if halves is None:
            done.append(mine)
            continue
        for half in halves:
            heappush(heap, (-float(weight[half].sum()), made, half))
            made += 1
    group = np.empty(len(flat), np.int32)
    for number, mine in enumerate([*done, *(mine for _, _, mine in heap)]):
        group[mine] = number
    return group


def halved(flat: Floats, weight: Floats, mine: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Two parts of about the same weight, cut across the longer side; None where all points are one."""
    sides = np.ptp(flat[mine], axis=0)
    along = int(sides.argmax())
    if sides[along] <= 0.0:
        return None
    order = mine[np.argsort(flat[mine, along], kind="stable")]
    upto = np.cumsum(weight[order])
    cut = int(np.searchsorted(upto, upto[-1] / 2)) + 1
    values = flat[order, along]
    # Points of one value are not parted: the cut goes to the nearest change of value.
    changes = np.flatnonzero(np.diff(values) > 0) + 1
    cut = int(changes[np.abs(changes - cut).argmin()])
    return order[:cut], order[cut:]


def centred(points: Spots, weight: Floats, group: Ints) -> Spots:
    """The weighted middle of each group; of a group without weight the plain middle."""
    groups = int(group.max()) + 1
    heavy = np.bincount(group, weight, groups)
    counted = np.where(heavy[group] > 0, weight, 1.0)
    total = np.bincount(group, counted, groups)
    longitude_deg = np.bincount(group, counted * points.longitude_deg, groups) / total
    latitude_deg = np.bincount(group, counted * points.latitude_deg, groups) / total
    return Spots(longitude_deg=longitude_deg, latitude_deg=latitude_deg)


def turning_points(
    network: RoadNetwork, node: NDArray[np.int64], weight: Floats, *, begins: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Up to `count` nodes that most routes pass from where units begin to (z,) nodes, each so heavy; some way apart."""
    if count < 1:
        return np.zeros(0, np.int64)
    others = node[:: max(1, len(node) // BEGINS_DRAWN)]
    passes = passing(network, node, weight, begins=np.unique(np.concatenate([begins, others])))
    passes[node] = 0.0
    taken: set[tuple[int, int]] = set()
    chosen: list[int] = []
    narrow = float(np.cos(np.radians(network.latitude_deg.mean())))
    for one in np.argsort(-passes, kind="stable").tolist():
        if len(chosen) == count or passes[one] <= 0.0:
            break
        cell = (int(network.longitude_deg[one] * narrow / APART_DEG), int(network.latitude_deg[one] / APART_DEG))
        if cell not in taken:
            taken.add(cell)
            chosen.append(one)
    return np.array(chosen, np.int64)


def passing(network: RoadNetwork, node: NDArray[np.int64], weight: Floats, *, begins: NDArray[np.int64]) -> Floats:
    """(n,) the weight of the fastest routes through each node."""
    order = np.argsort(network.travel_ms[0], kind="stable")
    key = network.tail[order].astype(np.int64) * network.nodes + network.head[order]
    arcs = order[np.unique(key, return_index=True)[1]]
    travel_ms = np.maximum(network.travel_ms[0][arcs], 1).astype(np.float64)
    graph = csr_array((travel_ms, (network.tail[arcs], network.head[arcs])), shape=(network.nodes, network.nodes))
    passes = np.zeros(network.nodes)
    for begin in begins.tolist():
        _, before = dijkstra(graph, indices=begin, return_predecessors=True)
        at, heavy = node.astype(np.int64), weight
        while len(at):
            at = before[at].astype(np.int64)
            under_way = at >= 0
            at, heavy = at[under_way], heavy[under_way]
            np.add.at(passes, at, heavy)
    return passes


def travel_tables(engine: RoadEngine, node: Ints, *, along_ms: Ints | None = None) -> Ints:
    """(2, z, z) milliseconds [mode, to, from] between nodes, on free roads with siren and without, as `between_nodes`.

    `along_ms` (2, m) is how long each arc takes, if not what the network says.
    """
    by_mode = engine.network.travel_ms if along_ms is None else along_ms
    to_ms = np.empty((MODES, len(node), len(node)), np.int32)
    for mode in range(MODES):
        to_ms[mode] = between_nodes(engine, engine.metric(f"zones {mode}", by_mode[mode]), node)
    return to_ms


def between_nodes(engine: RoadEngine, metric: Metric, node: Ints) -> Ints:
    """(z, z) milliseconds [to, from] between nodes, as `City.to_ms` has them.

    Exact between junctions where every turn is allowed. Beside a forbidden turn a junction is several nodes, and a zone
    stands at one of them: who enters by another is not there yet, and who leaves along a street open both ways may do so
    from another. Such a time may be off by the way round that junction.
    """
    arc, owner = leaving(engine.network, node, passable=metric.travel_ms < UNREACHABLE_MS)
    # Whoever comes to a node comes to the tail of any arc that leaves it.
    rows_left, first = np.unique(owner, return_index=True)
    targets = at_tails(arc[first])
    found = [
        engine.matrix(at_tails(arc[at : at + SOURCES_AT_ONCE]), targets, metric=metric)
        for at in range(0, len(arc), SOURCES_AT_ONCE)
    ]
    from_to = np.full((len(node), len(node)), UNREACHABLE_MS, np.int32)
    if len(arc):
        from_to[np.ix_(rows_left, rows_left)] = np.minimum.reduceat(np.concatenate(found), first, axis=0)
    np.fill_diagonal(from_to, 0)
    return np.ascontiguousarray(from_to.T, np.int32)


def leaving(network: RoadNetwork, node: Ints, *, passable: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """(arcs, for each the row of its node): one arc open both ways where a node has one, else all that leave it.

    From the tail of a street open both ways one may go anywhere; on a one-way only along it. A node that no passable
    (m,) arc leaves has none: it is cut off.
    """
    both_ways = passable & (network.twin >= 0) & passable[network.twin]
    begin, end = np.searchsorted(network.tail, node), np.searchsorted(network.tail, node, side="right")
    arcs: list[int] = []
    owners: list[int] = []
    for row, (low, high) in enumerate(zip(begin.tolist(), end.tolist(), strict=True)):
        both = np.flatnonzero(both_ways[low:high])
        mine = low + (both[:1] if len(both) else np.flatnonzero(passable[low:high]))
        arcs.extend(mine.tolist())
        owners.extend([row] * len(mine))
    return np.array(arcs, np.int32), np.array(owners, np.int32)


def at_tails(arc: Ints) -> Places:
    """The places at the tails of arcs."""
    return Places(arc=arc, fraction=np.zeros(len(arc)), walk_m=np.zeros(len(arc)))
