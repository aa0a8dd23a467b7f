"""Cover in the advisor: times from every unit to every point are what the roads say, while units move and roads close."""

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, expected

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.demand.points import Points
from callbox.brain.dispatch import UnitState
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.snap import Snapper
from callbox.site.advisor.asked import Placed
from callbox.site.advisor.covering import BUSY_USUAL, Ground, shares
from callbox.site.advisor.fleet import SNAP_MAX_M, Fleet

# The advisor takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

SIDE, UNITS, POINTS = 7, 10, 40


def test_rows_are_dijkstras_while_units_move_and_a_road_closes() -> None:
    draw = np.random.default_rng(8)
    net = city_grid(draw, side=SIDE)
    engine, snapper = RoadEngine.build(net), Snapper.build(net)
    spots = draw.random((POINTS, 2)) * SIDE * 0.001
    points = Points(
        kinds=("engine", "ambulance"), longitude_deg=spots[:, 0], latitude_deg=spots[:, 1],
        calls_per_h=draw.random((2, POINTS)), hours=np.linspace(0, 2, 168),
    )  # fmt: skip
    ground, fleet = Ground(engine.hierarchy, snapper, points), Fleet(engine, snapper)
    targets = snapper.snap(spots[:, 0], spots[:, 1], SNAP_MAX_M)
    serves = ground.serves([("engine", "ladder")[n % 2] for n in range(UNITS)])
    assert set(serves.tolist()) == {0, -1}
    free_ms = np.ascontiguousarray(net.travel_ms[0])
    closed_ms = np.where(draw.random(net.arcs) < 0.15, UNREACHABLE_MS, free_ms).astype(np.int32)
    metrics = [engine.metric("open", free_ms), engine.metric("closed", closed_ms)]
    metrics[1].free_ms, metrics[1].pace_ms = free_ms, np.where(closed_ms < UNREACHABLE_MS, closed_ms, free_ms)
    places = {f"u{n}": spots[n] for n in range(UNITS)}
    for turn in range(6):
        for one in draw.integers(0, UNITS, 3):
            places[f"u{one}"] = draw.random(2) * SIDE * 0.001
        asked = [Placed(id=one, place=(float(at[0]), float(at[1]))) for one, at in places.items()]
        asked = asked[::-1] if turn % 2 else asked[:7]
        at = np.array([one.place for one in asked])
        if turn > 2:  # told before anybody asks, as positions arrive
            ground.renew(fleet, fleet.moved(asked))
        slots = fleet.put(asked, now_s=float(turn))
        cover = ground.cover(
            metrics[turn % 2], fleet, slots, serves=serves[: len(asked)], busy=np.full(len(asked), 0.3), hour=turn,
            late_ms=60_000,
        )  # fmt: skip
        sources = snapper.snap(at[:, 0].copy(), at[:, 1].copy(), SNAP_MAX_M)
        wanted = expected(net, (free_ms, closed_ms)[turn % 2], sources=sources, targets=targets, free_ms=free_ms)
        assert np.array_equal(cover.travel_ms, wanted)
        assert np.array_equal(cover.calls_per_h, points.calls_per_h * points.hours[turn])


def test_of_a_unit_that_nobody_asked_about_nothing_is_kept() -> None:
    net = city_grid(np.random.default_rng(8), side=SIDE)
    fleet = Fleet(RoadEngine.build(net), Snapper.build(net))
    fleet.put([Placed(id="known", place=(0.001, 0.001))], now_s=0.0)
    moved = [Placed(id=one, place=(0.002, 0.003)) for one in ("known", "stranger")]

    assert len(fleet.moved(moved)) == 1
    assert len(fleet.moved(moved)) == 0
    assert len(fleet) == 1


def test_a_unit_nobody_knows_the_place_of_covers_nothing() -> None:
    net = city_grid(np.random.default_rng(8), side=SIDE)
    engine, snapper = RoadEngine.build(net), Snapper.build(net)
    at = np.array([0.001, 0.002])
    points = Points(kinds=("",), longitude_deg=at, latitude_deg=at, calls_per_h=np.ones((1, 2)))
    ground, fleet = Ground(engine.hierarchy, snapper, points), Fleet(engine, snapper)
    slots = fleet.put([Placed(id="lost", place=None)], now_s=0.0)

    serves = ground.serves(["engine"])
    metric = engine.metric("m", np.ascontiguousarray(net.travel_ms[0]))
    cover = ground.cover(metric, fleet, slots, serves=serves, busy=np.array([0.3]), hour=0, late_ms=60_000)

    assert serves.tolist() == [0]
    assert (cover.travel_ms == UNREACHABLE_MS).all()


def test_a_unit_whose_past_is_not_known_is_busy_as_usual() -> None:
    units = [UnitState(id=one, kind="engine", state="idle") for one in "ab"]

    assert shares({"a": 0.6}, units).tolist() == [0.6, BUSY_USUAL]
