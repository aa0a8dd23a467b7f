"""GeoJSON (RFC 7946), read with care: whatever is none says so in one line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from callbox.brain.roads.facts import Floats

from .bounded import plain, text
from .facts import Unreadable
from .numbers import shown

MOST_NUMBERS = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature: its number in the file (from 1), its properties, its kind of geometry and raw coordinates."""

    number: int
    properties: Mapping[str, object]
    geometry: str
    coordinates: object

    def word(self, name: str) -> str:
        """A property as text; "" where there is none."""
        value = self.properties.get(name)
        return "" if value is None else str(value).strip()

    def line(self) -> Floats:
        """The coordinates as (k, 2) longitude, latitude. Raises Unreadable (feature.coordinates)."""
        return points(self.coordinates, self.number)


def features(data: bytes) -> list[Feature]:
    """All features of a collection (gzip or plain). Raises Unreadable (geojson.damaged, geojson.no_collection)."""
    try:
        found = json.loads(text(plain(data)))
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise Unreadable("geojson.damaged", line=line) from error
    rows = found.get("features") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise Unreadable("geojson.no_collection")
    return [_feature(row, number) for number, row in enumerate(rows, start=1)]


def _feature(row: object, number: int) -> Feature:
    if not isinstance(row, dict):
        raise Unreadable("feature.not_one", feature=number, value=shown(str(row)))
    properties, geometry = row.get("properties") or {}, row.get("geometry") or {}
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise Unreadable("feature.not_one", feature=number, value=shown(str(row)))
    return Feature(
        number=number,
        properties=properties,
        geometry=str(geometry.get("type", "")),
        coordinates=geometry.get("coordinates"),
    )


def points(coordinates: object, number: int) -> Floats:
    """(k, 2) longitude, latitude of a list of positions; heights are left out."""
    try:
        pairs = [(position[0], position[1]) for position in coordinates]  # type: ignore[attr-defined]  # any JSON
        found = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise Unreadable("feature.coordinates", feature=number) from error
    return found
