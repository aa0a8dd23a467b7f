"""Which counts of a table may be told, so that no small one can be read or worked out. Pure.

A cell under `least` is not told (primary suppression); nor is a total that small. What is told besides must not give them
away: rows and columns add up, so a hidden cell can be worked out as a difference. Further cells are hidden (complementary
suppression) until whoever adds and subtracts all that is told still finds, for each small cell, an interval at least `least`
wide. Source: A. Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4; the interval is the "audit" of
M. Fischetti and J. J. Salazar, Management Science 47 (2001), solved here by linear programs.

A cell of zero is hidden like any other: that nobody asked is not told either, where it would tell of the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from scipy.optimize import linprog

ALL: Final = ""
"""Stands for the total over rows or columns."""
Cell = tuple[str, str]
Table = Mapping[Cell, int]


def protected(counts: Table, *, least: int = 5) -> dict[Cell, int]:
    """The cells and totals that may be told; a total has ALL for its row, its column or both.

    `counts` has each cell that is not zero by (row, column), without totals. Source: see above.
    """
    whole = with_totals(counts)
    told = {cell: count for cell, count in whole.items() if count >= least}
    small = [cell for cell, count in whole.items() if 0 < count < least]
    while (found := _given_away(whole, told, small, least=least)) is not None:
        del told[_next_to_hide(told, found)]
    return told


def with_totals(counts: Table) -> dict[Cell, int]:
    """All cells of the table, zeros too, with its totals."""
    rows, columns = (sorted({cell[side] for cell in counts}) for side in (0, 1))
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    whole |= {(row, ALL): sum(whole[row, column] for column in columns) for row in rows}
    whole |= {(ALL, column): sum(whole[row, column] for row in rows) for column in columns}
    return whole | {(ALL, ALL): sum(counts.values())}


def interval(whole: Table, told: Table, cell: Cell) -> tuple[float, float]:
    """Between which counts a hidden cell lies for whoever knows what is told and that rows and columns add up."""
    hidden = [one for one in whole if one not in told]
    matrix, right = _equations(whole, told, hidden)
    aim = np.zeros(len(hidden))
    aim[hidden.index(cell)] = 1.0
    lowest, highest = (_best(side * aim, matrix, right) for side in (1.0, -1.0))
    return lowest, -highest


def _best(aim: "np.ndarray", matrix: "np.ndarray", right: "np.ndarray") -> float:
    solved = linprog(aim, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
    return float("-inf") if solved.fun is None or solved.status else float(solved.fun)


def _given_away(whole: Table, told: Table, small: Sequence[Cell], *, least: int) -> Cell | None:
    """The first small cell that can be worked out too closely."""
    for cell in small:
        lowest, highest = interval(whole, told, cell)
        if round(highest - lowest, 6) < least:
            return cell
    return None


def _next_to_hide(told: Mapping[Cell, int], found: Cell) -> Cell:
    """The smallest count in the row or column of the one given away; where all are hidden, the smallest of all."""
    beside = [one for one in told if one[0] == found[0] or one[1] == found[1]]
    return min(beside or told, key=lambda one: (told[one], one))


def _lines(whole: Table) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each total, and the cells that add up to it."""
    rows, columns = (sorted({cell[side] for cell in whole} - {ALL}) for side in (0, 1))
    for row in [*rows, ALL]:
        yield (row, ALL), [(row, column) for column in columns]
    for column in [*columns, ALL]:
        yield (ALL, column), [(row, column) for row in rows]


def _equations(whole: Table, told: Table, hidden: Sequence[Cell]) -> tuple["np.ndarray", "np.ndarray"]:
    """Shapes (lines, hidden) and (lines,): what is hidden in each line adds up to what is told of it."""
    place = {cell: number for number, cell in enumerate(hidden)}
    lines = list(_lines(whole))
    matrix, right = np.zeros((len(lines), len(hidden))), np.zeros(len(lines))
    for number, (total, cells) in enumerate(lines):
        for cell, sign in [(total, -1.0), *((one, 1.0) for one in cells)]:
            if cell in place:
                matrix[number, place[cell]] += sign
            else:
                right[number] -= sign * told[cell]
    return matrix, right
