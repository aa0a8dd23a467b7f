"""The generated city of the demo as a road network, so that demo and real cities run on the same engine."""

from typing import Final

import numpy as np

from callbox.brain.city.facts import City, lonlat
from callbox.brain.roads.facts import PRIMARY, SECONDARY, SERVICE, STREET, TERTIARY, TRUNK

from .draft import Draft, paired, without_shapes
from .facts import Gazetteer, Landmark, Reading
from .finish import finished
from .naming import with_streets
from .speeds import KMH_TO_MPS, Speeds

CLASSES: Final = np.array([TRUNK, PRIMARY, SECONDARY, STREET, SERVICE, TERTIARY], dtype=np.int8)
"""By the city's own class: trunk, primary, secondary, street, lane, country."""


def read(city: City, *, speeds: Speeds | None = None) -> Reading:
    """The network of a generated city, with its nodes under their own numbers.

    The city's speeds are ordinary ones. Streets are named in English; the gazetteer has both languages.
    """
    speeds = speeds or Speeds()
    draft = _draft(city, speeds)
    translations = [(name.en, name.zh) for name in city.streets.names]
    gazetteer = with_streets(Gazetteer(landmarks=_landmarks(city)), draft, translations)
    return finished(draft, speeds=speeds, gazetteer=gazetteer, keep_islands=True)


def _draft(city: City, speeds: Speeds) -> Draft:
    roads = city.roads
    longitude_deg, latitude_deg = lonlat(city.anchor, roads.x_m, roads.y_m)
    ordinary_ms = roads.length_m / (roads.speed_kmh * KMH_TO_MPS) * 1000.0
    shape_first, shape_deg = without_shapes(roads.arcs)
    return Draft(
        form="city",
        marking="line",
        longitude_deg=longitude_deg,
        latitude_deg=latitude_deg,
        off_road=np.ones(roads.nodes, dtype=np.bool_),
        source_node=np.arange(roads.nodes),
        tail=roads.tail,
        head=roads.head,
        twin=paired(roads.tail, roads.head, roads.length_m),
        length_m=roads.length_m,
        road_class=CLASSES[roads.road_class],
        travel_ms=np.stack([ordinary_ms / speeds.siren_factor, ordinary_ms]),
        street=roads.street.astype(np.int32),
        names=tuple(name.en for name in city.streets.names),
        shape_first=shape_first,
        shape_deg=shape_deg,
        at=np.arange(roads.arcs),
    )


def _landmarks(city: City) -> tuple[Landmark, ...]:
    places = [(hospital.name, "hospital", hospital.node) for hospital in city.hospitals]
    places += [(station.name, station.trade, station.node) for station in city.stations]
    found = []
    for name, kind, node in places:
        lon, lat = city.place(node)
        found.append(
            Landmark(name=name.en, name_en=name.en, name_zh=name.zh, kind=kind, longitude_deg=lon, latitude_deg=lat)
        )
    return tuple(found)
