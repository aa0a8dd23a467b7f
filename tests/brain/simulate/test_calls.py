"""Drawn calls: the demand that was asked for, and the same chance for every policy."""

import numpy as np
import pytest
from tests.brain.simulate.worlds import demand

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NOBODY, WEEK_MS, Calls, Demand, Rates

LONG_MS = 40 * WEEK_MS


def drawn(told: Demand, seed: int = 5) -> Calls:
    return draw_calls(told, seed=seed, from_ms=0, until_ms=LONG_MS)


def test_a_seed_repeats_its_calls_and_another_seed_does_not() -> None:
    told = demand(1, 20, calls_per_h=3.0)
    once, again = drawn(told)._asdict(), drawn(told)._asdict()
    assert all(np.array_equal(once[name], again[name]) for name in Calls._fields)
    assert len(drawn(told).zone) != len(drawn(told, seed=6).zone)


def test_as_many_calls_come_as_were_asked_for() -> None:
    told = demand(1, 20, calls_per_h=3.0)
    calls = drawn(told)
    expected = 40 * told.rate_per_h.sum()
    assert abs(len(calls.zone) - expected) < 4 * np.sqrt(expected)

    by_zone = 40 * told.rate_per_h.sum(axis=(0, 2))
    assert (np.abs(np.bincount(calls.zone, minlength=20) - by_zone) < 5 * np.sqrt(by_zone) + 1).all()
    by_hour = 40 * told.rate_per_h.sum(axis=(1, 2))
    found = np.bincount(calls.time_ms // HOUR_MS % 168, minlength=168)
    assert (np.abs(found - by_hour) < 5 * np.sqrt(by_hour)).all()


def test_durations_have_the_mean_and_the_spread_they_were_given() -> None:
    on_scene_s = drawn(demand(1, 20, calls_per_h=6.0)).on_scene_ms / 1000
    assert on_scene_s.mean() == pytest.approx(1500, rel=0.02)
    assert on_scene_s.std() / on_scene_s.mean() == pytest.approx(0.6, rel=0.03)


def test_calls_come_in_order_of_time_and_within_their_span() -> None:
    calls = draw_calls(demand(1, 20, calls_per_h=3.0), seed=1, from_ms=5 * HOUR_MS, until_ms=9 * HOUR_MS)
    assert (np.diff(calls.time_ms) >= 0).all()
    assert calls.time_ms[0] >= 5 * HOUR_MS
    assert calls.time_ms[-1] < 9 * HOUR_MS


def test_the_share_that_is_taken_to_hospital_is_kept() -> None:
    calls = drawn(demand(1, 20, calls_per_h=6.0, transport=0.7))
    assert (calls.hospital_kind != NOBODY).mean() == pytest.approx(0.7, abs=0.01)


def test_another_distribution_leaves_all_other_chances_as_they_were() -> None:
    told = demand(1, 20, calls_per_h=3.0)
    longer = Demand(
        rate_per_h=told.rate_per_h, turnout=told.turnout, handover=told.handover, transport_share=told.transport_share,
        on_scene=Rates(told.on_scene.mean_s * 2, told.on_scene.cv),
    )  # fmt: skip
    before, after = drawn(told), drawn(longer)
    assert np.array_equal(before.turnout_ms, after.turnout_ms)
    assert np.array_equal(before.zone, after.zone)
    assert np.allclose(after.on_scene_ms, 2 * before.on_scene_ms.astype(np.int64), atol=2)


@pytest.mark.parametrize(("from_ms", "until_ms"), [(0, 0), (1, HOUR_MS), (HOUR_MS, 0), (0, HOUR_MS + 1)])
def test_a_span_that_is_no_span_is_told(from_ms: int, until_ms: int) -> None:
    with pytest.raises(ValueError, match="until_ms: give a full hour"):
        draw_calls(demand(1, 20, calls_per_h=3.0), seed=1, from_ms=from_ms, until_ms=until_ms)
