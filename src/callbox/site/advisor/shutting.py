"""Which arcs a closure holds for, and how long they then take."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from callbox.brain.roads.closures import outlines, slowed
from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.site.advisor.asked import Closing


class Shut:
    """The arcs of one network under closures. `arcs(closing)` are those of one, ascending."""

    def __init__(self, network: RoadNetwork, digest: str) -> None:
        self._network, self._digest = network, digest
        self._numbers = {name: number for number, name in enumerate(network.names)}
        self._outlines = outlines(network)
        self.arcs = lru_cache(maxsize=4_096)(self._arcs)

    def times(self, free_ms: Ints, closings: Sequence[Closing]) -> Ints:
        """(m,) milliseconds along each arc under these closures. Where several hold, the one that takes most."""
        rows = [self.arcs(closing) for closing in closings]
        arcs, place = np.unique(np.concatenate(rows), return_inverse=True)
        factor = np.ones(len(arcs))
        np.minimum.at(factor, place, np.repeat([one.speed_factor for one in closings], [len(one) for one in rows]))
        found_ms = free_ms.copy()
        found_ms[arcs] = slowed(free_ms[arcs], factor)
        return found_ms

    def holding(self, closings: Sequence[Closing], arcs: Ints) -> NDArray[np.bool_]:
        """(c, k) whether a closure shuts the street of an arc, in one of its directions at least; never for -1."""
        twins = np.where(arcs >= 0, self._network.twin[arcs], -1)
        shut = [self.arcs(one) if one.speed_factor <= 0 else np.empty(0, np.int32) for one in closings]
        held = [np.isin(arcs, rows) | np.isin(twins, rows) for rows in shut]
        return np.array(held, np.bool_).reshape(len(closings), len(arcs))

    def _arcs(self, closing: Closing) -> Ints:
        if closing.arcs:
            # Numbers mean something in their own network only.
            rows = np.unique(closing.arcs if closing.network == self._digest else np.empty(0, np.int64))
            return rows[rows < self._network.arcs].astype(np.int32)
        if closing.street:
            number = self._numbers.get(closing.street, -2)
            return np.flatnonzero(self._network.street == number).astype(np.int32)
        return self._outlines.touching(shapely.Polygon(np.array(closing.outline_deg).reshape(-1, 2)))
