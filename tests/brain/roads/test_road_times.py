"""Times from units to cases are exactly what Dijkstra's algorithm finds, whatever the roads look like."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.roads.networks import city_grid, expected, network, places, random_network, random_places

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import RoadNetwork


def check(net: RoadNetwork, draw: np.random.Generator) -> None:
    engine = RoadEngine.build(net)
    units = random_places(draw, arcs=net.arcs, count=6)
    cases = random_places(draw, arcs=net.arcs, count=6)
    for travel_ms in net.travel_ms:
        metric = engine.metric("any", travel_ms)
        found_ms = engine.matrix(units, cases, metric=metric)
        assert found_ms.tolist() == expected(net, travel_ms, sources=units, targets=cases).tolist()


@pytest.mark.parametrize("seed", range(30))
def test_times_are_dijkstras_on_any_graph(seed: int) -> None:
    draw = np.random.default_rng(seed)
    nodes = int(draw.integers(1, 80))
    check(random_network(draw, nodes=nodes, arcs=int(draw.integers(1, 3 * nodes + 1))), draw)


@pytest.mark.parametrize("seed", range(4))
def test_times_are_dijkstras_on_a_city_grid(seed: int) -> None:
    draw = np.random.default_rng(seed)
    check(city_grid(draw, side=18), draw)


def test_times_are_dijkstras_where_most_streets_take_no_time() -> None:
    draw = np.random.default_rng(5)
    check(random_network(draw, nodes=60, arcs=120, longest_ms=2), draw)


def test_a_map_without_coordinates_is_ordered_by_its_streets_alone() -> None:
    net = network([(a, b, 7) for v in range(40) for a, b in ((v, v + 1), (v + 1, v))], nodes=41)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    ends = places([(0, 0.0), (net.arcs - 2, 1.0)])
    assert engine.matrix(ends, ends, metric=metric)[0, 1] == 40 * 7
    assert engine.hierarchy.tree.depth.max() < 12


ARCS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 5)), min_size=1, max_size=16)
SPOTS = st.lists(st.tuples(st.integers(0, 15), st.sampled_from([0.0, 0.25, 0.5, 1.0])), min_size=1, max_size=3)


@settings(deadline=None, max_examples=60)
@given(ARCS, SPOTS, SPOTS)
def test_times_are_dijkstras_on_the_smallest_networks(
    streets: list[tuple[int, int, int]], units: list[tuple[int, float]], cases: list[tuple[int, float]]
) -> None:
    net = network(streets, nodes=7)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    one, other = (places([(arc % net.arcs, share) for arc, share in spots]) for spots in (units, cases))
    found_ms = engine.matrix(one, other, metric=metric)
    assert found_ms.tolist() == expected(net, net.travel_ms[0], sources=one, targets=other).tolist()


def test_a_unit_that_moves_is_answered_from_where_it_stands_now() -> None:
    draw = np.random.default_rng(8)
    net = city_grid(draw, side=10)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    units, case, new = (random_places(draw, arcs=net.arcs, count=count) for count in (3, 1, 1))
    before = engine.labels(units, metric)
    after = engine.renewed(before, 1, place=new)
    assert engine.times(after, case)[1] == engine.matrix(new, case, metric=metric)[0, 0]
    assert engine.times(after, case)[[0, 2]].tolist() == engine.times(before, case)[[0, 2]].tolist()
    assert engine.times(before, case).tolist() == engine.matrix(units, case, metric=metric)[:, 0].tolist()


def test_a_unit_behind_the_case_on_a_one_way_drives_round() -> None:
    net = network([(0, 1, 100), (1, 2, 30), (2, 0, 40)], nodes=3)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    found_ms = engine.matrix(places([(0, 0.2), (0, 0.9)]), places([(0, 0.5)]), metric=metric)
    assert found_ms[:, 0].tolist() == [30, 10 + 30 + 40 + 50]


def test_a_place_without_a_road_is_reached_by_nobody() -> None:
    net = network([(0, 1, 5), (1, 0, 5)], nodes=2)
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[0])
    found_ms = engine.matrix(places([(0, 0.5), (-1, 0.0)]), places([(-1, 0.0), (1, 0.5)]), metric=metric)
    assert (found_ms == [[UNREACHABLE_MS, 0], [UNREACHABLE_MS, UNREACHABLE_MS]]).all()


@pytest.mark.parametrize("wrong", [[-1, 1], [2**29, 1], [1]])
def test_times_that_are_no_times_are_refused_in_one_line(wrong: list[int]) -> None:
    net = network([(0, 1, 5), (1, 0, 5)], nodes=2)
    with pytest.raises(ValueError, match=r"^travel_ms: .*"):
        RoadEngine.build(net).metric("any", np.array(wrong, np.int32))
