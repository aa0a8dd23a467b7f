"""What sending a unit costs in cover: expected calls an hour that nobody free could reach in time.

With units busy independently of each other, unit u for a share q_u of time, a point's calls of one kind are out of cover
with probability prod(q_u) over the units of that kind near enough. Daskin, "A maximum expected covering location model",
Transportation Science 17 (1983) 48-70, with a busy fraction for each unit as in Batta, Dolan and Krishnamurthy,
Transportation Science 23 (1989) 277-287.
"""

import numpy as np

from callbox.brain.dispatch.cover_loops import Reach, nobody_near, weight_near
from callbox.brain.dispatch.facts import Bools, Cover, Floats

# A unit that is never, or always, busy would make a product 0, or a loss 0 for ever.
NEVER_BUSY, ALWAYS_BUSY = 0.001, 0.999


def shares(busy: Floats) -> Floats:
    """Busy fractions that can be divided by."""
    return np.clip(busy, NEVER_BUSY, ALWAYS_BUSY)


def uncovered(cover: Cover, free: Bools, q: Floats) -> Floats:
    """(k, p) the probability that no free unit of each kind near enough to each point is available."""
    return nobody_near(_reach(cover), free, q, len(cover.calls_per_h))


def lost_by_each_per_h(cover: Cover, free: Bools, q: Floats, out: Floats) -> Floats:
    """(n,) expected calls an hour that each unit alone keeps in cover. `out` is `uncovered` by those `free` (n,).

    For a free unit: what sending it loses. For one about to clear: what its coming back would have gained. For one under
    way to another case: what it would keep if it were free, which stands in for the unit that must go in its place.
    """
    weight: Floats = weight_near(_reach(cover), cover.calls_per_h * out)
    return np.asarray(np.where(free, (1.0 - q) / q, 1.0 - q) * weight)


def lost_together_per_h(cover: Cover, free: Bools, sent: list[int], out: Floats) -> float:
    """Expected calls an hour out of cover for sending all of these units, which is more than the sum of each."""
    here, left = out.copy(), out.copy()
    for unit in sent:
        kind, q = cover.serves[unit], shares(cover.busy[unit])
        if kind >= 0:
            near = cover.travel_ms[unit] <= cover.threshold_ms
            here[kind, near] *= 1.0 if free[unit] else q
            left[kind, near] /= q if free[unit] else 1.0
    return float(np.sum(cover.calls_per_h * (left - here)))


def _reach(cover: Cover) -> Reach:
    return Reach(cover.travel_ms, cover.threshold_ms, cover.serves)
