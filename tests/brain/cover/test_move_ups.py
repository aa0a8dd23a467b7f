"""Move-ups: worth what they say, few, and never to and fro."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.cover.grounds import drawn, steps

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.cover.expected import at_stations, cost
from callbox.brain.cover.facts import Ground, Ints
from callbox.brain.cover.moving import Bounds, Idle, Outlook, loss_of_sending, plan_moves, station_for_freed

NOW_AND_THEN = Outlook(ahead_ms=(0, 3_600_000), share=(0.0, 1.0), busy=(0.2, 0.2), clears_in_ms=0)
"""Cover in an hour, when everybody has arrived."""
ANY_GAIN = Bounds(least_gain=1e-9, most_moves=9)


def waiting(ground: Ground, stations: list[int], drive_ms: int = 600_000) -> Idle:
    """Units that stand at stations, every two of which lie so far apart."""
    here = np.array(stations, np.int32)
    drive = np.full((len(here), len(ground.station_ms)), drive_ms, np.int32)
    drive[np.arange(len(here)), here] = 0
    return Idle(from_ms=ground.station_ms[here], station=here, drive_ms=drive, first_ms=np.zeros(len(here), np.int32))


def after(idle: Idle, unit: int, station: int) -> Ints:
    stations = idle.station.copy()
    stations[unit] = station
    return stations


@pytest.mark.parametrize("seed", range(5))
def test_the_best_single_move_gains_what_recomputation_says_and_no_other_gains_more(seed: int) -> None:
    ground = drawn(seed, grades=steps((300_000, 0.3), (480_000, 1.0)))
    idle = waiting(ground, np.random.default_rng(seed).integers(0, 6, 4).tolist())
    before = cost(at_stations(ground, idle.station, 0.2))
    gains = {
        (unit, goal): before - cost(at_stations(ground, after(idle, unit, goal), 0.2))
        for unit in range(4)
        for goal in range(6)
    }
    moves = plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=replace(ANY_GAIN, most_moves=1))
    best = max(gains.values())
    if best < 1e-9:
        assert moves == []
        return
    (move,) = moves
    assert move.gain == pytest.approx(gains[move.unit, move.station], abs=1e-12)
    assert move.gain == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_moves_told_together_gain_the_sum_of_what_each_says_and_name_no_unit_twice(seed: int) -> None:
    ground = drawn(seed)
    idle = waiting(ground, [0, 0, 0, 1, 1])
    moves = plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=ANY_GAIN)
    stations = idle.station.copy()
    for move in moves:
        stations[move.unit] = move.station
    gained = cost(at_stations(ground, idle.station, 0.2)) - cost(at_stations(ground, stations, 0.2))
    assert sum(move.gain for move in moves) == pytest.approx(gained, abs=1e-12)
    assert len({move.unit for move in moves}) == len(moves)


def test_no_more_units_move_than_may_and_none_for_less_than_it_must_gain() -> None:
    ground = drawn(2)
    idle = waiting(ground, [0, 0, 0, 0, 0, 0])
    free = plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=ANY_GAIN)
    assert len(free) >= 3
    assert plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=replace(ANY_GAIN, most_moves=2)) == free[:2]
    assert (
        plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=replace(ANY_GAIN, least_gain=free[0].gain * 1.01)) == []
    )


def test_a_unit_that_moved_a_short_while_ago_or_has_no_move_left_stays() -> None:
    ground = drawn(2)
    idle = waiting(ground, [0, 0, 0])
    resting = replace(idle, moved_ago_ms=(60_000, 10**7, 10**7), moves_left=(3, 0, 3))
    moves = plan_moves(ground, resting, outlook=NOW_AND_THEN, bounds=ANY_GAIN)
    assert {move.unit for move in moves} == {2}


def test_nobody_is_sent_where_there_is_no_room_or_no_way() -> None:
    ground = replace(drawn(2), capacity=np.array([6, 0, 0, 0, 1, 0], np.int32))
    idle = waiting(ground, [0, 0, 0])
    moves = plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=ANY_GAIN)
    assert {move.station for move in moves} <= {4}
    assert len(moves) <= 1
    idle.drive_ms[:, 4] = UNREACHABLE_MS
    assert plan_moves(ground, idle, outlook=NOW_AND_THEN, bounds=ANY_GAIN) == []


@pytest.mark.parametrize("seed", range(8))
def test_once_moved_nobody_is_sent_back(seed: int) -> None:
    ground, bounds = drawn(seed), Bounds(least_gain=1e-6, most_moves=9)
    stations = np.random.default_rng(seed).integers(0, 6, 5).tolist()
    seen = set()
    for _ in range(20):
        moves = plan_moves(ground, waiting(ground, stations), outlook=NOW_AND_THEN, bounds=bounds)
        if not moves:
            return
        for move in moves:
            stations[move.unit] = move.station
        assert tuple(stations) not in seen
        seen.add(tuple(stations))
    pytest.fail("units are still moving after twenty rounds in which nothing happened")


def test_a_unit_on_its_way_counts_where_it_is_now_and_where_it_will_be_later() -> None:
    ground = Ground(
        weight=np.array([0.5, 0.5]),
        station_ms=np.array([[0, 2_000_000], [2_000_000, 0]], np.int32),
        grades=steps((480_000, 1.0)),
    )
    rolling = replace(waiting(ground, [0], drive_ms=2_000_000), station=np.array([1], np.int32))
    early = Outlook(ahead_ms=(0,), share=(1.0,), busy=(0.2,), clears_in_ms=0)
    late = Outlook(ahead_ms=(2_000_000,), share=(1.0,), busy=(0.2,), clears_in_ms=0)
    both = Outlook(ahead_ms=(0, 1_000_000, 2_000_000), share=(0.25, 0.5, 0.25), busy=(0.2,) * 3, clears_in_ms=0)
    assert loss_of_sending(ground, rolling, outlook=early) == pytest.approx([0.4])
    assert loss_of_sending(ground, rolling, outlook=late) == pytest.approx([0.4])
    assert loss_of_sending(ground, rolling, outlook=both) == pytest.approx([0.2])  # halfway it reaches neither in time


def test_a_freed_unit_goes_where_nobody_is() -> None:
    ground = Ground(
        weight=np.array([0.5, 0.5]),
        station_ms=np.array([[0, 2_000_000], [2_000_000, 0]], np.int32),
        grades=steps((480_000, 1.0)),
    )
    found = station_for_freed(
        ground,
        waiting(ground, [0]),
        from_ms=np.array([900_000, 900_000], np.int32),
        drive_ms=np.array([600_000, 700_000], np.int32),
        outlook=Outlook(),
    )
    assert [station for station, _ in found] == [1, 0]


def test_units_about_to_clear_make_a_move_towards_them_worth_less() -> None:
    ground = Ground(
        weight=np.array([0.6, 0.4]),
        station_ms=np.array([[0, 2_000_000], [2_000_000, 0]], np.int32),
        grades=steps((480_000, 1.0)),
    )
    idle, one = waiting(ground, [0, 0]), replace(ANY_GAIN, most_moves=1)
    alone = plan_moves(ground, idle, outlook=Outlook(), bounds=one)
    near = replace(idle, clearing_from_ms=np.array([[2_000_000, 100_000]], np.int32))
    helped = plan_moves(ground, near, outlook=Outlook(), bounds=one)
    assert [(move.station) for move in alone] == [1]
    assert not helped or helped[0].gain < alone[0].gain


@pytest.mark.parametrize(
    ("field", "value"),
    [("share", (0.5, 0.5, 0.5, 0.5)), ("ahead_ms", (0, 2, 1, 3)), ("busy", (0.2,)), ("busy", (0.2, 0.2, 0.2, 1.0))],
)
def test_an_outlook_that_makes_no_sense_is_named(field: str, value: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"share|ahead_ms|busy"):
        Outlook(**{field: value})  # type: ignore[arg-type]
