"""A city's roads as lines for the tiler: each street once, with its class, its names, and from where on it is shown. Pure.

GeoJSON text sequences without the separator (one feature a line), with tippecanoe's own member for the lowest zoom and the
layer.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from callbox.brain.roads.facts import ROAD_CLASSES, TURN, RoadNetwork
from callbox.brain.roads.reading.facts import Gazetteer

LOWEST_ZOOM: Final = 6
HIGHEST_ZOOM: Final = 14
# From which zoom on a class of roads is drawn: a whole city at a glance shows its main roads only.
SHOWN_FROM: Final[Mapping[str, int]] = {
    "motorway": 6,
    "trunk": 6,
    "primary": 8,
    "secondary": 10,
    "tertiary": 11,
    "street": 12,
    "service": 14,
    "track": 14,
}
LANDMARKS_FROM: Final = 12
DIGITS: Final = 6
"""Of a degree: a tenth of a metre."""


def features(network: RoadNetwork, gazetteer: Gazetteer) -> Iterator[bytes]:
    """Every street and landmark, a line each."""
    names = _names(gazetteer)
    for arc in np.flatnonzero(_once(network)).tolist():
        yield _line(network, arc, names)
    for one in gazetteer.landmarks:
        told = {"kind": one.kind, "name": one.name, "en": one.name_en, "zh": one.name_zh}
        at = [round(one.longitude_deg, DIGITS), round(one.latitude_deg, DIGITS)]
        yield _feature("places", told, {"type": "Point", "coordinates": at}, from_zoom=LANDMARKS_FROM)


def _once(network: RoadNetwork) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """(m,) one arc of each street: of two that are twins the first, of forbidden turns none."""
    first = (network.twin < 0) | (np.arange(network.arcs) < network.twin)
    shown: np.ndarray[Any, np.dtype[np.bool_]] = first & (network.road_class != TURN)
    return shown


def _names(gazetteer: Gazetteer) -> Mapping[str, tuple[str, str]]:
    """A street's names in the product's two languages, by the name on its arcs."""
    return {one.name: (one.name_en, one.name_zh) for one in gazetteer.streets if one.name_en or one.name_zh}


def _line(network: RoadNetwork, arc: int, names: Mapping[str, tuple[str, str]]) -> bytes:
    word = ROAD_CLASSES[int(network.road_class[arc])]
    told = {"class": word}
    street = int(network.street[arc])
    if street >= 0:
        name = network.names[street]
        english, chinese = names.get(name, ("", ""))
        told |= {"name": name, "en": english, "zh": chinese}
    if network.twin[arc] < 0:
        told["way"] = "one"
    return _feature("roads", told, {"type": "LineString", "coordinates": points_deg(network, arc)}, SHOWN_FROM[word])


def points_deg(network: RoadNetwork, arc: int) -> list[list[float]]:
    """The line of an arc: [longitude, latitude] of each point, tail to head."""
    tail, head = int(network.tail[arc]), int(network.head[arc])
    between = network.shape_deg[int(network.shape_first[arc]) : int(network.shape_first[arc + 1])].tolist()
    ends = [[float(network.longitude_deg[node]), float(network.latitude_deg[node])] for node in (tail, head)]
    return [[round(x, DIGITS), round(y, DIGITS)] for x, y in (ends[0], *between, ends[1])]


def _feature(layer: str, told: Mapping[str, str], shape: Mapping[str, Any], from_zoom: int) -> bytes:
    whole = {
        "type": "Feature",
        "tippecanoe": {"layer": layer, "minzoom": from_zoom},
        "properties": {name: value for name, value in told.items() if value},
        "geometry": shape,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
