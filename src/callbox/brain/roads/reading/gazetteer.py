"""A gazetteer out of a CSV file of one's own: house numbers and named places that a road file does not bring along.

One row for each place, UTF-8, with a header. Needed: longitude, latitude, and a name or a house number. Known columns:
name, name_en, name_zh, kind, number, street, longitude, latitude (other spellings in `SPELLINGS`; others are left alone).
"""

import csv
from collections.abc import Iterator
from typing import Final

from .bounded import plain, text
from .facts import EXAMPLES, Address, Gazetteer, Landmark, Note, Unreadable
from .numbers import is_number, shown

SPELLINGS: Final = {
    "longitude": ("longitude", "lon", "lng", "x", "经度"),
    "latitude": ("latitude", "lat", "y", "纬度"),
    "name": ("name", "名称"),
    "name_en": ("name_en", "name:en", "英文名"),
    "name_zh": ("name_zh", "name:zh", "中文名"),
    "kind": ("kind", "type", "category", "类别"),
    "number": ("number", "housenumber", "addr:housenumber", "门牌号"),
    "street": ("street", "addr:street", "街道"),
}
MOST_CELL: Final = 1000
"""Characters in a cell; a longer one is a quotation mark that never ends."""
Row = dict[str, str]


def read(data: bytes) -> tuple[Gazetteer, tuple[Note, ...]]:
    """Addresses for rows with a house number, landmarks for rows with a name; rows that are neither are counted.

    Raises Unreadable: what `bounded.plain` raises, table.lacks_column, line.not_a_number, line.off_globe.
    """
    addresses: list[Address] = []
    landmarks: list[Landmark] = []
    unnamed: list[int] = []
    for line, row in _rows(text(plain(data))):
        lon, lat = _degrees(row, "longitude", line, most=180.0), _degrees(row, "latitude", line, most=90.0)
        name = row["name"] or row["name_en"] or row["name_zh"]
        if row["number"]:
            addresses.append(Address(number=row["number"], street=row["street"], longitude_deg=lon, latitude_deg=lat))
        if name:
            en, zh = row["name_en"], row["name_zh"]
            mark = Landmark(name=name, name_en=en, name_zh=zh, kind=row["kind"], longitude_deg=lon, latitude_deg=lat)
            landmarks.append(mark)
        if not row["number"] and not name:
            unnamed.append(line)
    notes = [Note(kind="dropped", code="row.without_name", count=len(unnamed), at=tuple(unnamed[:EXAMPLES]))]
    return Gazetteer(addresses=tuple(addresses), landmarks=tuple(landmarks)), tuple(notes if unnamed else ())


def _rows(content: str) -> Iterator[tuple[int, Row]]:
    """Each row by our own column names, with its line."""
    reader = csv.reader(content.splitlines(keepends=True))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        place = {name: _place(header, spellings) for name, spellings in SPELLINGS.items()}
        for name in ("longitude", "latitude"):
            if place[name] < 0:
                raise Unreadable("table.lacks_column", table="gazetteer", column=name)
        for cells in reader:
            if any(cells):
                yield reader.line_num, {name: _cell(cells, k) for name, k in place.items()}
    except csv.Error as error:
        raise Unreadable("table.unended_quote", line=reader.line_num) from error


def _place(header: list[str], spellings: tuple[str, ...]) -> int:
    return next((header.index(spelling) for spelling in spellings if spelling in header), -1)


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip()[:MOST_CELL] if 0 <= place < len(cells) else ""


def _degrees(row: Row, name: str, line: int, *, most: float) -> float:
    if not is_number(row[name]):
        raise Unreadable("line.not_a_number", line=line, column=name, value=shown(row[name]))
    value = float(row[name].strip('"'))
    if not abs(value) <= most:
        raise Unreadable("line.off_globe", line=line)
    return value
