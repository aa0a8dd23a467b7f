"""Which arcs a closure holds for, and how long they then take."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.site.advisor.asked import Closing

Rows = NDArray[np.int64]


class Shut:
    """The arcs of one network under closures."""

    def __init__(self, network: RoadNetwork, digest: str) -> None:
        self._network, self._digest = network, digest
        self._numbers = {name: number for number, name in enumerate(network.names)}
        self.arcs = lru_cache(maxsize=4_096)(self._arcs)

    def slowed(self, free_ms: Ints, closings: Sequence[Closing]) -> Ints:
        """(m,) the times past these closures. Where several hold, the one that takes most."""
        factor = np.ones(len(free_ms))
        for closing in closings:
            rows = self.arcs(closing)
            factor[rows] = np.minimum(factor[rows], closing.speed_factor)
        with np.errstate(divide="ignore"):
            slow_ms = np.where(factor > 0, np.rint(free_ms / factor), UNREACHABLE_MS)
        return np.minimum(slow_ms, UNREACHABLE_MS).astype(np.int32)

    def _arcs(self, closing: Closing) -> Rows:
        if closing.arcs:
            # Numbers mean something in their own network only.
            rows = np.array(closing.arcs, dtype=np.int64) if closing.network == self._digest else np.empty(0, np.int64)
            return rows[rows < self._network.arcs]
        if closing.street:
            number = self._numbers.get(closing.street, -2)
            return np.flatnonzero(self._network.street == number)
        return self._within(np.array(closing.outline_deg).reshape(-1, 2))

    def _within(self, corners: NDArray[np.float64]) -> Rows:
        """Arcs that an area touches."""
        area = shapely.make_valid(shapely.Polygon(corners))
        west, south, east, north = area.bounds
        of = self._network
        lon, lat = of.longitude_deg, of.latitude_deg
        near = (np.minimum(lon[of.tail], lon[of.head]) <= east) & (np.maximum(lon[of.tail], lon[of.head]) >= west)
        near &= (np.minimum(lat[of.tail], lat[of.head]) <= north) & (np.maximum(lat[of.tail], lat[of.head]) >= south)
        near |= np.diff(of.shape_first) > 0
        rows = np.flatnonzero(near)
        points, owner = self._points(rows)
        lines = shapely.linestrings(points, indices=owner)
        shapely.prepare(area)
        return rows[shapely.intersects(area, lines)]

    def _points(self, rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        of = self._network
        counts = np.diff(of.shape_first)[rows] + 2
        owner = np.repeat(np.arange(len(rows)), counts)
        end = np.cumsum(counts)
        start = end - counts
        points = np.empty((int(end[-1]) if len(end) else 0, 2))
        inner = np.ones(len(points), dtype=np.bool_)
        inner[start] = inner[end - 1] = False
        for k, node_deg in ((0, of.longitude_deg), (1, of.latitude_deg)):
            points[start, k], points[end - 1, k] = node_deg[of.tail[rows]], node_deg[of.head[rows]]
        items = np.arange(len(points)) - start[owner] - 1 + of.shape_first[rows][owner]
        points[inner] = of.shape_deg[items[inner]]
        return points, owner
