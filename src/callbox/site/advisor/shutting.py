"""Which arcs a closure holds for, and how long they then take."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from callbox.brain.roads.closures import slowed
from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.site.advisor.asked import Closing

Rows = NDArray[np.int64]


class Shut:
    """The arcs of one network under closures."""

    def __init__(self, network: RoadNetwork, digest: str) -> None:
        self._network, self._digest = network, digest
        self._numbers = {name: number for number, name in enumerate(network.names)}
        self._low, self._high = self._boxes()
        self.arcs = lru_cache(maxsize=4_096)(self._arcs)

    def slowed(self, free_ms: Ints, closings: Sequence[Closing]) -> tuple[Ints, Ints]:
        """(k,) the arcs that these closures change, and their times then. Where several hold, the one that takes most."""
        rows = [self.arcs(closing) for closing in closings]
        arcs, place = np.unique(np.concatenate(rows), return_inverse=True)
        factor = np.ones(len(arcs))
        np.minimum.at(factor, place, np.repeat([one.speed_factor for one in closings], [len(one) for one in rows]))
        return arcs.astype(np.int32), slowed(free_ms[arcs], factor)

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
        """Arcs that an area touches; the same as the brain's `arcs_touching`, from boxes that are held."""
        area = shapely.make_valid(shapely.Polygon(corners))
        west, south, east, north = area.bounds
        near = (self._low[:, 0] <= east) & (self._high[:, 0] >= west)
        near &= (self._low[:, 1] <= north) & (self._high[:, 1] >= south)
        rows = np.flatnonzero(near)
        points, owner, _ = self._points(rows)
        lines = shapely.linestrings(points, indices=owner)
        shapely.prepare(area)
        return rows[shapely.intersects(area, lines)]

    def _boxes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(m, 2) the least and (m, 2) the greatest longitude and latitude of each arc's line."""
        points, _, start = self._points(np.arange(self._network.arcs))
        if not len(start):
            return points, points
        return np.minimum.reduceat(points, start), np.maximum.reduceat(points, start)

    def _points(self, rows: Rows) -> tuple[NDArray[np.float64], Rows, Rows]:
        """The points of lines, which line each belongs to, and where each line begins."""
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
        return points, owner, start
