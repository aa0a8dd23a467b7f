"""What a road network consists of, whatever file it came from. Every array is read-only; units end the names."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

ROAD_CLASSES: Final = ("motorway", "trunk", "primary", "secondary", "tertiary", "street", "service", "track", "turn")
MOTORWAY, TRUNK, PRIMARY, SECONDARY, TERTIARY, STREET, SERVICE, TRACK, TURN = range(9)

MODES: Final = ("siren", "ordinary")
SIREN, ORDINARY = range(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNetwork:
    """A directed graph of n nodes and m arcs with two free-flow travel times an arc.

    A street open both ways is two arcs, each the other's `twin`. A forbidden turn is expressed in the graph itself:
    its junction has copies, joined by arcs of class TURN with no length and no time, which no place snaps to.
    The line of arc a is its tail, the points `shape_deg[shape_first[a]:shape_first[a + 1]]`, its head.
    """

    longitude_deg: Floats
    """(n,)"""
    latitude_deg: Floats
    """(n,)"""
    tail: Ints
    """(m,) the node an arc leaves; arcs are sorted by it."""
    head: Ints
    """(m,) the node an arc enters."""
    twin: Ints
    """(m,) the arc of the same street the other way, -1 where there is none.

    Beside a forbidden turn its ends are other copies of the same two junctions: never take `tail` for the twin's head.
    """
    length_m: Floats
    """(m,)"""
    road_class: NDArray[np.int8]
    """(m,) index into ROAD_CLASSES."""
    travel_ms: Ints
    """(2, m) milliseconds along each arc on a free road, by mode (SIREN, ORDINARY); 0 is allowed, negative is not."""
    street: Ints
    """(m,) index into `names`, -1 where the street has none."""
    names: tuple[str, ...]
    """Each street name once, as the file spells it."""
    shape_first: NDArray[np.int64]
    """(m + 1,)"""
    shape_deg: Floats
    """(p, 2) longitude, latitude of the points between tail and head, arc after arc."""

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return len(self.longitude_deg)

    @property
    def arcs(self) -> int:
        """How many arcs; a street open both ways counts twice."""
        return len(self.tail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """k points on a network, each on an arc, as snapping found them.

    From there one leaves by the arc's head or, if the street is open both ways, by the head of its twin; and arrives by
    the tail of the one or of the other.
    """

    arc: Ints
    """(k,) -1 where no road is near enough."""
    fraction: Floats
    """(k,) 0 at the arc's tail, 1 at its head."""
    walk_m: Floats
    """(k,) metres from the point to the road, straight."""
