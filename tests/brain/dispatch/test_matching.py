"""Matching, against trying everything."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from callbox.brain.dispatch.facts import Floats
from callbox.brain.dispatch.matching import UNMET, best_sets, match_in_turn

small = st.integers(0, 4)
few = settings(max_examples=100, deadline=None)


@st.composite
def tables(draw: st.DrawFn, *, count: int) -> tuple[list[Floats], Floats]:
    """(objectives, where pairs are allowed): as many of the first as asked for; a full matching always exists."""
    rows = draw(st.integers(1, 4))
    columns = draw(st.integers(rows, 5))
    shape = (rows, columns)
    cells = rows * columns
    allowed = np.array(draw(st.lists(st.booleans(), min_size=cells, max_size=cells))).reshape(shape)
    allowed[np.arange(rows), draw(st.permutations(range(columns)))[:rows]] = True
    drawn = [draw(st.lists(small, min_size=cells, max_size=cells)) for _ in range(count)]
    return [np.array(one, dtype=np.float64).reshape(shape) for one in drawn], allowed.astype(np.float64)


@few
@given(tables(count=3))
def test_objectives_in_turn_are_as_small_as_trying_every_matching_finds(drawn: tuple[list[Floats], Floats]) -> None:
    objectives, allowed = drawn
    rows, columns = allowed.shape
    tried = [one for one in permutations(range(columns), rows) if all(allowed[row, at] for row, at in enumerate(one))]

    chosen = match_in_turn(objectives, allowed > 0)

    assert sums(objectives, tuple(chosen)) == min(sums(objectives, one) for one in tried)
    assert tuple(chosen) in tried


def sums(objectives: list[Floats], columns: tuple[int, ...]) -> list[float]:
    return [sum(float(one[row, column]) for row, column in enumerate(columns)) for one in objectives]


@few
@given(tables(count=1))
def test_the_best_sets_are_those_that_trying_every_set_finds(drawn: tuple[list[Floats], Floats]) -> None:
    (costs,), allowed = drawn
    costs = np.where(allowed > 0, costs, np.inf)
    unmet = np.full(len(costs), UNMET)

    found = list(best_sets(costs, unmet, most=6))

    assert [total(costs, tuple(one)) for one in found] == cheapest_by_set(costs)[:6]
    sets = [frozenset(int(column) for column in one if column >= 0) for one in found]
    assert len(sets) == len(set(sets))


def total(costs: Floats, columns: tuple[int, ...]) -> float:
    return sum(UNMET if column < 0 else float(costs[row, column]) for row, column in enumerate(columns))


def cheapest_by_set(costs: Floats) -> list[float]:
    """For each set of columns that can be used, its least cost; sorted."""
    found: list[tuple[int, ...]] = [()]
    for row in range(len(costs)):
        free = [column for column in range(costs.shape[1]) if np.isfinite(costs[row, column])]
        found = [(*one, column) for one in found for column in (*free, -1) if column < 0 or column not in one]
    least: dict[frozenset[int], float] = {}
    for one in found:
        key = frozenset(column for column in one if column >= 0)
        least[key] = min(least.get(key, np.inf), total(costs, one))
    return sorted(value for key, value in least.items() if key)


def test_a_first_objective_is_not_swamped_by_a_large_second_one() -> None:
    first = np.array([[0.0, 1.0], [0.0, 0.0]])
    second = np.array([[1e9, 0.0], [0.0, 1e9]])

    assert match_in_turn([first, second], np.ones((2, 2), dtype=np.bool_)).tolist() == [0, 1]
