"""How busy units are, by unit and hour: what was seen little of is drawn to what was seen more."""

import numpy as np
import pytest
from tests.brain.simulate.worlds import plain_city

from callbox.brain.simulate.busy import HOURS, LEAST_BUSY, busy_fractions, on_shift, pooled
from callbox.brain.simulate.facts import HOUR_MS, Floats


def seen(true: Floats, *, days: int, seed: int = 1) -> Floats:
    """(d, 24, u) shares of hours, each 0 or 1, as chance has it."""
    draw = np.random.default_rng(seed)
    return (draw.random((days, *true.shape)) < true).astype(np.float64)


def error(found: Floats, true: Floats) -> float:
    return float(np.abs(found - true).mean())


def test_units_and_hours_that_are_alike_come_out_as_one_number() -> None:
    busy = seen(np.full((HOURS, 8), 0.3), days=14)
    found = busy_fractions(busy, np.ones_like(busy))
    assert np.ptp(found) < 0.1
    assert found.mean() == pytest.approx(pooled(busy, np.ones_like(busy)), abs=0.01)


def test_busy_units_and_busy_hours_are_told_apart_better_than_by_what_was_seen_alone_or_by_one_number() -> None:
    hour, unit = np.linspace(0.5, 1.5, HOURS), np.linspace(0.4, 1.6, 8)
    true = 0.3 * np.outer(hour, unit)
    busy = seen(true, days=14)
    found = busy_fractions(busy, np.ones_like(busy))
    assert error(found, true) < 0.5 * error(busy.mean(axis=0), true)
    assert error(found, true) < 0.5 * error(np.full_like(true, busy.mean()), true)


def test_with_many_days_what_was_seen_holds() -> None:
    true = np.random.default_rng(2).uniform(0.1, 0.6, (HOURS, 4))
    busy = seen(true, days=2000)
    assert error(busy_fractions(busy, np.ones_like(busy)), true) < 0.02


def test_a_unit_that_was_never_on_shift_is_taken_for_one_like_all() -> None:
    busy = seen(np.full((HOURS, 3), 0.4), days=14)
    on = np.ones_like(busy)
    busy[:, :, 2], on[:, :, 2] = 0.0, 0.0
    found = busy_fractions(busy, on)
    assert found[:, 2].mean() == pytest.approx(found[:, :2].mean(), abs=0.02)


def test_nobody_is_taken_to_be_never_busy() -> None:
    busy = np.zeros((3, HOURS, 2))
    assert (busy_fractions(busy, np.ones_like(busy)) == LEAST_BUSY).all()


def test_time_off_shift_is_not_counted_as_time_free() -> None:
    city = plain_city(1, units=2)
    shifts = {"shift_unit": [1], "shift_on_ms": [int(1.5 * HOUR_MS)], "shift_off_ms": [3 * HOUR_MS]}
    types = {"shift_unit": np.int32, "shift_on_ms": np.int64, "shift_off_ms": np.int64}
    city = type(city)(
        to_ms=city.to_ms, metric_at=city.metric_at, station_zone=city.station_zone, unit_station=city.unit_station,
        **{name: np.array(value, types[name]) for name, value in shifts.items()},
    )  # fmt: skip
    on = on_shift(city, from_hour=0, days=1)
    assert on[0, :, 0].tolist() == [1.0] * 24
    assert on[0, :5, 1].tolist() == [0.0, 0.5, 1.0, 0.0, 0.0]
