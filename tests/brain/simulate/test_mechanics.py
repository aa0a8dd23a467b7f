"""Each mechanic by itself, on a street so small that the answer can be reckoned by hand."""

from typing import Any

import numpy as np
import pytest

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, WEEK_MS, Calls, City, Outcome, Params
from callbox.brain.simulate.full import begin, prepare, simulate
from callbox.brain.simulate.layout import OFF
from callbox.brain.simulate.shifts import weekly

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

MINUTE_MS = 60_000


def street(*stations: int, **more: Any) -> City:
    """Zones a minute apart in a row, with a unit at each of these."""
    place = np.arange(11)
    to_ms = (np.abs(place[:, None] - place[None, :]) * MINUTE_MS).astype(np.int32)[None]
    numbers = np.arange(len(stations), dtype=np.int32)
    told: dict[str, Any] = {
        "to_ms": to_ms,
        "station_zone": np.array(stations, np.int32),
        "unit_station": numbers,
    } | more
    return City(**told)


def calls(*told: tuple[int, int, int], scene: int = 10, need: int = 1, hospital: int = -1) -> Calls:
    """(minute, zone, priority) of each; a minute of turnout, `scene` minutes at the scene, five at the hospital."""
    count = len(told)
    minute, zone, priority = np.array(told).T
    return Calls(
        time_ms=minute.astype(np.int64) * MINUTE_MS, zone=zone.astype(np.int32), priority=priority.astype(np.int8),
        need=np.full((count, 1), need, np.int8), turnout_ms=np.full(count, MINUTE_MS, np.int32),
        on_scene_ms=np.full(count, scene * MINUTE_MS, np.int32), hospital_kind=np.full(count, hospital, np.int8),
        handover_ms=np.full(count, 5 * MINUTE_MS, np.int32),
    )  # fmt: skip


def came(city: City, told: Calls, **params: Any) -> Outcome:
    quiet: dict[str, Any] = {"preempt_gain_ms": 1, "reassign_gain_ms": NEVER_MS} | params
    return simulate(prepare(city, told, Params(**quiet)))


def minutes(outcome: Outcome) -> list[float]:
    return [float(one) / MINUTE_MS for one in outcome.response_ms]


def test_the_closest_unit_goes_after_its_turnout() -> None:
    outcome = came(street(0, 10), calls((0, 3, 0)))
    assert outcome.unit.tolist() == [0]
    assert minutes(outcome) == [4.0]


def test_the_most_urgent_of_two_that_wait_is_answered_first() -> None:
    outcome = came(street(0), calls((0, 1, 0), (2, 2, 2), (3, 3, 1)))
    assert outcome.first_arrival_ms[2] < outcome.first_arrival_ms[1]


def test_a_unit_on_its_way_is_called_off_for_something_more_urgent_and_turns_at_the_next_corner() -> None:
    outcome = came(street(0), calls((0, 10, 2), (4, 0, 0)))
    assert minutes(outcome)[1] == 3.0
    assert outcome.first_arrival_ms[0] == (4 + 3 + 10 + 10) * MINUTE_MS


def test_a_unit_on_its_way_back_is_sent_from_where_it_is_without_turnout() -> None:
    told = calls((0, 10, 0), (24, 8, 0))
    assert minutes(came(street(0), told))[1] == 1.0


def test_a_unit_that_waits_can_be_preferred_to_one_on_its_way_back() -> None:
    told = calls((0, 10, 0), (24, 8, 0))
    assert came(street(0, 3), told).unit.tolist() == [1, 1]
    assert came(street(0, 3), told, answers_rolling=False).unit.tolist() == [1, 0]


def test_a_unit_that_becomes_free_nearby_relieves_one_far_away() -> None:
    told = calls((0, 9, 0), (10, 8, 0))
    assert minutes(came(street(10, 0), told, reassign_gain_ms=1))[1] == 3.0
    assert minutes(came(street(10, 0), told))[1] == 9.0


def test_a_call_that_needs_two_units_counts_the_first_and_the_last() -> None:
    outcome = came(street(0, 10), calls((0, 3, 0), need=2))
    assert outcome.first_arrival_ms[0] == 4 * MINUTE_MS
    assert outcome.all_arrived_ms[0] == 8 * MINUTE_MS
    assert came(street(0), calls((0, 3, 0), need=2)).all_arrived_ms[0] > 8 * MINUTE_MS


def test_a_patient_goes_to_the_nearest_hospital_that_takes_such_patients() -> None:
    takes = {"hospital_zone": np.array([4, 9], np.int32), "hospital_takes": np.array([1, 3], np.int32)}
    near, far = (came(street(0, **takes), calls((0, 3, 0), hospital=kind)) for kind in (0, 1))
    assert (far.busy_ms - near.busy_ms).tolist() == [5 * MINUTE_MS]
    assert near.busy_ms.tolist() == [(4 + 10 + 1 + 5) * MINUTE_MS]


