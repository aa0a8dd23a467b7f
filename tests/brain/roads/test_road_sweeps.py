"""Times between a place and everywhere, and what lies within a time, are what Dijkstra's algorithm finds."""

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, halves, network, node_times, places, random_network

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.engine import RoadEngine


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("towards", [True, False])
def test_times_between_a_place_and_every_junction_are_dijkstras(seed: int, towards: bool) -> None:
    draw = np.random.default_rng(seed)
    net = random_network(draw, nodes=40, arcs=70) if seed % 2 else city_grid(draw, side=8)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    place = places([(int(draw.integers(0, net.arcs)), float(draw.random()))])
    found_ms = engine.sweep(place, metric, towards=towards)

    between, wanted_ms = node_times(net, net.travel_ms[0]), np.full(net.nodes, np.inf)
    for arc, passed_ms in halves(net, net.travel_ms[0], place, 0):
        rest_ms = net.travel_ms[0][arc] - passed_ms
        way_ms = between[:, net.tail[arc]] + passed_ms if towards else between[net.head[arc]] + rest_ms
        wanted_ms = np.minimum(wanted_ms, way_ms)
    assert found_ms.tolist() == np.where(np.isinf(wanted_ms), UNREACHABLE_MS, wanted_ms).tolist()


def test_nothing_is_reached_from_where_no_road_is() -> None:
    net = network([(0, 1, 5), (1, 0, 5)], nodes=2)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    nowhere = places([(-1, 0.0)])
    assert engine.sweep(nowhere, metric).tolist() == [UNREACHABLE_MS] * 2
    assert not len(engine.isochrone(nowhere, metric, within_ms=1_000).arc)


def test_within_a_time_streets_are_reached_whole_or_in_part() -> None:
    net = network([(0, 1, 100), (1, 2, 100), (1, 3, 10), (2, 1, 100)], nodes=4)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    reach = engine.isochrone(places([(0, 0.5)]), metric, within_ms=75)
    parts = {int(arc): (begin, end) for arc, begin, end in zip(reach.arc, reach.begin, reach.end, strict=True)}
    assert parts == {0: (0.5, 1.0), 1: (0.0, 0.25), 2: (0.0, 1.0)}
