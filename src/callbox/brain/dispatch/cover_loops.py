"""The two passes over units and points that cover takes.

Not by a matrix product: its threads wait for each other on a machine that is busy, and its sums depend on how many there
are.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled


class Reach(NamedTuple):
    """Which unit is in time where, and for calls of which kind."""

    travel_ms: NDArray[np.int32]
    """(n, p)"""
    threshold_ms: int
    serves: NDArray[np.int64]
    """(n,) -1 for none."""


@compiled
def nobody_near(reach: Reach, counted: NDArray[np.bool_], busy: NDArray[np.float64], kinds: int) -> NDArray[np.float64]:
    """(kinds, p) the product of `busy` (n,) over the counted units of each kind that are in time at each point."""
    units, points = reach.travel_ms.shape
    out = np.ones((kinds, points))
    for unit in range(units):
        kind = reach.serves[unit]
        if kind < 0 or not counted[unit]:
            continue
        share, row, times_ms = busy[unit], out[kind], reach.travel_ms[unit]
        for point in range(points):
            row[point] *= share if times_ms[point] <= reach.threshold_ms else 1.0
    return out


@compiled
def weight_near(reach: Reach, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) the sum of `weight` (kinds, p) of each unit's own kind over the points where it is in time.

    Sums are folded, half upon half, which the processor does several at a time and which rounds less than a running sum.
    """
    units, points = reach.travel_ms.shape
    total = np.zeros(units)
    size = 1
    while size < points:
        size *= 2
    part = np.zeros(size)
    for unit in range(units):
        kind = reach.serves[unit]
        if kind < 0:
            continue
        row, times_ms = weight[kind], reach.travel_ms[unit]
        for point in range(points):
            part[point] = row[point] if times_ms[point] <= reach.threshold_ms else 0.0
        part[points:] = 0.0
        width = size // 2
        while width > 0:
            low, high = part[:width], part[width : 2 * width]
            for at in range(width):
                low[at] += high[at]
            width //= 2
        total[unit] = part[0]
    return total
