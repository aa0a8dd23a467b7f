"""Counts that may be told: whoever adds and subtracts all of them finds no small one."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from callbox.brain.statistics.protecting import ALL, interval, protected, with_totals

LEAST = 5
TABLES = some.dictionaries(
    some.tuples(some.sampled_from("abcd"), some.sampled_from("wxyz")), some.integers(1, 30), min_size=1, max_size=16
)


def test_a_small_cell_and_a_small_total_are_not_told() -> None:
    assert protected({("leak", "east"): 3}) == {}
    assert protected({("leak", "east"): 3, ("leak", "west"): 1}) == {}


def test_a_small_cell_cannot_be_worked_out_from_its_row() -> None:
    told = protected({("leak", "east"): 3, ("leak", "west"): 40, ("lamp", "east"): 50, ("lamp", "west"): 60})
    assert ("leak", "east") not in told
    row = {cell for cell in told if cell[0] == "leak"}
    assert row < {("leak", "west"), ("leak", ALL)}
    assert told[ALL, ALL] == 153


def test_what_is_large_everywhere_is_told_whole() -> None:
    counts = {(row, column): 10 for row in "ab" for column in "xy"}
    assert protected(counts) == with_totals(counts)


def test_two_small_cells_that_add_up_to_a_told_total_are_not_both_certain() -> None:
    told = protected({("leak", "east"): 1, ("leak", "west"): 4, ("lamp", "east"): 90, ("lamp", "west"): 90})
    assert ("leak", ALL) not in told or ("lamp", ALL) not in told or len(told) < 6


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_no_small_cell_is_given_away_whatever_the_table(counts: dict[tuple[str, str], int]) -> None:
    whole, told = with_totals(counts), protected(counts, least=LEAST)
    assert all(told[cell] == whole[cell] >= LEAST for cell in told)
    for cell, count in whole.items():
        if 0 < count < LEAST:
            lowest, highest = interval(whole, told, cell)
            assert lowest <= count <= highest
            assert highest - lowest >= LEAST - 1e-6


@settings(max_examples=6, deadline=None)
@given(some.tuples(*[some.integers(0, 7)] * 4))
def test_whoever_tries_every_table_finds_no_small_cell_for_certain(counts: tuple[int, ...]) -> None:
    cells = [(row, column) for row in "ab" for column in "xy"]
    whole = with_totals({cell: count for cell, count in zip(cells, counts, strict=True) if count})
    told = protected({cell: count for cell, count in zip(cells, counts, strict=True) if count}, least=LEAST)
    there = [cell for cell in cells if cell in whole]
    fitting = [
        tried
        for guess in product(range(12), repeat=len(there))
        if told.items() <= (tried := with_totals(dict(zip(there, guess, strict=True)))).items()
    ]
    for cell, count in whole.items():
        if 0 < count < LEAST:
            assert len({tried[cell] for tried in fitting}) >= LEAST
