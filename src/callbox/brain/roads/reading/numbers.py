"""Columns of numbers out of lines of text, fast; where one is none, the line that holds it."""

import re
from collections.abc import Sequence

import numpy as np

from callbox.brain.roads.facts import Floats

from .draft import Longs
from .facts import Unreadable


def columns(
    lines: Sequence[str], *, use: Sequence[int], names: Sequence[str], at: Longs, between: str | None = None
) -> Floats:
    """(lines, columns) numbers. `at` holds the file's number of each line; `between` is None for white space.

    Raises Unreadable (line.lacks_columns, line.not_a_number) with the line, and the column's name from `names`.
    """
    if not lines:
        return np.empty((0, len(use)))
    try:
        values = np.loadtxt(lines, delimiter=between, usecols=use, ndmin=2, comments=None, quotechar='"')
    except ValueError as error:
        raise _where(lines, use=use, names=names, at=at, between=between) from error
    if len(values) != len(lines):  # loadtxt passes over empty lines, after which no number would be right
        raise _where(lines, use=use, names=names, at=at, between=between)
    return values


def _where(
    lines: Sequence[str], *, use: Sequence[int], names: Sequence[str], at: Longs, between: str | None
) -> Unreadable:
    for number, line in zip(at.tolist(), lines, strict=True):
        cells = line.split(between)
        for column, name in zip(use, names, strict=True):
            if column >= len(cells):
                return Unreadable("line.lacks_columns", line=number, columns=len(cells), wanted=max(use) + 1)
            if not is_number(cells[column]):
                return Unreadable("line.not_a_number", line=number, column=name, value=shown(cells[column]))
    return Unreadable("file.damaged")


def is_number(cell: str) -> bool:
    """Whether a cell is a number as the fast reader sees it."""
    return (
        re.fullmatch(r"\s*\"?[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\"?\s*|\s*[+-]?(nan|inf)\s*", cell, re.ASCII)
        is not None
    )


def shown(value: str) -> str:
    """A value from a file, short enough for one line."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
