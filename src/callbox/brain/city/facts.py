"""What a generated city consists of. Every array is read-only; every length says its unit in its name."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

ROAD_CLASSES: Final = ("trunk", "primary", "secondary", "street", "lane", "country")
SPEED_KMH: Final = (80.0, 50.0, 40.0, 30.0, 20.0, 60.0)
TRUNK, PRIMARY, SECONDARY, STREET, LANE, COUNTRY = range(6)

ZONES: Final = ("old centre", "inner city", "suburb", "port", "country")
OLD, INNER, SUBURB, PORT, RURAL = range(5)

Level = Literal["province", "city", "district", "station"]
Trade = Literal["government", "police", "fire", "ambulance", "department", "hotline", "oversight"]
Kind = Literal["incident", "request"]


@dataclass(frozen=True, slots=True)
class Name:
    """One thing's name in the two languages of the product."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class District:
    """A county or a city district; `rural` marks a county."""

    id: int
    name: Name
    rural: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """One office in the tree of four levels; `parent` is an organisation's id, None only for the province."""

    id: str
    level: Level
    trade: Trade
    name: Name
    parent: str | None
    district: int | None


@dataclass(frozen=True, slots=True)
class Station:
    """A place units leave from: an organisation at the lowest level, standing at a node."""

    organisation: str
    trade: Trade
    name: Name
    node: int
    district: int


@dataclass(frozen=True, slots=True)
class Hospital:
    """A place patients are taken to."""

    id: str
    name: Name
    node: int
    beds: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A crew or vehicle; `kind` is one of `catalogue.UNIT_KINDS`, `station` the organisation it belongs to."""

    call_sign: str
    name: Name
    kind: str
    station: str
    node: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of service request; exactly one of the two deadlines is set."""

    code: str
    name: Name
    department: str
    deadline_working_days: int | None
    deadline_hours: int | None
    protected: bool
    share: float


@dataclass(frozen=True, slots=True)
class Need:
    """So many units of one kind."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class IncidentType:
    """A kind of incident; priority 1 is the most urgent. `share` adds up to 1 over all types."""

    code: str
    name: Name
    priority: int
    needs: tuple[Need, ...]
    share: float
    on_scene_min: float
    transport_chance: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where x = y = 0 lies. A plane is laid on the globe there: good to 1 % for towns, rougher for the largest city."""

    longitude_deg: float
    latitude_deg: float


@dataclass(frozen=True, slots=True)
class Water:
    """Outlines for drawing, each (k, 2) metres; the shore runs from north to south, the river has both its banks."""

    shore_m: Floats
    river_m: Floats
    breakwaters_m: tuple[Floats, ...]
    parks_m: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class StreetTable:
    """One row for each street: names, its district and its class."""

    names: tuple[Name, ...]
    district: Ints
    road_class: Ints


@dataclass(frozen=True, slots=True)
class Roads:
    """The road network: n nodes, m arcs, strongly connected, arcs sorted by `tail` (so `first` indexes them).

    `first` (n + 1): the arcs that leave node v are first[v] : first[v + 1].
    `street` and `along` place an arc on its street: arcs of one street ascend by `along`, in blocks.
    """

    x_m: Floats
    y_m: Floats
    district: Ints
    zone: Ints
    first: Ints
    tail: Ints
    head: Ints
    length_m: Floats
    road_class: Ints
    speed_kmh: Floats
    one_way: Flags
    bridge: Flags
    street: Ints
    along: Ints

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return len(self.x_m)

    @property
    def arcs(self) -> int:
        """How many arcs; a two-way block counts twice."""
        return len(self.tail)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A whole imaginary city. The same seed and size give the same city, bit for bit."""

    seed: int
    name: Name
    anchor: Anchor
    roads: Roads
    streets: StreetTable
    water: Water
    districts: tuple[District, ...]
    organisations: tuple[Organisation, ...]
    stations: tuple[Station, ...]
    hospitals: tuple[Hospital, ...]
    units: tuple[Unit, ...]
    categories: tuple[Category, ...]
    incident_types: tuple[IncidentType, ...]
    incident_weight: Floats
    """(n,): chance that an incident happens at each node; adds up to 1."""
    request_weight: Floats
    """(n,): the same for service requests."""
    incident_hours: Floats
    """(168,): factor of each hour of the week, Monday 00:00 local first; mean 1."""
    request_hours: Floats
    """(168,): the same for service requests."""

    def place(self, node: int) -> tuple[float, float]:
        """Longitude and latitude in degrees of a node."""
        lon, lat = lonlat(self.anchor, self.roads.x_m[node : node + 1], self.roads.y_m[node : node + 1])
        return float(lon[0]), float(lat[0])


METRES_PER_DEGREE: Final = 111_195.0
"""One degree of a great circle on a sphere of 6,371 km."""


def lonlat(anchor: Anchor, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats]:
    """Degrees for metres east and north of the anchor (equirectangular projection)."""
    latitude = anchor.latitude_deg + y_m / METRES_PER_DEGREE
    per_degree_m = METRES_PER_DEGREE * np.cos(np.radians(anchor.latitude_deg))
    return anchor.longitude_deg + x_m / per_degree_m, latitude
