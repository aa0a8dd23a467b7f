"""What reading a file gives: a network, a gazetteer, and a report of what was found, dropped and repaired."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import MOTORWAY, Floats, RoadNetwork

Flags = NDArray[np.bool_]
Kind = Literal["found", "dropped", "repaired"]
Form = Literal["osm", "dimacs", "jemss", "geojson", "csv", "city"]
Marking = Literal["line", "way", "node", "relation", "feature"]

EXAMPLES: Final = 5
"""How many examples a note carries at most."""


class Unreadable(ValueError):
    """A file that can't be read: a words code and the values its sentence needs. Its text is one line."""

    def __init__(self, code: str, **details: str | float) -> None:
        self.code = code
        self.details = details
        told = ", ".join(f"{key} {value}" for key, value in details.items())
        super().__init__(f"{code}: {told}" if told else code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing seen while reading: `code` is the key of its sentence, `at` says where the first few stand."""

    kind: Kind
    code: str
    count: int
    marking: Marking = "line"
    """What the numbers in `at` are: lines of the file (from 1), features (from 1), or ids of OpenStreetMap."""
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The report on one file. `nodes` and `arcs` are counted as the file has them, before anything was dropped."""

    form: Form
    nodes: int
    arcs: int
    notes: tuple[Note, ...]

    def count(self, code: str) -> int:
        """How many of one thing; 0 where there is no such note."""
        return sum(note.count for note in self.notes if note.code == code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A house number as the file gives it."""

    number: str
    street: str
    longitude_deg: float
    latitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A named place; `kind` is the file's own word for it, such as hospital or station."""

    name: str
    name_en: str
    name_zh: str
    kind: str
    longitude_deg: float
    latitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetName:
    """A street's name as the file spells it, and in the product's two languages where it gives them ("" if not)."""

    name: str
    name_en: str
    name_zh: str
    longitude_deg: float
    latitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Where two named streets meet."""

    street: str
    other: str
    longitude_deg: float
    latitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Everything that place search may find, in the order of the file."""

    streets: tuple[StreetName, ...] = ()
    addresses: tuple[Address, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    landmarks: tuple[Landmark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scars:
    """Where something was left out or put right, for the picture: straight lines (k, 4) tail and head, in degrees."""

    islands_deg: Floats
    repairs_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as read."""

    network: RoadNetwork
    found: Found
    gazetteer: Gazetteer
    off_road: Flags
    """(n,) nodes that a place beside the road may belong to: JEMSS `offRoadAccess`; elsewhere every node."""
    source_node: NDArray[np.int64]
    """(n,) the file's own number of each node (index, DIMACS number, OpenStreetMap id; any for centrelines); -1: a copy."""
    scars: Scars

    def roadside(self) -> Flags:
        """(m,) arcs that a call beside the road may belong to: no motorways, and both ends with off-road access."""
        network = self.network
        open_ends: Flags = self.off_road[network.tail] & self.off_road[network.head]
        beside: Flags = open_ends & (network.road_class != MOTORWAY)
        return beside
