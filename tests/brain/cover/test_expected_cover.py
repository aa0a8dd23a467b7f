"""Expected cover against its definition: every set of busy units, one by one."""

from itertools import product

import numpy as np
import pytest
from tests.brain.cover.grounds import drawn, steps

from callbox.brain.cover import grades as usual
from callbox.brain.cover.expected import (
    at_stations,
    cost,
    cover_map,
    gain_of_each,
    gain_of_moves,
    graded,
    loss_of_each,
    standing,
)
from callbox.brain.cover.facts import Floats, Grades, Ground, Ints

THREE = steps((300_000, 0.2), (480_000, 1.0), (900_000, 0.5))


def by_every_set(ground: Ground, times_ms: Ints, busy: Floats) -> float:
    """The expected cost of a call: the closest free unit answers, in every case that there is."""
    total = 0.0
    for free in product((False, True), repeat=len(busy)):
        chance = float(np.where(free, 1.0 - busy, busy).prod())
        nearest = times_ms[np.array(free, bool)].min(axis=0, initial=2**30 - 1)
        late = (nearest[:, None] > ground.grades.within_ms) * ground.grades.cost
        total += chance * float(ground.weight @ late.sum(axis=1))
    return total


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("grades", [steps((480_000, 1.0)), THREE], ids=["late or not", "three grades"])
def test_the_cost_of_a_call_is_that_of_the_closest_free_unit_over_every_set_of_busy_ones(
    seed: int, grades: Grades
) -> None:
    ground = drawn(seed, grades=grades)
    chance = np.random.default_rng(seed)
    stations, busy = chance.integers(0, 6, 5).astype(np.int32), chance.uniform(0.05, 0.9, 5)
    now = at_stations(ground, stations, busy)
    assert cost(now) == pytest.approx(by_every_set(ground, ground.station_ms[stations], busy), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_what_sending_adding_or_moving_a_unit_changes_is_exact_by_recomputation(seed: int) -> None:
    ground = drawn(seed, grades=THREE)
    chance = np.random.default_rng(seed)
    stations, busy = chance.integers(0, 6, 5).astype(np.int32), chance.uniform(0.05, 0.9, 5)
    now = at_stations(ground, stations, busy)
    grade = graded(ground.station_ms, ground.grades)
    before, losses, gains = cost(now), loss_of_each(now), gain_of_each(now, grade, 0.3)
    for unit in range(5):
        rest = np.delete(np.arange(5), unit)
        without = cost(at_stations(ground, stations[rest], busy[rest]))
        assert losses[unit] == pytest.approx(without - before, abs=1e-12)
        for station, gain in enumerate(gain_of_moves(now, unit, grade)):
            moved = stations.copy()
            moved[unit] = station
            assert gain == pytest.approx(before - cost(at_stations(ground, moved, busy)), abs=1e-12)
    for station in range(6):
        more = at_stations(ground, np.append(stations, station).astype(np.int32), np.append(busy, 0.3))
        assert gains[station] == pytest.approx(before - cost(more), abs=1e-12)


def test_with_nobody_free_every_call_costs_the_worst() -> None:
    ground = drawn(1, grades=THREE)
    assert cost(at_stations(ground, np.zeros(0, np.int32), 0.5)) == pytest.approx(THREE.worst)


def test_a_cover_map_tells_the_nearest_how_many_are_in_time_and_the_chance_of_being_late() -> None:
    ground = Ground(
        weight=np.array([0.5, 0.3, 0.2]),
        station_ms=np.array([[100, 500, 2**30 - 1], [300, 200, 2**30 - 1]], np.int32),
        grades=usual.late_after(400),
    )
    told = cover_map(ground, ground.station_ms, np.array([0.5, 0.25]), threshold_ms=400)
    assert told.nearest_ms.tolist() == [100, 200, 2**30 - 1]
    assert told.in_time.tolist() == [2, 1, 0]
    assert told.late.tolist() == pytest.approx([0.125, 0.25, 1.0])
    assert told.expected.tolist() == pytest.approx([0.125, 0.25, 1.0])


def test_a_cover_map_of_nobody_is_all_late() -> None:
    ground = drawn(2)
    told = cover_map(ground, np.zeros((0, 12), np.int32), 0.3, threshold_ms=480_000)
    assert (told.late == 1.0).all()
    assert (told.in_time == 0).all()
    assert (told.nearest_ms == 2**30 - 1).all()


def test_grades_by_class_count_a_slower_class_late_from_a_shorter_road() -> None:
    grades = usual.by_class([usual.Class(0.6), usual.Class(0.4, slowness=1.5)], mean_weight=0.0)
    assert grades.within_ms.tolist() == [320_000, 480_000]
    assert grades.cost.tolist() == pytest.approx([0.4, 0.6])


def test_the_weight_of_the_mean_makes_every_minute_count() -> None:
    grades = usual.by_class([usual.Class(1.0)], mean_weight=0.5, until_ms=600_000)
    slow, fast = (
        standing(Ground(weight=np.ones(1), station_ms=np.zeros((1, 1), np.int32), grades=grades), times, 0.001)
        for times in (np.array([[400_000]], np.int32), np.array([[100_000]], np.int32))
    )
    assert cost(slow) - cost(fast) == pytest.approx(0.5 * 300 / 480, abs=0.001)


def test_the_chance_of_survival_falls_with_every_half_minute() -> None:
    grades = usual.survival()
    assert grades.worst == pytest.approx(1.0 / (1.0 + np.exp(0.679 + 0.26 * 0.25)), abs=0.01)
    assert (grades.cost > 0).all()


@pytest.mark.parametrize(
    ("within", "costs", "field"),
    [([2, 1], [1.0, 1.0], "within_ms"), ([], [], "within_ms"), ([1], [-1.0], "cost"), ([1, 2], [1.0], "cost")],
)
def test_grades_that_make_no_sense_are_named(within: list[int], costs: list[float], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Grades(within_ms=np.array(within, np.int32), cost=np.array(costs, np.float64))


def test_a_ground_that_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="weight: give 2 values"):
        Ground(weight=np.ones(3), station_ms=np.zeros((1, 2), np.int32), grades=usual.late_after(1))
    with pytest.raises(ValueError, match="capacity: give 1 values"):
        Ground(
            weight=np.ones(2),
            station_ms=np.zeros((1, 2), np.int32),
            grades=usual.late_after(1),
            capacity=np.ones(2, np.int32),
        )
