"""What is derived from travel times once: the next point of every route, and which table is never slower than another."""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS, compiled


@compiled
def next_points(to_ms: NDArray[np.int32], via: NDArray[np.int16]) -> None:
    """Fill `via[goal, at]` for one table `to_ms[goal, at]`, both (z, z).

    A point b lies on a fastest route from a to d where time(a, b) + time(b, d) = time(a, d) exactly. The nearest such b
    is the next one; ties go to the lower number. Points are tried in order of their time from a, so that most searches
    end after a few. The table alone says it: no roads are needed.
    """
    zones = len(to_ms)
    for at in range(zones):
        order = np.argsort(to_ms[:, at], kind="mergesort")
        for goal in range(zones):
            whole_ms = to_ms[goal, at]
            via[goal, at] = -1
            if goal == at or whole_ms >= UNREACHABLE_MS:
                continue
            for step in order:
                part_ms = to_ms[step, at]
                if part_ms > 0 and part_ms + to_ms[goal, step] == whole_ms:
                    via[goal, at] = step
                    break
            if via[goal, at] == -1:
                via[goal, at] = goal


@compiled
def is_metric(to_ms: NDArray[np.int32]) -> bool:
    """Whether no detour over a third point is quicker than the table says, for any three points."""
    zones = len(to_ms)
    for middle in range(zones):
        for goal in range(zones):
            rest_ms = to_ms[goal, middle]
            if rest_ms >= UNREACHABLE_MS:
                continue
            for at in range(zones):
                if rest_ms + to_ms[middle, at] < to_ms[goal, at]:
                    return False
    return True
