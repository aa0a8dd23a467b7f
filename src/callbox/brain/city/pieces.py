"""A piece of the road network under construction, and how pieces are put together."""

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .facts import Flags, Floats, Ints

STREET_KINDS: Final = ("ring", "radial", "shore", "bank", "pier", "block", "old", "country", "village")
RING, RADIAL, SHORE, BANK, PIER, BLOCK, LANE_OF_OLD, COUNTRY_ROAD, VILLAGE = range(9)


Columns = dict[str, NDArray[Any]]
"""Columns of a piece by name; whole numbers and metres side by side, which only the names tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Nodes, two-way edges between them, streets, and loose ends that want a main road.

    Nodes carry plan (u, v) and world (x, y) metres and a zone. Edges carry class, street, and `along`, their place
    on the street; `directed` is 1 where an edge may become one-way from a to b, -1 from b to a. Streets carry their
    kind and a number within the kind. A loose end is a node with the world point it reaches for.
    """

    u: Floats
    v: Floats
    x: Floats
    y: Floats
    zone: Ints
    a: Ints
    b: Ints
    road_class: Ints
    street: Ints
    along: Ints
    directed: Ints
    street_kind: Ints
    street_number: Ints
    loose: Ints
    loose_x: Floats
    loose_y: Floats
    loose_street: Ints
    loose_along: Ints


NODE_OF: Final = ("a", "b", "loose")
STREET_OF: Final = ("street", "loose_street")


def joined(pieces: list[Piece]) -> Piece:
    """All pieces as one: nodes and streets renumbered."""
    nodes = np.cumsum([0] + [len(p.x) for p in pieces])
    streets = np.cumsum([0] + [len(p.street_kind) for p in pieces])
    columns: Columns = {}
    for field in fields(Piece):
        shift = nodes if field.name in NODE_OF else streets if field.name in STREET_OF else 0 * nodes
        columns[field.name] = np.concatenate(
            [
                getattr(p, field.name) + by if by else getattr(p, field.name)
                for p, by in zip(pieces, shift, strict=False)
            ]
        )
    return Piece(**columns)


def nearest(x: Floats, y: Floats, *, to_x: Floats, to_y: Floats, within_m: float, allowed: Ints | None = None) -> Ints:
    """For each (x, y) the index of the nearest (to_x, to_y) within a distance, -1 if there is none.

    With `allowed` (one number for each point), only targets with a smaller index than that number count.
    A hash of square cells, walked over the nine cells around each point.
    """
    best = np.full(len(x), -1, dtype=np.int64)
    if not len(to_x) or not len(x):
        return best
    best_m2 = np.full(len(x), within_m**2)
    order, keys = _cells(to_x, to_y, size_m=within_m)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            wanted = _key(np.floor(x / within_m) + dx, np.floor(y / within_m) + dy)
            start, stop = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
            for step in range(int((stop - start).max(initial=0))):
                rows = np.flatnonzero(start + step < stop)
                target = order[start[rows] + step]
                m2 = (x[rows] - to_x[target]) ** 2 + (y[rows] - to_y[target]) ** 2
                good: Flags = m2 < best_m2[rows]
                if allowed is not None:
                    good &= target < allowed[rows]
                best[rows[good]], best_m2[rows[good]] = target[good], m2[good]
    return best


def _cells(x: Floats, y: Floats, *, size_m: float) -> tuple[Ints, Ints]:
    key = _key(np.floor(x / size_m), np.floor(y / size_m))
    order = np.argsort(key, kind="stable")
    return order, key[order]


def _key(i: Floats, j: Floats) -> Ints:
    return (i.astype(np.int64) << 32) + j.astype(np.int64)


def resampled(x: Floats, y: Floats, *, step_m: Floats) -> tuple[Floats, Floats]:
    """Points every `step_m` (one number for each of its segments) along a polyline, both ends kept."""
    far = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)) / step_m)])
    at = np.linspace(0.0, far[-1], max(round(float(far[-1])) + 1, 2))
    return np.interp(at, far, x), np.interp(at, far, y)
