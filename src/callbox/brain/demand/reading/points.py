"""Demand points out of a CSV file of one's own: where calls come from, and how many an hour.

One row for each place, UTF-8, with a header: longitude, latitude, calls_per_h, and kind where calls are told by the kind of
unit they need (empty: any unit). Other columns are left alone; rows of one place and kind add up.
"""

import csv
from collections.abc import Iterator
from typing import Final

import numpy as np

from callbox.brain.demand.points import Points, gathered
from callbox.brain.roads.reading.bounded import plain, text
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.roads.reading.numbers import is_number, shown

NEEDED: Final = ("longitude", "latitude", "calls_per_h")
KIND: Final = "kind"
CALLS_MOST: Final = 1_000_000
KINDS_MOST: Final = 50
ROWS_MOST: Final = 1_000_000

Row = tuple[float, float, float, str]


def read(data: bytes) -> Points:
    """The points of a file, brought together into no more than cover is reckoned from.

    Raises Unreadable: what `bounded.plain` raises, table.lacks_column, table.unended_quote, line.not_a_number,
    line.off_globe, demand.wrong, demand.no_places, demand.too_many.
    """
    rows = list(_rows(text(plain(data))))
    kinds = tuple(sorted({row[3] for row in rows}))
    if not sum(row[2] for row in rows) > 0:
        raise Unreadable("demand.no_places")
    if len(kinds) > KINDS_MOST or len(rows) > ROWS_MOST:
        raise Unreadable("demand.too_many", kinds=KINDS_MOST, rows=ROWS_MOST)
    lon, lat, calls = np.array([row[:3] for row in rows], dtype=np.float64).T
    number = {kind: row for row, kind in enumerate(kinds)}
    calls_per_h = np.zeros((len(kinds), len(rows)))
    calls_per_h[[number[row[3]] for row in rows], np.arange(len(rows))] = calls
    return gathered(Points(kinds=kinds, longitude_deg=lon, latitude_deg=lat, calls_per_h=calls_per_h))


def _rows(content: str) -> Iterator[Row]:
    reader = csv.reader(content.splitlines(keepends=True))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        for name in NEEDED:
            if name not in header:
                raise Unreadable("table.lacks_column", table="demand", column=name)
        for cells in reader:
            if any(cells):
                yield _row({name: cell.strip() for name, cell in zip(header, cells, strict=False)}, reader.line_num)
    except csv.Error as error:
        raise Unreadable("table.unended_quote", line=reader.line_num) from error


def _row(cells: dict[str, str], line: int) -> Row:
    longitude_deg, latitude_deg, calls_per_h = (_number(cells, name, line) for name in NEEDED)
    if not 0 <= calls_per_h <= CALLS_MOST:
        raise Unreadable("demand.wrong", line=line, most=CALLS_MOST)
    if not (abs(longitude_deg) <= 180 and abs(latitude_deg) <= 90):
        raise Unreadable("line.off_globe", line=line)
    return longitude_deg, latitude_deg, calls_per_h, cells.get(KIND, "")[:60]


def _number(cells: dict[str, str], name: str, line: int) -> float:
    told = cells.get(name, "")
    if not is_number(told):
        raise Unreadable("line.not_a_number", line=line, column=name, value=shown(told))
    return float(told.strip('"'))
