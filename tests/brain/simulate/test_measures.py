"""Figures carry the interval that whole days drawn anew give, and differences are paired."""

import numpy as np
import pytest

from callbox.brain.simulate.measures import (
    EVERY,
    Sample,
    change,
    drawn_from,
    estimate,
    grouped_by_day,
    resampled,
    shares_below,
)


def sample(seed: int, *, days: int = 40, a_day: int = 50, slower: float = 1.0, day_to_day: float = 0.3) -> Sample:
    """Days that differ from each other, and calls within them."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), a_day).astype(np.int32)
    level = rng.lognormal(0.0, day_to_day, days)
    response_ms = 300_000 * slower * level[day] * rng.lognormal(0.0, 0.4, len(day))
    return Sample(
        day=day,
        priority=(np.arange(len(day)) % 2).astype(np.int8),
        response_ms=response_ms,
        moves=np.zeros(days, np.int32),
        busy_by_hour=np.full((days, 24, 3), 0.4),
    )


def test_figures_are_those_of_the_calls_themselves() -> None:
    seen = sample(1)

    group = grouped_by_day(seen, priority=EVERY, late_ms=480_000)
    drawn = drawn_from(group, resampled(seen.days, seed=1, count=10))

    assert drawn.late[0] == pytest.approx((seen.response_ms > 480_000).mean())
    assert drawn.mean_s[0] == pytest.approx(seen.response_ms.mean() / 1000)
    assert drawn.p90_s[0] == pytest.approx(np.quantile(seen.response_ms, 0.9) / 1000, abs=2.0)


def test_a_priority_is_counted_by_itself() -> None:
    seen = sample(2)

    group = grouped_by_day(seen, priority=1, late_ms=480_000)

    assert group.calls.sum() == (seen.priority == 1).sum()
    assert group.late.sum() == (seen.response_ms[seen.priority == 1] > 480_000).sum()


def test_calls_that_nobody_came_to_are_late_and_in_no_mean() -> None:
    seen = sample(3, days=2, a_day=2)
    seen.response_ms[:] = [60_000, np.inf, 60_000, 60_000]

    group = grouped_by_day(seen, priority=EVERY, late_ms=480_000)

    assert group.late.tolist() == [1.0, 0.0]
    assert group.total_s.tolist() == [60.0, 120.0]


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held = 0
    truth = np.mean([(sample(seed + 10_000).response_ms > 480_000).mean() for seed in range(200)])
    for seed in range(100):
        seen = sample(seed)
        weights = resampled(seen.days, seed=seed, count=200)
        late = estimate(drawn_from(grouped_by_day(seen, priority=EVERY, late_ms=480_000), weights).late)
        held += late.low <= truth <= late.high

    assert held >= 85


def test_paired_differences_are_far_surer_than_the_figures_themselves() -> None:
    slow, fast = sample(5), sample(5, slower=0.9)
    weights = resampled(slow.days, seed=5, count=200)
    before = drawn_from(grouped_by_day(slow, priority=EVERY, late_ms=480_000), weights).mean_s
    after = drawn_from(grouped_by_day(fast, priority=EVERY, late_ms=480_000), weights).mean_s

    paired, alone = estimate(change(after, before)), estimate(before)

    assert paired.value == pytest.approx(-0.1)
    assert paired.high - paired.low < 0.01 * (alone.high - alone.low)


def test_the_curve_of_answers_rises_to_all_of_them() -> None:
    seen = sample(6)

    shares = shares_below(grouped_by_day(seen, priority=EVERY, late_ms=480_000), np.array([0, 480, 7200]))

    assert shares[0] == 0.0
    assert shares[1] == pytest.approx((seen.response_ms < 480_000).mean())
    assert shares[2] == pytest.approx(1.0)


def test_the_same_seed_draws_the_same_days() -> None:
    assert (resampled(9, seed=4, count=5) == resampled(9, seed=4, count=5)).all()
    assert (resampled(9, seed=4, count=5)[0] == 1).all()
