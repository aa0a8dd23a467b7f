"""A way is made of streets that join, takes exactly the shortest time, and keeps off closed streets."""

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, halves, network, places, random_network, random_places

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, Places, RoadNetwork
from callbox.brain.roads.route import Route


def driven_ms(net: RoadNetwork, travel_ms: Ints, way: Route, *, source: Places, target: Places) -> int:
    """How long a way takes, street by street; fails where two of its streets do not join."""
    assert (net.head[way.arc[:-1]] == net.tail[way.arc[1:]]).all()
    begun_ms = dict(halves(net, travel_ms, source, 0))[int(way.arc[0])]
    ended_ms = dict(halves(net, travel_ms, target, 0))[int(way.arc[-1])]
    return int(travel_ms[way.arc[:-1]].sum()) - begun_ms + ended_ms


@pytest.mark.parametrize("seed", range(12))
def test_a_way_takes_the_shortest_time_street_by_street(seed: int) -> None:
    draw = np.random.default_rng(seed)
    net = random_network(draw, nodes=50, arcs=110, longest_ms=3) if seed % 2 else city_grid(draw, side=9)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    for _ in range(20):
        source, target = (random_places(draw, arcs=net.arcs, count=1) for _ in range(2))
        wanted_ms = int(engine.matrix(source, target, metric=metric)[0, 0])
        way = engine.path(source, target, metric)
        assert way.time_ms == wanted_ms
        assert bool(len(way.arc)) == (wanted_ms < UNREACHABLE_MS)
        if len(way.arc):
            assert driven_ms(net, metric.travel_ms, way, source=source, target=target) == wanted_ms


def test_a_way_on_one_street_is_that_street_alone() -> None:
    net = network([(0, 1, 100), (1, 0, 80)], nodes=2)
    engine = RoadEngine.build(net)
    way = engine.path(places([(0, 0.75)]), places([(0, 0.25)]), engine.metric("any", net.travel_ms[0]))
    assert (way.arc.tolist(), way.begin, way.end, way.time_ms) == ([1], 0.25, 0.75, 40)


def test_a_way_goes_round_a_closed_street() -> None:
    net = network([(0, 1, 9), (1, 2, 9), (2, 3, 9), (1, 3, 90)], nodes=4)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    engine.amend(metric, arcs=np.array([1], np.int32), travel_ms=np.array([UNREACHABLE_MS], np.int32))
    assert engine.path(places([(0, 0.0)]), places([(2, 1.0)]), metric).arc.tolist() == [0, 2]
