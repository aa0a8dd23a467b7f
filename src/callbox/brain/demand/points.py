"""Demand as a few points on a map: what cover is reckoned from, where a city is asked about between two of its calls."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.demand.facts import HOURS_OF_WEEK, Floats

POINTS_MOST: Final = 1_000
ANY_KIND: Final = ""
"""The kind of calls that every unit serves."""
HALVINGS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """p places and k kinds of units that are called there. Raises ValueError naming the field that is wrong."""

    kinds: tuple[str, ...]
    """(k,) the kinds of units; ANY_KIND for calls that any unit serves."""
    longitude_deg: Floats
    """(p,)"""
    latitude_deg: Floats
    """(p,)"""
    calls_per_h: Floats
    """(k, p) calls for a unit of each kind from each place, in an hour of the mean."""
    hours: Floats = field(default_factory=lambda: np.ones(HOURS_OF_WEEK))
    """(168,) the factor of each hour of the week, Monday 00:00 local first."""

    def __post_init__(self) -> None:
        shape = (len(self.kinds), len(self.longitude_deg))
        if self.calls_per_h.shape != shape or len(self.latitude_deg) != shape[1]:
            raise ValueError(f"calls_per_h: give shape {shape}, kinds by places")
        if not (self.calls_per_h >= 0).all() or not np.isfinite(self.calls_per_h).all():
            raise ValueError("calls_per_h: give numbers from 0 up")
        if self.hours.shape != (HOURS_OF_WEEK,):
            raise ValueError(f"hours: give {HOURS_OF_WEEK}")

    def __len__(self) -> int:
        return len(self.longitude_deg)


def gathered(points: Points, *, most: int = POINTS_MOST) -> Points:
    """At most `most` points, each for all calls of one square of a grid, in the middle of these calls.

    The squares are as small as that allows. Points without calls are left out.
    """
    weight = points.calls_per_h.sum(axis=0)
    called = np.flatnonzero(weight > 0)
    if not len(called):
        return _grouped(points, called, np.zeros(0, np.int64), count=0)
    x, y = _flat(points, called)
    cells, count = _cells(x, y, most=most)
    return _grouped(points, called, cells, count=count)


def _flat(points: Points, rows: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """East and north in one scale, from 0 up."""
    lon, lat = points.longitude_deg[rows], points.latitude_deg[rows]
    east = (lon - lon.min()) * np.cos(np.radians(lat.mean()))
    return east, lat - lat.min()


def _cells(x: Floats, y: Floats, *, most: int) -> tuple[NDArray[np.int64], int]:
    """(m,) the number of each point's square, and how many there are."""
    same = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)[1].ravel()
    if same.max() < most:
        return same, int(same.max()) + 1
    low, high = 0.0, float(max(x.max(), y.max())) * 2.0
    found = _squares(x, y, high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        cells = _squares(x, y, middle)
        if cells.max() < most:
            high, found = middle, cells
        else:
            low = middle
    return found, int(found.max()) + 1


def _squares(x: Floats, y: Floats, side: float) -> NDArray[np.int64]:
    across = int(x.max() // side) + 1
    number = (y // side).astype(np.int64) * across + (x // side).astype(np.int64)
    return np.unique(number, return_inverse=True)[1].ravel().astype(np.int64)


def _grouped(points: Points, rows: NDArray[np.int64], cells: NDArray[np.int64], *, count: int) -> Points:
    weight = points.calls_per_h[:, rows].sum(axis=0)
    total = np.bincount(cells, weight, count)
    middle = [
        np.bincount(cells, weight * deg[rows], count) / total for deg in (points.longitude_deg, points.latitude_deg)
    ]
    calls_per_h = [np.bincount(cells, row[rows], count) for row in points.calls_per_h]
    return Points(
        kinds=points.kinds,
        longitude_deg=middle[0],
        latitude_deg=middle[1],
        calls_per_h=np.array(calls_per_h, dtype=np.float64).reshape(len(points.kinds), count),
        hours=points.hours,
    )
