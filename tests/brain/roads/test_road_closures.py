"""Closures by area or street are in force for the next question, several at once, and leave nothing when lifted."""

import numpy as np
import pytest
import shapely
from tests.brain.roads.networks import city_grid, expected, network, random_places

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.closures import Closure, Closures, outlines
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import RoadNetwork

NORTH_EAST = shapely.box(0.0035, 0.0035, 0.02, 0.02)


def engine_on(net: RoadNetwork) -> RoadEngine:
    engine = RoadEngine.build(net)
    for mode, name in enumerate(("siren", "ordinary")):
        engine.metric(name, net.travel_ms[mode])
    return engine


@pytest.mark.parametrize("seed", range(3))
def test_times_past_a_flood_and_a_slow_zone_are_dijkstras(seed: int) -> None:
    draw = np.random.default_rng(seed)
    net = city_grid(draw, side=8)
    engine = engine_on(net)
    closures = Closures(engine=engine)
    closures.close(Closure(name="flood", arcs=outlines(net).touching(NORTH_EAST)))
    closures.close(Closure(name="fog", arcs=outlines(net).touching(shapely.box(0, 0, 0.004, 0.02)), speed_factor=0.3))
    units, cases = (random_places(draw, arcs=net.arcs, count=5) for _ in range(2))
    for metric in engine.metrics.values():
        wanted = expected(net, metric.travel_ms, sources=units, targets=cases, free_ms=metric.free_ms)
        assert engine.matrix(units, cases, metric=metric).tolist() == wanted.tolist()
    closures.lift("flood")
    closures.lift("fog")
    for mode, metric in enumerate(engine.metrics.values()):
        assert (metric.travel_ms == net.travel_ms[mode]).all()
        anew = RoadEngine.build(net).metric("anew", net.travel_ms[mode])
        assert (anew.weights.up_ms == metric.weights.up_ms).all()
        assert (anew.weights.down_ms == metric.weights.down_ms).all()


def test_where_two_hold_the_slower_one_does_and_the_other_stays_when_it_is_lifted() -> None:
    net = network([(0, 1, 100), (1, 0, 100)], nodes=2)
    closures = Closures(engine=engine_on(net))
    both = np.array([0, 1], np.int32)
    closures.close(Closure(name="works", arcs=both, speed_factor=0.5))
    closures.close(Closure(name="flood", arcs=both[:1]))
    assert closures.engine.metrics["siren"].travel_ms.tolist() == [UNREACHABLE_MS, 200]
    closures.lift("flood")
    assert closures.engine.metrics["siren"].travel_ms.tolist() == [200, 200]
    closures.close(Closure(name="works", arcs=both[1:], speed_factor=0.25))
    assert closures.engine.metrics["siren"].travel_ms.tolist() == [100, 400]


def test_a_closure_may_let_one_mode_through_and_holds_in_metrics_added_later() -> None:
    net = network([(0, 1, 100), (1, 0, 100)], nodes=2)
    closures = Closures(engine=engine_on(net))
    closures.close(Closure(name="market", arcs=np.array([0], np.int32), metrics=frozenset({"ordinary", "late"})))
    metrics = closures.engine.metrics
    assert [int(metrics[name].travel_ms[0]) for name in ("siren", "ordinary")] == [100, UNREACHABLE_MS]
    closures.catch_up(closures.engine.metric("late", net.travel_ms[0]))
    assert int(metrics["late"].travel_ms[0]) == UNREACHABLE_MS


def test_an_area_touches_the_streets_that_cross_it_though_both_ends_lie_outside() -> None:
    net = network([(0, 1, 1), (2, 3, 1)], nodes=4, at_deg=np.array([[0, 0], [2, 0], [0, 1], [2, 1]], np.float64))
    assert outlines(net).touching(shapely.box(0.9, -0.1, 1.1, 0.1)).tolist() == [0]
    assert outlines(net).touching(shapely.box(5, 5, 6, 6)).tolist() == []
    assert outlines(net).touching(shapely.Polygon()).tolist() == []


@pytest.mark.parametrize("wrong", [{"arcs": [2]}, {"arcs": [-1]}, {"arcs": [0], "speed_factor": 1.5}])
def test_what_is_no_closure_is_refused_in_one_line(wrong: dict[str, object]) -> None:
    closures = Closures(engine=engine_on(network([(0, 1, 1), (1, 0, 1)], nodes=2)))
    told = {"name": "x", **wrong, "arcs": np.array(wrong["arcs"], np.int32)}
    with pytest.raises(ValueError, match=r"^(arcs|speed_factor): .*"):
        closures.close(Closure(**told))  # type: ignore[arg-type]
    assert not closures.in_force
