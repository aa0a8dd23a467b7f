"""From points to places on the network: the nearest point of any street, not only the nearest junction.

Distances are exact on the plane that touches the globe at the point that is asked for.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .facts import TURN, Floats, Places, RoadNetwork
from .snap_loops import Grid, Segments, count_cells, fill_cells, snap_all

METRES_PER_DEGREE: Final = 6_371_008.8 * np.pi / 180.0
MOST_CELLS: Final = 4_000_000
NOWHERE: Final = -1
"""The arc of a place that is too far from any street."""


@dataclass(frozen=True, slots=True)
class Snapper:
    """An index over the streets of one network. Building takes about a second for 700,000 arcs."""

    segments: Segments
    grid: Grid
    origin_deg: float
    """Longitudes count from here, so that a city may lie across the 180th meridian."""

    @classmethod
    def build(cls, network: RoadNetwork, only: NDArray[np.bool_] | None = None) -> "Snapper":
        """The index of a network, or of the arcs marked in `only` (m,).

        Of a street open both ways the arc with the lower number is held.
        """
        origin_deg = float(network.longitude_deg[0]) if network.nodes else 0.0
        segments = _segments(network, origin_deg, only)
        return cls(segments, _grid(segments), origin_deg)

    def snap(self, longitude_deg: ArrayLike, latitude_deg: ArrayLike, max_m: float) -> Places:
        """The nearest street for each of k points (or for one), at most `max_m` metres away.

        Of streets equally near the one with the lowest arc is taken. A point too far from any street, or that is no
        number, gives the arc NOWHERE, fraction 0 and an endless walk. Raises ValueError for a `max_m` below zero.
        """
        if not max_m >= 0.0:
            raise ValueError(f"max_m: {max_m} must be zero or more metres")
        lon, lat = _numbers(longitude_deg), _numbers(latitude_deg)
        if lon.shape != lat.shape or lon.ndim != 1:
            raise ValueError("longitude_deg, latitude_deg: must be two rows of the same length")
        east_m = METRES_PER_DEGREE * np.cos(np.radians(lat))
        x = _around(lon, self.origin_deg)
        arc, fraction, walk_m = snap_all(self.segments, self.grid, x, lat, east_m, METRES_PER_DEGREE, float(max_m))
        return Places(arc=arc, fraction=fraction, walk_m=walk_m)


def positions(network: RoadNetwork, places: Places) -> tuple[Floats, Floats]:
    """Longitude and latitude (k,) of places on the network, for maps; NaN where a place is on no street."""
    lon, lat = np.full(len(places.arc), np.nan), np.full(len(places.arc), np.nan)
    for k in np.flatnonzero(places.arc >= 0).tolist():
        lon[k], lat[k] = _position(network, int(places.arc[k]), float(places.fraction[k]))
    return lon, lat


def line_of(network: RoadNetwork, arc: int) -> Floats:
    """(q, 2) longitude and latitude of the points of one arc, its tail and head included."""
    ends = [network.tail[arc], network.head[arc]]
    tail, head = np.column_stack([network.longitude_deg[ends], network.latitude_deg[ends]])
    return np.vstack([tail, network.shape_deg[network.shape_first[arc] : network.shape_first[arc + 1]], head])


def _position(network: RoadNetwork, arc: int, fraction: float) -> tuple[float, float]:
    line = line_of(network, arc)
    steps = np.hypot(np.diff(line[:, 0]) * np.cos(np.radians((line[1:, 1] + line[:-1, 1]) / 2)), np.diff(line[:, 1]))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = fraction * along[-1]
    return float(np.interp(at, along, line[:, 0])), float(np.interp(at, along, line[:, 1]))


def _numbers(values: ArrayLike) -> Floats:
    """A row of its own, NaN for whatever is endless (one kind of array is one kind of compiled code)."""
    row = np.atleast_1d(np.asarray(values, dtype=np.float64))
    return np.where(np.isfinite(row), row, np.nan)


def _around(longitude_deg: Floats, origin_deg: float) -> Floats:
    """Degrees east of the origin, from -180 to 180."""
    east: Floats = np.mod(longitude_deg - origin_deg + 180.0, 360.0) - 180.0
    return east


def _segments(network: RoadNetwork, origin_deg: float, only: NDArray[np.bool_] | None) -> Segments:
    number = np.arange(network.arcs)
    wanted = (network.road_class != TURN) & ~_seconds(network)
    wanted = wanted if only is None else wanted & only
    twin = np.where((network.twin >= 0) & wanted[network.twin], network.twin, -1)
    arcs = np.flatnonzero(wanted & ((twin < 0) | (number < twin)))
    x, y, owner = _points(network, arcs)
    x = _around(x, origin_deg)
    same = owner[1:] == owner[:-1]
    ax, ay, bx, by = x[:-1][same], y[:-1][same], x[1:][same], y[1:][same]
    step_m = METRES_PER_DEGREE * np.hypot((bx - ax) * np.cos(np.radians((ay + by) / 2)), by - ay)
    row = owner[:-1][same]
    whole_m = np.bincount(row, weights=step_m, minlength=len(arcs)).astype(np.float64)  # of nothing: whole numbers
    running_m = np.concatenate([[0.0], np.cumsum(step_m)])[:-1]
    first = np.searchsorted(row, np.arange(len(arcs)))
    before_m = np.maximum(0.0, running_m - running_m[first[row]]) if len(row) else running_m
    return Segments(arcs[row].astype(np.int32), ax, ay, bx, by, before_m, step_m, whole_m[row])


def _seconds(network: RoadNetwork) -> NDArray[np.bool_]:
    """(m,) the arcs that are there a second time, for those who may turn where others may not (see `reading.osm_vias`)."""
    turns, found = network.road_class == TURN, np.zeros(network.arcs, np.bool_)
    gate = np.zeros(network.nodes, np.bool_)
    gate[network.head[turns]] = True
    at = network.longitude_deg + 1j * network.latitude_deg
    begins = at[network.tail]
    rows = np.flatnonzero(np.isin(begins, begins[gate[network.tail] & (network.twin < 0) & ~turns]) & ~turns)
    likeness = np.column_stack([begins[rows], at[network.head[rows]], network.length_m[rows]])
    _, group = np.unique(likeness, axis=0, return_inverse=True)
    # Of those alike, a street open both ways is the first; a second one never is.
    order = np.lexsort((rows, network.twin[rows] < 0, group.ravel()))
    same = np.concatenate([[False], np.diff(group.ravel()[order]) == 0])[: len(order)]
    found[rows[order[same]]] = True
    return found & (network.twin < 0)


def _points(network: RoadNetwork, arcs: NDArray[np.int64]) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Longitude, latitude and row of all points of some arcs, in order along each."""
    counts = np.diff(network.shape_first)[arcs] + 2
    end = np.cumsum(counts)
    start = end - counts
    owner = np.repeat(np.arange(len(arcs)), counts)
    inner = np.arange(end[-1] if len(end) else 0) - start[owner] - 1 + network.shape_first[arcs][owner]
    lon, lat = np.empty(len(owner)), np.empty(len(owner))
    within = np.ones(len(owner), dtype=np.bool_)
    within[start] = within[end - 1] = False
    for column, node_deg, k in ((lon, network.longitude_deg, 0), (lat, network.latitude_deg, 1)):
        column[start], column[end - 1] = node_deg[network.tail[arcs]], node_deg[network.head[arcs]]
        column[within] = network.shape_deg[inner[within], k]
    return lon, lat, owner


def _grid(s: Segments) -> Grid:
    """Cells that are square on the ground at the middle of the network, two for each piece: most lie empty."""
    if not len(s.arc):
        return Grid(0.0, 0.0, 1.0, 1.0, 1, 1, np.zeros(2, dtype=np.int32), np.empty(0, dtype=np.int32))
    west, east = min(s.ax.min(), s.bx.min()), max(s.ax.max(), s.bx.max())
    south, north = min(s.ay.min(), s.by.min()), max(s.ay.max(), s.by.max())
    shrink = max(0.01, float(np.cos(np.radians((south + north) / 2))))
    wide, high = max((east - west) * shrink, 1e-6), max(north - south, 1e-6)
    cells = min(MOST_CELLS, 2 * len(s.arc) + 1)
    side = max(np.sqrt(wide * high / cells), wide / cells, high / cells)
    columns, rows = int(wide / side) + 1, int(high / side) + 1
    box = (float(west), float(south), float(side / shrink), float(side), columns, rows)
    first = count_cells(s, *box)
    return Grid(*box, first, fill_cells(s, first, *box))
