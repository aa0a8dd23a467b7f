"""Rows of a centreline file, GeoJSON or CSV, in one form: the cells asked for, and drawn lines."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from callbox.brain.roads.facts import Floats

from .bounded import plain, text
from .draft import Longs
from .facts import Form, Marking, Unreadable
from .geojson import Feature, features, points
from .numbers import is_number, shown

Cells = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """r rows and w lines; a row may have none, or several."""

    form: Form
    marking: Marking
    at: Longs
    """(r,) line or feature in the file."""
    cells: Cells
    """For each field asked for, r texts."""
    row: Longs
    """(w,) whose line it is."""
    first: Longs
    """(w + 1,)"""
    places_deg: Floats
    """(p, 2)"""


def rows(data: bytes, *, wanted: Sequence[str], wkt: str, ends: Sequence[str]) -> Rows:
    """The rows of a file with the fields in `wanted`; a CSV's lines are in the column `wkt`, or between the four `ends`.

    Raises Unreadable: what `bounded.plain` and `geojson.features` raise, table.lacks_column, table.unended_quote,
    line.not_a_number, mapping.no_line.
    """
    content = plain(data)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        return _from_features(features(content), wanted)
    at, header, found = _table(text(content))
    cells = {name: _column(found, header, name) for name in wanted}
    if wkt:
        row, first, places_deg = _from_wkt(_column(found, header, wkt))
    elif all(ends):
        row, first, places_deg = _from_ends([_column(found, header, name) for name in ends], at, ends)
    else:
        raise Unreadable("mapping.no_line")
    return Rows(form="csv", marking="line", at=at, cells=cells, row=row, first=first, places_deg=places_deg)


def _from_features(found: list[Feature], wanted: Sequence[str]) -> Rows:
    for name in wanted:
        if found and not any(name in feature.properties for feature in found):
            raise Unreadable("table.lacks_column", table="features", column=name)
    lines = [(k, line) for k, feature in enumerate(found) for line in _lines(feature)]
    return Rows(
        form="geojson",
        marking="feature",
        at=np.array([feature.number for feature in found], dtype=np.int64),
        cells={name: [feature.word(name) for feature in found] for name in wanted},
        row=np.array([k for k, _ in lines], dtype=np.int64),
        first=np.concatenate([[0], np.cumsum([len(line) for _, line in lines])]).astype(np.int64),
        places_deg=np.concatenate([np.empty((0, 2)), *(line for _, line in lines)]),
    )


def _lines(feature: Feature) -> list[Floats]:
    if feature.geometry == "LineString":
        return [feature.line()]
    if feature.geometry == "MultiLineString":
        if not isinstance(feature.coordinates, list):
            raise Unreadable("feature.coordinates", feature=feature.number)
        return [points(line, feature.number) for line in feature.coordinates]
    return []


def _table(content: str) -> tuple[Longs, list[str], list[list[str]]]:
    """Where each row ends, the header, and the rows."""
    reader = csv.reader(content.splitlines(keepends=True))
    try:
        header = [cell.strip() for cell in next(reader, [])]
        found = [(reader.line_num, row) for row in reader if any(row)]
    except csv.Error as error:
        raise Unreadable("table.unended_quote", line=reader.line_num) from error
    return np.array([line for line, _ in found], dtype=np.int64), header, [row for _, row in found]


def _column(found: list[list[str]], header: list[str], name: str) -> list[str]:
    if name not in header:
        raise Unreadable("table.lacks_column", table="centrelines", column=name)
    place = header.index(name)
    return [row[place].strip() if place < len(row) else "" for row in found]


def _from_wkt(cells: list[str]) -> tuple[Longs, Longs, Floats]:
    """Lines in well-known text; a cell that is none gives no line."""
    shapes = shapely.from_wkt(np.array(cells, dtype=object), on_invalid="ignore")
    parts, row = shapely.get_parts(shapes, return_index=True)
    drawn = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts, row = parts[drawn], row[drawn]
    places_deg, owner = shapely.get_coordinates(parts, return_index=True)
    counts = np.bincount(owner, minlength=len(parts))
    return row.astype(np.int64), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), places_deg


def _from_ends(columns: list[list[str]], at: Longs, names: Sequence[str]) -> tuple[Longs, Longs, Floats]:
    """Straight lines between two places that stand in four columns: longitude, latitude, longitude, latitude."""
    for name, column in zip(names, columns, strict=True):
        for line, cell in zip(at.tolist(), column, strict=True):
            if not is_number(cell):
                raise Unreadable("line.not_a_number", line=line, column=name, value=shown(cell))
    places_deg = np.array([[float(cell) for cell in column] for column in columns]).T.reshape(-1, 2)
    return np.arange(len(at)), 2 * np.arange(len(at) + 1), places_deg
