"""Where a case is, as a file's rows say it. Pure."""

import re
from collections.abc import Mapping, Sequence

from callbox.faces.command.replay.noted import Notes
from callbox.faces.command.replay.sheet import Row

TEXT_MAX = 2_000
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
PAIR = re.compile(rf"\(?\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)?")
WKT = re.compile(rf"POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.IGNORECASE)


def joined(rows: Sequence[Row], columns: Sequence[str], *, between: str = ", ", most: int = TEXT_MAX) -> str | None:
    """What stands in several columns, each from the first row that has it; None where nothing does."""
    parts = [next((text for row in rows if (text := row.get(column))), "") for column in columns]
    return between.join(part for part in parts if part)[:most] or None


def place_of(rows: Sequence[Row], columns: Mapping[str, str], notes: Notes) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, WGS 84, out of the columns `point`, or `latitude` and `longitude`."""
    told = next((told for row in rows if (told := _written(row, columns))), "")
    if not told:
        return None
    place = point(told)
    if place is None:
        # The value is left out: it may tell where somebody lives.
        notes.reject(rows[0], "place_unreadable", column=columns.get("point") or columns.get("latitude", ""))
    return place


def _written(row: Row, columns: Mapping[str, str]) -> str:
    if "point" in columns:
        return row.get(columns["point"])
    latitude, longitude = (row.get(columns.get(name)) for name in ("latitude", "longitude"))
    return f"{latitude}, {longitude}" if latitude or longitude else ""


def point(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) from "(lat, lon)" or WKT "POINT (lon lat)"; None when it is neither or nowhere on Earth."""
    pair, wkt = PAIR.fullmatch(text), WKT.fullmatch(text)
    if pair:
        latitude, longitude = float(pair[1]), float(pair[2])
    elif wkt:
        longitude, latitude = float(wkt[1]), float(wkt[2])
    else:
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0.0, 0.0)
    return (latitude, longitude) if on_earth else None
