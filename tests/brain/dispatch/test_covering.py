"""Expected cover, against its definition."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.dispatch.floor import cover

from callbox.brain.dispatch.covering import lost_by_each_per_h, lost_together_per_h, shares, uncovered
from callbox.brain.dispatch.facts import Bools, Cover, Floats

few = settings(max_examples=60, deadline=None)


@st.composite
def covers(draw: st.DrawFn) -> tuple[Cover, Bools]:
    count = draw(st.integers(1, 5))
    cells = st.lists(st.integers(0, 1), min_size=3, max_size=3)
    near = [draw(cells) for _ in range(count)]
    busy = [draw(st.floats(0.01, 0.99)) for _ in range(count)]
    free = np.array([draw(st.booleans()) for _ in range(count)])
    known = cover(near, calls_per_h=[0.0, 0.0, 0.0], busy=busy)
    calls_per_h = np.array([[draw(st.floats(0.0, 5.0)) for _ in range(3)] for _ in range(2)])
    serves = np.array([draw(st.sampled_from([-1, 0, 1])) for _ in range(count)])
    return replace(known, calls_per_h=calls_per_h, serves=serves), free


def each_per_h(known: Cover, free: Bools) -> Floats:
    q = shares(known.busy)
    return lost_by_each_per_h(known, free, q, uncovered(known, free, q))


def together_per_h(known: Cover, free: Bools, sent: list[int]) -> float:
    return lost_together_per_h(known, free, sent, uncovered(known, free, shares(known.busy)))


def covered_per_h(known: Cover, free: Bools) -> float:
    """Calls an hour that somebody free and near is not too busy for: one less the chance that all near are busy."""
    total = 0.0
    for kind, point in np.ndindex(2, 3):
        all_busy = 1.0
        for unit, is_free in enumerate(free):
            if is_free and known.serves[unit] == kind and known.travel_ms[unit, point] <= known.threshold_ms:
                all_busy *= known.busy[unit]
        total += float(known.calls_per_h[kind, point]) * (1.0 - all_busy)
    return total


def without(free: Bools, *units: int) -> Bools:
    return np.array([is_free and unit not in units for unit, is_free in enumerate(free)])


def with_them(free: Bools, *units: int) -> Bools:
    return np.array([is_free or unit in units for unit, is_free in enumerate(free)])


@few
@given(covers())
def test_what_each_unit_keeps_is_cover_with_it_less_cover_without_it(drawn: tuple[Cover, Bools]) -> None:
    known, free = drawn

    lost = each_per_h(known, free)

    wanted = [
        covered_per_h(known, with_them(free, one)) - covered_per_h(known, without(free, one))
        for one in range(len(free))
    ]
    assert lost == pytest.approx(wanted, rel=1e-4, abs=1e-5)


@few
@given(covers())
def test_two_units_away_cost_at_least_what_each_costs_alone(drawn: tuple[Cover, Bools]) -> None:
    known, free = drawn
    both = sorted({0, len(free) - 1})

    lost = together_per_h(known, free, both)

    wanted = covered_per_h(known, with_them(free, *both)) - covered_per_h(known, without(free, *both))
    assert lost == pytest.approx(wanted, rel=1e-4, abs=1e-5)
    assert lost >= max(each_per_h(known, free)[both]) - 1e-5


def test_a_quarter_with_one_unit_that_is_free_seven_tenths_of_the_time_loses_seven_tenths_of_its_calls() -> None:
    known = cover([[1, 0], [0, 1], [0, 1]], calls_per_h=[2.0, 2.0], busy=0.3)

    assert each_per_h(known, np.array([True, True, True])) == pytest.approx([1.4, 0.42, 0.42], rel=1e-6)


def test_an_ambulance_keeps_no_fire_calls_in_cover() -> None:
    known = replace(
        cover([[1], [1]], calls_per_h=[2.0], busy=0.3), calls_per_h=np.array([[2.0], [3.0]]), serves=np.array([0, 1])
    )

    assert each_per_h(known, np.array([True, True])) == pytest.approx([1.4, 2.1], rel=1e-6)
