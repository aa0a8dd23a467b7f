"""To a place inside a closed area, units are timed to the edge from which the shortest way leads in."""

import numpy as np
import pytest
import shapely
from tests.brain.roads.networks import city_grid, halves, network, node_times, places, random_places

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.closures import outlines
from callbox.brain.roads.edge import times_to_edge
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, Places, RoadNetwork

SHUT = np.int32(UNREACHABLE_MS)


def by_hand(net: RoadNetwork, closed: Ints, *, units: Places, place: Places) -> list[int]:
    """Every edge tried, by SciPy's times between all junctions."""
    free_ms = net.travel_ms[0]
    closed_ms = free_ms.copy()
    closed_ms[closed] = SHUT
    outside, inside = node_times(net, closed_ms), node_times(net, free_ms)
    edges = set(net.tail[closed].tolist()) & set(net.head[closed_ms < SHUT].tolist())
    found = []
    for unit in range(len(units.arc)):
        ways = [(np.inf, np.inf)]
        for edge in edges:
            left_ms = [
                free_ms[arc] - on + outside[net.head[arc], edge] for arc, on in halves(net, free_ms, units, unit)
            ]
            in_ms = min(inside[edge, net.tail[arc]] + on for arc, on in halves(net, free_ms, place, 0))
            ways.append((min(left_ms, default=np.inf) + in_ms, -min(left_ms, default=np.inf)))
        best = min(ways)
        found.append(int(-best[1]) if np.isfinite(best[0]) else UNREACHABLE_MS)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_units_are_timed_to_the_edge_of_their_shortest_way_in(seed: int) -> None:
    draw = np.random.default_rng(seed)
    net = city_grid(draw, side=9)
    west, south = draw.random(2) * 0.004
    closed = outlines(net).touching(shapely.box(west, south, west + 0.0035, south + 0.0035))
    engine = RoadEngine.build(net)
    free = engine.metric("free", net.travel_ms[0])
    shut = engine.derived(free, "shut", arcs=closed, travel_ms=np.full(len(closed), SHUT))
    units = random_places(draw, arcs=net.arcs, count=12)
    place = places([(int(draw.choice(closed)), float(draw.random()))])
    found_ms = times_to_edge(engine, engine.labels(units, shut), place, closed=closed, through=free)
    assert found_ms.tolist() == by_hand(net, closed, units=units, place=place)


def test_where_everything_is_closed_no_edge_is_reached() -> None:
    net = network([(0, 1, 5), (1, 0, 5)], nodes=2)
    engine = RoadEngine.build(net)
    free, closed = engine.metric("free", net.travel_ms[0]), np.array([0, 1], np.int32)
    shut = engine.derived(free, "shut", arcs=closed, travel_ms=np.full(2, SHUT))
    labels = engine.labels(places([(0, 0.5)]), shut)
    assert times_to_edge(engine, labels, places([(1, 0.5)]), closed=closed, through=free).tolist() == [UNREACHABLE_MS]
