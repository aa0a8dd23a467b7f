"""A run goes on from any moment as if it had never been cut, and a ledger can be replayed from any moment."""

import numpy as np
import pytest
from tests.brain.simulate.days import a_day
from tests.brain.simulate.worlds import plain_city

from callbox.brain.simulate.facts import HOUR_MS, NOBODY, Params
from callbox.brain.simulate.full import Model, advance, begin, prepare, result
from callbox.brain.simulate.recorded import UNKNOWN, Filled, Recorded, calls_of, moment_at, resimulate
from callbox.brain.simulate.standing import begin_from, standing_of

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

MINUTE_MS = 60_000


@pytest.mark.parametrize("hour", [1, 7, 13, 22])
@pytest.mark.parametrize("seed", range(500, 505))
def test_a_run_cut_in_two_is_the_run(seed: int, hour: int) -> None:
    city, calls, params = a_day(seed)
    model = prepare(city, calls, params)
    whole = begin(model)
    advance(model, whole, until_ms=hour * HOUR_MS + 123)
    second = begin_from(model, standing_of(whole))
    advance(model, whole), advance(model, second)
    later = calls.time_ms >= hour * HOUR_MS + 123

    ours, there = result(model, second), result(model, whole)
    assert later.any()
    for name in ("first_arrival_ms", "unit", "assigned_ms"):
        assert np.array_equal(getattr(ours, name)[later], getattr(there, name)[later])


def two_calls() -> Recorded:
    """Unit 0 took a patient to hospital, unit 1 was told of another call; much was not recorded."""

    def moments(*minutes: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([UNKNOWN if one < 0 else one * MINUTE_MS for one in minutes], np.int64)

    return Recorded(
        time_ms=moments(10, 40, 80), zone=np.array([3, 5, 7], np.int32), priority=np.array([0, 0, 1], np.int8),
        hospital_kind=np.array([0, NOBODY, NOBODY], np.int8), call=np.array([0, 1], np.int32),
        unit=np.array([0, 1], np.int32), told_ms=moments(11, 41), rolling_ms=moments(12, -1),
        arrived_ms=moments(18, -1), left_ms=moments(38, -1), hospital_ms=moments(45, -1), free_ms=moments(65, -1),
    )  # fmt: skip


def ledger_model() -> Model:
    city = plain_city(1)
    calls, _ = calls_of(two_calls(), unit_kind=city.kinds)
    to_ms = np.stack([city.to_ms[1]] * 3)
    city = type(city)(
        to_ms=to_ms, metric_at=city.metric_at, station_zone=city.station_zone, unit_station=city.unit_station
    )
    return prepare(city, calls, Params())


def test_what_was_not_recorded_is_filled_in_and_counted() -> None:
    calls, filled = calls_of(two_calls(), unit_kind=np.zeros(10, np.int8))

    assert filled == Filled(turnout=1, on_scene=1, handover=1)
    assert calls.on_scene_ms.tolist() == [20 * MINUTE_MS] * 3
    assert calls.turnout_ms[1] == MINUTE_MS
    assert calls.need.sum() == 3


@pytest.mark.parametrize(
    ("minute", "doing"), [(5, "waiting"), (14, "responding"), (30, "responding"), (50, "carrying"), (120, "waiting")]
)
def test_a_unit_stands_where_the_ledger_says(minute: int, doing: str) -> None:
    moment = moment_at(ledger_model(), two_calls(), minute * MINUTE_MS)

    assert moment.units[0].doing == doing


def test_a_call_that_nobody_was_told_of_yet_lacks_a_unit() -> None:
    recorded = two_calls()
    moment = moment_at(ledger_model(), recorded, int(40.5 * MINUTE_MS))

    assert moment.lacking == {1: (1,)}


def test_a_ledger_is_replayed_from_any_moment() -> None:
    model, recorded = ledger_model(), two_calls()
    for minute in (0, 14, 30, 40, 50, 70):
        outcome = resimulate(model, recorded, from_ms=minute * MINUTE_MS)
        later = recorded.time_ms >= minute * MINUTE_MS
        assert outcome.reached[later].all()
        assert (outcome.response_ms[later] < 20 * MINUTE_MS).all()


def test_units_of_another_city_are_told() -> None:
    model = ledger_model()
    moment = moment_at(model, two_calls(), 0)
    with pytest.raises(ValueError, match="units: give one standing for each of the 10 units"):
        begin_from(model, type(moment)(at_ms=0, units=moment.units[1:], lacking={}))
