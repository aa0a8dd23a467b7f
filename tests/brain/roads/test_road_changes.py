"""After streets were closed, slowed and opened again, times are what they are on roads that were always so."""

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, expected, network, places, random_network, random_places

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.engine import RoadEngine


@pytest.mark.parametrize("seed", range(12))
def test_weights_after_changes_are_those_of_a_metric_made_anew(seed: int) -> None:
    draw = np.random.default_rng(seed)
    net = random_network(draw, nodes=60, arcs=130, longest_ms=9) if seed % 2 else city_grid(draw, side=12)
    engine = RoadEngine.build(net)
    metric = engine.metric("live", net.travel_ms[0])
    for _ in range(8):
        arcs = draw.choice(net.arcs, size=int(draw.integers(1, 12)), replace=False).astype(np.int32)
        new_ms = np.where(draw.random(len(arcs)) < 0.5, UNREACHABLE_MS, draw.integers(0, 90, len(arcs))).astype(
            np.int32
        )
        engine.amend(metric, arcs=arcs, travel_ms=new_ms)
        anew = engine.metric("anew", metric.travel_ms)
        assert (anew.weights.up_ms == metric.weights.up_ms).all()
        assert (anew.weights.down_ms == metric.weights.down_ms).all()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.0003, 0.003, 0.03, 0.5], ids=["few", "some", "many", "half"])
def test_weights_after_changes_near_and_far_are_those_of_a_metric_made_anew(seed: int, share: float) -> None:
    draw = np.random.default_rng(seed)
    net = city_grid(draw, side=70)
    engine = RoadEngine.build(net)
    metric = engine.metric("live", net.travel_ms[0])
    for turn in range(4):
        count, first = max(1, int(share * net.arcs)), int(draw.integers(0, net.arcs // 2))
        arcs = first + np.arange(count) if turn % 2 else draw.choice(net.arcs, count, replace=False)
        new_ms = np.where(draw.random(count) < 0.6, UNREACHABLE_MS, draw.integers(0, 90_000, count)).astype(np.int32)
        engine.amend(metric, arcs=arcs.astype(np.int32), travel_ms=new_ms)
        anew = engine.metric("anew", metric.travel_ms)
        assert (anew.weights.up_ms == metric.weights.up_ms).all()
        assert (anew.weights.down_ms == metric.weights.down_ms).all()


@pytest.mark.parametrize("seed", range(4))
def test_units_are_answered_past_a_closure_at_once_and_can_leave_a_closed_street(seed: int) -> None:
    draw = np.random.default_rng(seed)
    net = city_grid(draw, side=9)
    engine = RoadEngine.build(net)
    metric = engine.metric("live", net.travel_ms[0])
    units, cases = (random_places(draw, arcs=net.arcs, count=8) for _ in range(2))
    labels = engine.labels(units, metric)
    closed = np.unique(np.append(draw.choice(net.arcs, 40), units.arc[units.arc >= 0][:2])).astype(np.int32)
    engine.amend(metric, arcs=closed, travel_ms=np.full(len(closed), UNREACHABLE_MS, np.int32))
    wanted_ms = expected(net, metric.travel_ms, sources=units, targets=cases, free_ms=metric.free_ms)
    for case in range(8):
        place = places([(int(cases.arc[case]), float(cases.fraction[case]))])
        assert engine.times(labels, place).tolist() == wanted_ms[:, case].tolist()


def test_a_metric_derived_from_another_leaves_it_as_it_was() -> None:
    net = network([(0, 1, 5), (0, 2, 50), (1, 2, 5), (2, 3, 1)], nodes=4)
    engine = RoadEngine.build(net)
    free = engine.metric("free", net.travel_ms[0])
    closed = np.array([0], np.int32)
    shut = engine.derived(free, "shut", arcs=closed, travel_ms=np.array([UNREACHABLE_MS], np.int32))
    end = places([(3, 1.0)])
    assert [int(engine.sweep(end, one)[0]) for one in (free, shut)] == [11, 51]
    engine.amend(shut, arcs=closed, travel_ms=free.free_ms[closed])
    assert [int(engine.sweep(end, one)[0]) for one in (free, shut)] == [11, 11]
