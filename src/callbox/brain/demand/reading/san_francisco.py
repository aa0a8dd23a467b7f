"""Files of the open model of San Francisco's fire stations (McPhee Anderson): stations, zones, demand, response times.

demand.csv and baseline_response_time.csv hold a value for some of the zones of grid_definitions.geojson: a count of
calls over an unstated time, and modelled seconds from the nearest station.
"""

import csv
import re

import numpy as np
import shapely

from callbox.brain.demand.facts import HOURS_OF_WEEK, Demand, Floats
from callbox.brain.roads.reading.bounded import text
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.roads.reading.geojson import Feature, features, points
from callbox.brain.roads.reading.numbers import is_number, shown

from .facts import Stations, Zones


def stations(data: bytes) -> Stations:
    """current_fire_stations.geojson; `number` is what a call's Station Area holds: `Fire Station #7` is `07`.

    Raises Unreadable: what `geojson.features` raises, feature.geometry.
    """
    rows = features(data)
    places = np.concatenate([np.empty((0, 2)), *(_wanted(row, "Point") for row in rows)])
    names = tuple(row.word("common_name") for row in rows)
    return Stations(
        names=names,
        longitude_deg=places[:, 0].copy(),
        latitude_deg=places[:, 1].copy(),
        capacity=np.zeros(len(rows), dtype=np.int32),
        number=tuple(_number(name) for name in names),
    )


def _number(name: str) -> str:
    found = re.search(r"#\s*(\d+)", name, re.ASCII)
    return found[1].zfill(2) if found else name


def _wanted(row: Feature, geometry: str) -> Floats:
    """The point, or the outer ring, of a feature. Raises Unreadable (feature.geometry)."""
    if row.geometry != geometry:
        raise Unreadable("feature.geometry", feature=row.number, wanted=geometry, found=shown(row.geometry))
    rings = row.coordinates if geometry == "Polygon" else [[row.coordinates]]
    if not isinstance(rings, list) or not rings:
        raise Unreadable("feature.coordinates", feature=row.number)
    found = points(rings[0], row.number)
    if not (np.abs(found) <= [180.0, 90.0]).all() or len(found) < (4 if geometry == "Polygon" else 1):
        raise Unreadable("feature.coordinates", feature=row.number)
    return found


def zones(data: bytes) -> Zones:
    """grid_definitions.geojson: polygons with a property `zone_idx`."""
    rows = features(data)
    outlines = tuple(_wanted(row, "Polygon") for row in rows)
    for row in rows:
        if not re.fullmatch(r"\d{1,9}", row.word("zone_idx"), re.ASCII):
            raise Unreadable("feature.lacks_number", feature=row.number, property="zone_idx")
    centres = shapely.get_coordinates(shapely.centroid([shapely.Polygon(ring) for ring in outlines])).reshape(-1, 2)
    return Zones(
        number=np.array([int(row.word("zone_idx")) for row in rows], dtype=np.int32),
        longitude_deg=centres[:, 0].copy(),
        latitude_deg=centres[:, 1].copy(),
        outline_deg=outlines,
    )


def values(data: bytes, of: Zones) -> Floats:
    """(z,) the value of each zone in a file of `zone_idx,value`; NaN for a zone that is not in it.

    Raises Unreadable (file.empty, table.lacks_column, line.lacks_columns, line.not_a_number, line.unknown_zone).
    """
    rows = list(csv.reader(text(data).splitlines()))
    if not rows:
        raise Unreadable("file.empty")
    for name in ("zone_idx", "value"):
        if name not in rows[0]:
            raise Unreadable("table.lacks_column", table="zones", column=name)
    place = {number: k for k, number in enumerate(of.number.tolist())}
    columns = (rows[0].index("zone_idx"), rows[0].index("value"))
    found = np.full(len(of.number), np.nan)
    for line, row in enumerate(rows[1:], start=2):
        zone, value = _pair(row, columns, line)
        if zone not in place:
            raise Unreadable("line.unknown_zone", line=line, zone=zone)
        found[place[zone]] = value
    return found


def _pair(row: list[str], columns: tuple[int, int], line: int) -> tuple[float, float]:
    if len(row) <= max(columns):
        raise Unreadable("line.lacks_columns", line=line, columns=len(row), wanted=max(columns) + 1)
    for column, name in zip(columns, ("zone_idx", "value"), strict=True):
        if not is_number(row[column]):
            raise Unreadable("line.not_a_number", line=line, column=name, value=shown(row[column]))
    return float(row[columns[0]].strip('" ')), float(row[columns[1]].strip('" '))


def demand(of: Zones, counts: Floats, *, calls_a_day: float) -> Demand:
    """One priority: calls spread over the zones' centroids as counted (NaN and below: none), even over the week."""
    share = np.where(counts > 0, counts, 0.0)
    if not share.sum() > 0:
        raise Unreadable("demand.no_places")
    return Demand(
        priorities=("all",),
        longitude_deg=of.longitude_deg,
        latitude_deg=of.latitude_deg,
        weight=(share / share.sum())[np.newaxis],
        rate_per_h=np.full((1, HOURS_OF_WEEK), calls_a_day / 24.0),
    )
