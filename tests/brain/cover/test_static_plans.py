"""The static plan against trying everything."""

from itertools import combinations_with_replacement

import numpy as np
import pytest
from tests.brain.cover.grounds import drawn, steps

from callbox.brain.cover.expected import at_stations, cost
from callbox.brain.cover.facts import Ground
from callbox.brain.cover.mexclp import best_stations, exchanged, solved


def by_trying_everything(ground: Ground, units: int, busy: float) -> float:
    room = ground.room
    plans = combinations_with_replacement(range(len(room)), units)
    fitting = (plan for plan in plans if (np.bincount(plan, minlength=len(room)) <= room).all())
    return min(cost(at_stations(ground, np.array(plan, np.int32), busy)) for plan in fitting)


@pytest.mark.parametrize("seed", range(6))
def test_the_solver_and_the_search_find_the_best_of_all_plans(seed: int) -> None:
    ground = drawn(seed, stations=5, points=15, grades=steps((360_000, 0.4), (480_000, 1.0)), room=2)
    best = by_trying_everything(ground, 4, 0.35)
    proven = best_stations(ground, units=4, busy=0.35)
    assert proven.exact
    assert proven.cost == pytest.approx(best, abs=1e-9)
    assert exchanged(ground, units=4, busy=0.35).cost == pytest.approx(best, abs=1e-9)
    assert np.bincount(proven.stations).max() <= 2


def test_units_share_a_station_where_calls_are_many_and_units_busy() -> None:
    ground = Ground(
        weight=np.array([0.9, 0.1]),
        station_ms=np.array([[0, 900_000], [900_000, 0]], np.int32),
        grades=steps((480_000, 1.0)),
    )
    assert best_stations(ground, units=3, busy=0.5).stations.tolist() == [0, 0, 0]
    assert best_stations(ground, units=3, busy=0.1).stations.tolist() == [0, 0, 1]


def test_a_large_plan_is_found_by_exchange_and_says_that_it_is_not_proven() -> None:
    ground = drawn(3, stations=14, points=200)
    plan = best_stations(ground, units=40, busy=0.4)
    assert not plan.exact
    assert plan.cost <= exchanged(ground, units=40, busy=0.4, starts=1).cost


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_exchange_comes_within_a_thousandth_of_the_proven_optimum_of_a_city(seed: int) -> None:
    ground = drawn(seed, stations=14, points=150)
    proven = solved(ground, units=12, busy=0.4)
    assert proven is not None
    assert proven.exact
    assert exchanged(ground, units=12, busy=0.4).cost <= proven.cost * 1.001


def test_too_many_units_for_the_room_are_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match=r"units: give from 1 to the room at the stations, 6"):
        best_stations(drawn(1, room=1), units=7, busy=0.3)