def test_a_unit_finishes_its_call_after_its_shift_and_takes_no_other() -> None:
    shift = {
        "shift_unit": np.zeros(1, np.int32), "shift_on_ms": np.zeros(1, np.int64),
        "shift_off_ms": np.array([5 * MINUTE_MS]),
    }  # fmt: skip
    outcome = came(street(0, **shift), calls((1, 8, 0), (6, 1, 0)))
    assert outcome.reached.tolist() == [True, False]


def test_a_closure_is_known_to_whoever_is_under_way() -> None:
    city = street(0)
    slow = city.to_ms * 2
    closed = street(
        0, to_ms=np.concatenate([city.to_ms, slow]), version_from_ms=np.array([0, 4 * MINUTE_MS]),
        metric_at=np.stack([np.zeros((2, 168), np.int16), np.ones((2, 168), np.int16)]),
    )  # fmt: skip
    assert minutes(came(closed, calls((0, 8, 0)))) == [1 + 3 + 5 * 2]


def bridge_closed(from_minute: int, until_minute: int) -> City:
    """The street with a unit at its beginning; nobody passes from zone 4 to 5 or back between these minutes."""
    city = street(0)
    away = np.arange(11) > 4
    cut = np.where(away[:, None] == away[None, :], city.to_ms, UNREACHABLE_MS).astype(np.int32)
    return street(
        0, to_ms=np.concatenate([city.to_ms, cut]), version_from_ms=np.array([-1, from_minute, until_minute]) * MINUTE_MS,
        metric_at=np.array([0, 1, 0], np.int16)[:, None, None] * np.ones((3, 2, 168), np.int16),
    )  # fmt: skip


def test_who_waits_behind_a_closed_bridge_is_answered_as_soon_as_it_is_open() -> None:
    outcome = came(bridge_closed(0, 30), calls((2, 8, 0), (3, 2, 0)))
    assert minutes(outcome) == [28 + 1 + 8, 3.0]
    assert outcome.assigned_ms.tolist() == [30 * MINUTE_MS, 3 * MINUTE_MS]


def test_who_is_on_the_way_over_a_bridge_that_is_closed_is_let_through() -> None:
    assert minutes(came(bridge_closed(4, 30), calls((0, 8, 0)))) == [9.0]


def test_who_became_free_behind_a_closed_bridge_returns_when_it_opens() -> None:
    outcome = came(bridge_closed(4, 30), calls((0, 8, 0), (20, 10, 0), (60, 1, 0)))
    assert minutes(outcome) == [9.0, 2.0, 2.0]


def test_calls_that_find_nobody_are_lost_where_neighbours_answer() -> None:
    outcome = came(street(0), calls((0, 5, 0), (1, 5, 0)), queues=False)
    assert outcome.reached.tolist() == [True, False]


def test_a_plan_of_shifts_repeats_every_week() -> None:
    unit, on_ms, off_ms = weekly(
        unit=np.array([1], np.int32), on_ms=np.array([8 * HOUR_MS]), off_ms=np.array([20 * HOUR_MS]), weeks=3
    )
    assert unit.tolist() == [1, 1, 1]
    assert (off_ms - on_ms == 12 * HOUR_MS).all()
    assert on_ms.tolist() == [8 * HOUR_MS + week * WEEK_MS for week in range(3)]
    city = street(0, 5, shift_unit=unit, shift_on_ms=on_ms, shift_off_ms=off_ms)
    state = begin(prepare(city, calls((0, 5, 0)), Params()), from_ms=WEEK_MS)
    assert (state.units["status"] == OFF).tolist() == [False, True]


def test_what_is_wrong_with_a_city_is_told_by_its_field() -> None:
    with pytest.raises(ValueError, match="station_zone: give zones 0"):
        street(11)
    with pytest.raises(ValueError, match="shift_off_ms: give ends after the starts"):
        street(
            0,
            shift_unit=np.zeros(1, np.int32),
            shift_on_ms=np.array([5], np.int64),
            shift_off_ms=np.array([5], np.int64),
        )
    with pytest.raises(ValueError, match="off_ms: give an end after the start"):
        weekly(unit=np.array([1], np.int32), on_ms=np.array([5]), off_ms=np.array([5]), weeks=1)


def test_rules_that_would_send_units_to_and_fro_are_refused() -> None:
    with pytest.raises(ValueError, match="preempts_from: a call takes units only from less urgent ones"):
        Params(preempts_from=(0, 2, -1))
    with pytest.raises(ValueError, match="preempt_gain_ms, reassign_gain_ms: give at least 1"):
        Params(preempt_gain_ms=0)
