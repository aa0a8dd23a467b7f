"""A network while it is being read: columns as the file gives them, unknown values still unknown."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import Floats

from .facts import Flags, Form, Marking

Longs = NDArray[np.int64]
EARTH_M: Final = 6_371_008.8
"""Mean radius of the earth, as in the IUGG's GRS 80."""
METRES_PER_DEGREE: Final = EARTH_M * np.pi / 180.0


class Marks(NamedTuple):
    """Where rows stand in a file: a number for each, and what the numbers are."""

    at: Longs
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """n nodes, m arcs in any order. NaN stands for an unknown length or time, inf for "closed in this mode"."""

    form: Form
    marking: Marking
    longitude_deg: Floats
    latitude_deg: Floats
    off_road: Flags
    source_node: Longs
    tail: Longs
    head: Longs
    twin: Longs
    """(m,) the other direction of the same street, -1 where there is none."""
    length_m: Floats
    road_class: NDArray[np.int8]
    travel_ms: Floats
    """(2, m)"""
    street: NDArray[np.int32]
    names: tuple[str, ...]
    shape_first: Longs
    shape_deg: Floats
    at: Longs
    """(m,) where the arc stands in the file, for reports."""

    @property
    def arc_marks(self) -> Marks:
        return Marks(self.at, self.marking)

    @property
    def node_marks(self) -> Marks:
        return Marks(self.source_node, "node")


def without_shapes(arcs: int) -> tuple[Longs, Floats]:
    """`shape_first` and `shape_deg` of arcs that are straight."""
    return np.zeros(arcs + 1, dtype=np.int64), np.empty((0, 2))


def straight_m(longitude_deg: Floats, latitude_deg: Floats, tail: Longs, head: Longs) -> Floats:
    """(m,) metres between the ends of arcs, on a plane through both (error below 0.1 % up to 100 km)."""
    return between_m(longitude_deg[tail], latitude_deg[tail], longitude_deg[head], latitude_deg[head])


def between_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """(k,) metres between pairs of points given in degrees; the shorter way round the globe."""
    east = np.mod(other_lon - lon + 180.0, 360.0) - 180.0
    return METRES_PER_DEGREE * np.hypot(east * np.cos(np.radians((lat + other_lat) / 2)), other_lat - lat)


def arc_of_point(shape_first: Longs) -> Longs:
    """(p,) which arc each shape point belongs to."""
    return np.repeat(np.arange(len(shape_first) - 1), np.diff(shape_first))


def line_m(draft: Draft) -> Floats:
    """(m,) metres along the drawn line of each arc."""
    first, points = draft.shape_first, draft.shape_deg
    if not len(points):
        return straight_m(draft.longitude_deg, draft.latitude_deg, draft.tail, draft.head)
    lon, lat, owner = lines(draft)
    steps = between_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    steps[owner[1:] != owner[:-1]] = 0.0
    return np.bincount(owner[1:], weights=steps, minlength=len(first) - 1).astype(np.float64)


def lines(draft: Draft) -> tuple[Floats, Floats, Longs]:
    """Longitude, latitude and arc of every point of every line, tails and heads included."""
    first, arcs = draft.shape_first, len(draft.tail)
    start = first[:-1] + 2 * np.arange(arcs)
    total = len(draft.shape_deg) + 2 * arcs
    owner = np.repeat(np.arange(arcs), np.diff(first) + 2)
    inner = np.ones(total, dtype=np.bool_)
    end = first[1:] + 2 * np.arange(arcs) + 1
    inner[start] = inner[end] = False
    lon, lat = np.empty(total), np.empty(total)
    for column, node_deg, k in ((lon, draft.longitude_deg, 0), (lat, draft.latitude_deg, 1)):
        column[start], column[end] = node_deg[draft.tail], node_deg[draft.head]
        column[inner] = draft.shape_deg[:, k]
    return lon, lat, owner


def taken(first: Longs, rows: Longs) -> tuple[Longs, Longs]:
    """For ragged rows that begin at `first`: the beginnings of the rows taken, and the items to take."""
    counts = np.diff(first)[rows]
    new_first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    items = np.arange(new_first[-1]) + np.repeat(first[:-1][rows] - new_first[:-1], counts)
    return new_first, items


def paired(tail: Longs, head: Longs, length_m: Floats) -> Longs:
    """(m,) twins guessed for straight arcs: the k-th shortest from u to v with the k-th shortest from v to u.

    Only where the lengths agree to 1 m and 1 %; a one-way pair between the same two nodes is drawn as one line anyway.
    """
    nodes = int(max(tail.max(), head.max())) + 1 if len(tail) else 1
    street = np.minimum(tail, head) * nodes + np.maximum(tail, head)
    back = tail > head
    order = np.lexsort((length_m, 2 * street + back))
    street, back = street[order], back[order]
    begins = np.concatenate([[True], street[1:] != street[:-1]])
    start = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    forth = np.bincount(start, weights=~back, minlength=len(order)).astype(np.int64)[start]
    rows = np.flatnonzero(~back)
    other = rows + forth[rows]  # forth ones come first in each street, shortest first, then those that go back
    fits = other < len(order)
    fits[fits] = start[other[fits]] == start[rows[fits]]
    return _joined(order[rows[fits]], order[other[fits]], length_m)


def _joined(one: Longs, two: Longs, length_m: Floats) -> Longs:
    twin = np.full(len(length_m), -1, dtype=np.int64)
    same = np.abs(length_m[one] - length_m[two]) <= 1.0 + 0.01 * length_m[one]
    twin[one[same]], twin[two[same]] = two[same], one[same]
    return twin


def with_arcs(draft: Draft, rows: Longs, *, twin: Longs) -> Draft:
    """The draft with the arcs in `rows` (k,), in that order and perhaps more than once; `twin` (k,) is what they say now."""
    first, items = taken(draft.shape_first, rows)
    return replace(
        draft,
        tail=draft.tail[rows],
        head=draft.head[rows],
        twin=twin,
        length_m=draft.length_m[rows],
        road_class=draft.road_class[rows],
        travel_ms=draft.travel_ms[:, rows],
        street=draft.street[rows],
        shape_first=first,
        shape_deg=draft.shape_deg[items],
        at=draft.at[rows],
    )
