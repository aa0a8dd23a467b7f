"""JEMSS tables: a line that begins with the table's name, a line of column names, rows, an empty line; then the next.

Source: JEMSS.jl (Ridler, Mason, Raith: "A simulation and optimisation package for emergency medical services",
EJOR 2022), whose files put several tables into one CSV.
"""

import csv
from dataclasses import dataclass

import numpy as np

from callbox.brain.roads.facts import Floats

from .bounded import text
from .draft import Longs
from .facts import Unreadable
from .numbers import columns, is_number, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: column names, lines as they are, and the file's number of the first of them."""

    name: str
    header: tuple[str, ...]
    lines: tuple[str, ...]
    first_line: int

    def at(self) -> Longs:
        """(rows,) the file's number of each row."""
        return np.arange(self.first_line, self.first_line + len(self.lines))

    def has(self, column: str) -> bool:
        return column in self.header

    def numbers(self, *names: str) -> Floats:
        """(rows, columns). Raises Unreadable (table.lacks_column and what `numbers.columns` raises)."""
        use = [self._place(name) for name in names]
        return columns(self.lines, use=use, names=names, at=self.at(), between=",")

    def texts(self, name: str) -> list[str]:
        """One column as text; "" where a row ends before it."""
        place = self._place(name)
        rows = csv.reader(self.lines, strict=False)
        return [row[place].strip() if place < len(row) else "" for row in rows]

    def figures(self, name: str) -> Floats:
        """One column of numbers in a table whose other columns hold text with commas in quotes."""
        cells = self.texts(name)
        for line, cell in zip(self.at().tolist(), cells, strict=False):
            if not is_number(cell):
                raise Unreadable("line.not_a_number", line=line, column=name, value=shown(cell))
        return np.array([float(cell.strip('" ')) for cell in cells])

    def _place(self, name: str) -> int:
        if name not in self.header:
            raise Unreadable("table.lacks_column", table=self.name, column=name)
        return self.header.index(name)


def tables(data: bytes) -> dict[str, Table]:
    """All tables of a file by name. Raises Unreadable (file.empty, file.not_text, table.unended_quote)."""
    if not data:
        raise Unreadable("file.empty")
    lines = text(data).splitlines()
    empty = [k for k, line in enumerate(lines) if not line.strip(', \t"')]
    starts, ends = [0, *(k + 1 for k in empty)], [*empty, len(lines)]
    found = (_table(lines, start, end) for start, end in zip(starts, ends, strict=True) if end - start >= 2)
    return {table.name: table for table in found}


def _table(lines: list[str], start: int, end: int) -> Table:
    title, header = (_cells(lines[k], k + 1) for k in (start, start + 1))
    return Table(
        name=title[0] if title else "",
        header=tuple(header),
        lines=tuple(lines[start + 2 : end]),
        first_line=start + 3,
    )


def _cells(line: str, number: int) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
    except csv.Error as error:
        raise Unreadable("table.unended_quote", line=number) from error


def table(data: bytes, name: str) -> Table:
    """The table of one name. Raises Unreadable (file.lacks_table) too."""
    found = tables(data).get(name)
    if found is None:
        raise Unreadable("file.lacks_table", table=name)
    return found
