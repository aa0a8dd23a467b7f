"""Small road networks for tests, and what Dijkstra's algorithm (SciPy's) says on them."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import STREET, Ints, Places, RoadNetwork


def network(
    streets: list[tuple[int, int, int]], *, nodes: int, at_deg: NDArray[np.float64] | None = None
) -> RoadNetwork:
    """A network of directed arcs (tail, head, milliseconds); the first free pair of arcs each way becomes a street."""
    rows = sorted(streets)
    tail, head, time = (np.array([row[n] for row in rows], np.int32).reshape(-1) for n in range(3))
    arcs = len(rows)
    points = np.zeros((nodes, 2)) if at_deg is None else at_deg
    return RoadNetwork(
        longitude_deg=points[:, 0].copy(), latitude_deg=points[:, 1].copy(), tail=tail, head=head, twin=_twins(rows),
        length_m=np.ones(arcs), road_class=np.full(arcs, STREET, np.int8), travel_ms=np.stack([time, 2 * time]),
        street=np.full(arcs, -1, np.int32), names=(), shape_first=np.zeros(arcs + 1, np.int64),
        shape_deg=np.zeros((0, 2)),
    )  # fmt: skip


def _twins(rows: list[tuple[int, int, int]]) -> Ints:
    twin = np.full(len(rows), -1, np.int32)
    waiting: dict[tuple[int, int], list[int]] = {}
    for arc, (tail, head, _) in enumerate(rows):
        if tail != head and waiting.get((head, tail)):
            other = waiting[head, tail].pop(0)
            twin[arc], twin[other] = other, arc
        else:
            waiting.setdefault((tail, head), []).append(arc)
    return twin


def random_network(draw: np.random.Generator, *, nodes: int, arcs: int, longest_ms: int = 50) -> RoadNetwork:
    """Arcs between any nodes: one-ways, parallels, loops, zeros, many ties, parts that nothing joins."""
    ends = draw.integers(0, nodes, (arcs, 2))
    there = [(int(a), int(b), int(draw.integers(0, longest_ms))) for a, b in ends]
    back = [(b, a, int(draw.integers(0, longest_ms))) for a, b, _ in there if draw.random() < 0.6]
    return network(there + back, nodes=nodes, at_deg=draw.random((nodes, 2)))


def city_grid(draw: np.random.Generator, *, side: int, longest_ms: int = 60_000) -> RoadNetwork:
    """A square grid of streets open both ways, with holes."""
    nodes = np.arange(side * side).reshape(side, side)
    pairs = [*zip(nodes[:, :-1].ravel(), nodes[:, 1:].ravel(), strict=True)]
    pairs += zip(nodes[:-1].ravel(), nodes[1:].ravel(), strict=True)
    kept = [(int(a), int(b)) for a, b in pairs if draw.random() < 0.9]
    there = [(a, b, int(draw.integers(1, longest_ms))) for a, b in kept]
    back = [(b, a, int(draw.integers(1, longest_ms))) for a, b in kept]
    at_deg = np.stack([nodes.ravel() % side, nodes.ravel() // side], axis=1).astype(np.float64) * 0.001
    return network(there + back, nodes=side * side, at_deg=at_deg)


def places(pairs: list[tuple[int, float]]) -> Places:
    """Places at fractions of arcs."""
    arc = np.array([pair[0] for pair in pairs], np.int32)
    return Places(arc=arc, fraction=np.array([pair[1] for pair in pairs], np.float64), walk_m=np.zeros(len(pairs)))


def random_places(draw: np.random.Generator, *, arcs: int, count: int) -> Places:
    """Places anywhere, some at the very ends of arcs, some where no road is."""
    fractions = np.where(draw.random(count) < 0.3, draw.integers(0, 2, count), draw.random(count))
    return places([(int(draw.integers(-1, arcs)), float(share)) for share in fractions])


def node_times(net: RoadNetwork, travel_ms: Ints) -> NDArray[np.float64]:
    """(n, n) from every node to every node by SciPy; infinite where no way leads."""
    open_ = np.flatnonzero(travel_ms < UNREACHABLE_MS)
    order = open_[np.lexsort((travel_ms[open_], net.head[open_], net.tail[open_]))]
    tail, head = net.tail[order], net.head[order]
    least = np.ones(len(order), bool)
    least[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    graph = csr_array((travel_ms[order][least].astype(float), (tail[least], head[least])), shape=(net.nodes, net.nodes))
    found: NDArray[np.float64] = dijkstra(graph)
    return found


def expected(
    net: RoadNetwork, travel_ms: Ints, *, sources: Places, targets: Places, free_ms: Ints | None = None
) -> Ints:
    """(s, t) from each source to each target, by SciPy and the rules for places on arcs."""
    pace_ms = np.where(travel_ms < UNREACHABLE_MS, travel_ms, travel_ms if free_ms is None else free_ms)
    between = node_times(net, travel_ms)
    found = np.full((len(sources.arc), len(targets.arc)), np.inf)
    for s in range(len(sources.arc)):
        for t in range(len(targets.arc)):
            left, reached = halves(net, pace_ms, sources, s), halves(net, pace_ms, targets, t)
            for arc, passed_ms in left:
                for other, entered_ms in reached:
                    way_ms = between[net.head[arc], net.tail[other]]
                    found[s, t] = min(found[s, t], pace_ms[arc] - passed_ms + way_ms + entered_ms)
                    if arc == other and passed_ms <= entered_ms:
                        found[s, t] = min(found[s, t], entered_ms - passed_ms)
    return np.where(np.isinf(found), UNREACHABLE_MS, found).astype(np.int32)


def halves(net: RoadNetwork, pace_ms: Ints, where: Places, index: int) -> list[tuple[int, int]]:
    """The arcs a place lies on, each with the milliseconds from its tail to the place."""
    arc, share = int(where.arc[index]), float(where.fraction[index])
    if arc < 0:
        return []
    twin = int(net.twin[arc])
    if twin >= 0 and twin < arc:
        arc, twin, share = twin, arc, 1.0 - share
    halves = [(arc, int(np.rint(share * pace_ms[arc])))]
    return halves if twin < 0 else [*halves, (twin, int(np.rint((1.0 - share) * pace_ms[twin])))]
