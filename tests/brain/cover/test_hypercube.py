"""How busy each unit is: the exact hypercube against Erlang and symmetry, the approximation against the exact one."""

import numpy as np
import pytest

from callbox.brain.cover.facts import Floats, Ints
from callbox.brain.cover.hypercube import approximate, erlang_loss, exact


def lists(seed: int, *, points: int, units: int) -> Ints:
    chance = np.random.default_rng(seed)
    return np.array([chance.permutation(units) for _ in range(points)], np.int32)


def rates(seed: int, *, points: int, total: float) -> Floats:
    drawn = np.random.default_rng(seed).random(points)
    return np.asarray(drawn * total / drawn.sum(), np.float64)


@pytest.mark.parametrize("units", [1, 3, 6])
def test_units_with_equal_service_lose_exactly_what_erlang_says_whoever_is_sent_first(units: int) -> None:
    told = exact(rates(1, points=9, total=5.0), np.full(units, 0.4), lists(1, points=9, units=units))
    assert told.lost == pytest.approx(erlang_loss(units, 2.0), abs=1e-9)
    assert told.busy.sum() == pytest.approx(2.0 * (1.0 - told.lost), abs=1e-9)
    assert told.sent.sum() == pytest.approx(1.0 - told.lost, abs=1e-9)


def test_two_units_with_mirrored_lists_are_equally_busy_and_the_first_on_every_list_is_busier() -> None:
    even = exact(np.array([1.0, 1.0]), np.full(2, 0.5), np.array([[0, 1], [1, 0]], np.int32))
    assert even.busy[0] == pytest.approx(even.busy[1])
    first = exact(np.array([1.0, 1.0]), np.full(2, 0.5), np.array([[0, 1], [0, 1]], np.int32))
    assert first.busy[0] == pytest.approx(0.5)  # M/M/1/1 with one erlang
    assert first.busy[1] < 0.5


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("load", [0.1, 0.4, 0.7, 1.2])
def test_the_approximation_keeps_within_two_hundredths_of_the_exact_busy_fractions(seed: int, load: float) -> None:
    units, service_h = 7, np.random.default_rng(seed).uniform(0.4, 0.8, 7)
    arguments = rates(seed, points=20, total=units * load / 0.6), service_h, lists(seed, points=20, units=units)
    told, close = exact(*arguments), approximate(*arguments)
    assert np.abs(told.busy - close.busy).max() < 0.02
    assert close.lost == pytest.approx(told.lost, abs=0.01)
    assert np.abs(told.sent - close.sent).max() < 0.01


def test_forty_units_are_reckoned_and_all_calls_are_accounted_for() -> None:
    told = approximate(rates(2, points=60, total=30.0), np.full(40, 0.6), lists(2, points=60, units=40))
    assert told.sent.sum() + told.lost == pytest.approx(1.0)
    assert told.busy.sum() == pytest.approx(18.0 * (1.0 - told.lost), rel=1e-3)


@pytest.mark.parametrize(
    ("rate", "service", "rank", "field"),
    [
        ([1.0], [1.0, 1.0], [[0, 0]], "rank"),
        ([-1.0], [1.0], [[0]], "rate_per_h"),
        ([1.0], [0.0], [[0]], "service_h"),
        ([1.0], [1.0] * 13, [list(range(13))], "at most 12 units"),
    ],
)
def test_what_does_not_fit_is_named(rate: list[float], service: list[float], rank: list[list[int]], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        exact(np.array(rate), np.array(service), np.array(rank, np.int32))
