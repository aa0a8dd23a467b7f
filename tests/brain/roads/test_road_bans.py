"""Beside forbidden turns too, times are exactly those of a driver who goes from street to street and keeps the signs."""

import numpy as np
import pytest
from tests.brain.roads.banned import Banned, on_streets, random_banned, torn
from tests.brain.roads.files import needed
from tests.brain.roads.networks import expected, halves, node_times
from tests.brain.roads.test_road_routes import driven_ms

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import MODES, TURN, Ints, Places, RoadNetwork
from callbox.brain.roads.keeping import engine_bytes, engine_from
from callbox.brain.roads.reading import osm
from callbox.brain.roads.targets import Targets

SEEDS = pytest.mark.parametrize("seed", range(10))


def drawn(seed: int) -> tuple[np.random.Generator, Banned]:
    draw = np.random.default_rng(seed)
    nodes = int(draw.integers(3, 14))
    return draw, random_banned(draw, nodes=nodes, arcs=4 * int(draw.integers(nodes // 2, nodes + 1)))


def streets(net: RoadNetwork) -> Ints:
    return np.flatnonzero(net.road_class != TURN).astype(np.int32)


def one(places: Places, index: int) -> Places:
    rows = slice(index, index + 1)
    return Places(arc=places.arc[rows], fraction=places.fraction[rows], walk_m=places.walk_m[rows])


@SEEDS
@pytest.mark.parametrize("kept", [False, True], ids=["built", "kept as bytes"])
def test_times_are_those_of_a_driver_who_goes_from_turn_to_turn(seed: int, kept: bool) -> None:
    draw, city = drawn(seed)
    engine = RoadEngine.build(city.network)
    engine = engine_from(engine_bytes(engine)) if kept else engine
    units, cases = (on_streets(draw, streets(city.network), count=8) for _ in range(2))
    for mode, name in enumerate(MODES):
        metric = engine.metric(name, city.network.travel_ms[mode])
        wanted_ms = city.expected(sources=units, targets=cases, mode=mode).tolist()
        assert engine.matrix(units, cases, metric=metric).tolist() == wanted_ms
        labels, targets = engine.labels(units, metric), Targets.of(engine.hierarchy, cases, metric=metric)
        row_ms = np.empty((8, 8), np.int32)
        targets.times(labels, np.arange(8), out=row_ms)
        assert row_ms.tolist() == wanted_ms


def test_the_networks_of_this_proof_have_streets_whose_directions_end_at_different_copies() -> None:
    assert all(len(torn(drawn(seed)[1].network)) >= 2 for seed in range(10))


@SEEDS
def test_a_unit_that_moves_beside_a_forbidden_turn_is_answered_from_where_it_stands_now(seed: int) -> None:
    draw, city = drawn(seed)
    engine = RoadEngine.build(city.network)
    units, new, cases = (on_streets(draw, streets(city.network), count=4) for _ in range(3))
    labels = engine.labels(units, engine.metric("any", city.network.travel_ms[1]))
    for unit in range(4):
        engine.renew(labels, unit, place=one(new, unit))
    wanted_ms = city.expected(sources=new, targets=cases, mode=1)
    for case in range(4):
        assert engine.times(labels, one(cases, case)).tolist() == wanted_ms[:, case].tolist()


@SEEDS
@pytest.mark.parametrize("towards", [True, False])
def test_sweeps_and_what_is_reached_keep_the_signs(seed: int, towards: bool) -> None:
    draw, city = drawn(seed)
    net, travel_ms = city.network, city.network.travel_ms[1]
    engine = RoadEngine.build(net)
    metric = engine.metric("any", travel_ms)
    place = on_streets(draw, torn(net), count=1)
    between, wanted_ms = node_times(net, travel_ms), np.full(net.nodes, np.inf)
    for arc, passed_ms in halves(net, travel_ms, place, 0):
        way_ms = (
            between[:, net.tail[arc]] + passed_ms if towards else between[net.head[arc]] + travel_ms[arc] - passed_ms
        )
        wanted_ms = np.minimum(wanted_ms, way_ms)
    found_ms = engine.sweep(place, metric, towards=towards)
    assert found_ms.tolist() == np.where(np.isinf(wanted_ms), UNREACHABLE_MS, wanted_ms).tolist()


@SEEDS
def test_a_way_keeps_the_signs_street_by_street(seed: int) -> None:
    draw, city = drawn(seed)
    net = city.network
    engine = RoadEngine.build(net)
    metric = engine.metric("any", net.travel_ms[1])
    for _ in range(20):
        source, target = (on_streets(draw, streets(net), count=1) for _ in range(2))
        wanted_ms = int(city.expected(sources=source, targets=target, mode=1)[0, 0])
        way = engine.path(source, target, metric)
        assert way.time_ms == wanted_ms
        if len(way.arc):
            assert driven_ms(net, metric.travel_ms, way, source=source, target=target) == wanted_ms


@SEEDS
def test_what_is_closed_beside_a_forbidden_turn_and_opened_again_leaves_nothing(seed: int) -> None:
    draw, city = drawn(seed)
    net = city.network
    engine = RoadEngine.build(net)
    metric = engine.metric("live", net.travel_ms[1])
    units, cases = (on_streets(draw, streets(net), count=6) for _ in range(2))
    labels = engine.labels(units, metric)
    shut = draw.choice(net.arcs, net.arcs // 4, replace=False).astype(np.int32)
    for new_ms in (np.full(len(shut), UNREACHABLE_MS, np.int32), metric.free_ms[shut]):
        engine.amend(metric, arcs=shut, travel_ms=new_ms)
        wanted_ms = expected(net, metric.travel_ms, sources=units, targets=cases, free_ms=metric.free_ms)
        for case in range(6):
            assert engine.times(labels, one(cases, case)).tolist() == wanted_ms[:, case].tolist()


def test_beside_every_forbidden_turn_of_monaco_times_are_dijkstras() -> None:
    net = osm.read(needed("roads_monaco/monaco.osm.pbf")).network
    draw = np.random.default_rng(1)
    beside = torn(net)
    assert len(beside) > 30
    engine = RoadEngine.build(net)
    share = draw.random(len(beside))
    there = Places(arc=beside, fraction=share, walk_m=np.zeros(len(beside)))
    anywhere = on_streets(draw, streets(net), count=30)
    for mode, name in enumerate(MODES):
        travel_ms = net.travel_ms[mode]
        metric = engine.metric(name, travel_ms)
        for sources, targets in ((there, anywhere), (anywhere, there), (there, there)):
            wanted_ms = expected(net, travel_ms, sources=sources, targets=targets)
            assert engine.matrix(sources, targets, metric=metric).tolist() == wanted_ms.tolist()
