"""What sending a unit costs in cover: expected calls an hour that nobody free could reach in time.

With units busy independently of each other, unit k for a share q_k of time, a point is out of cover with probability
prod(q_k) over the units near enough. Daskin, "A maximum expected covering location model", Transportation Science 17
(1983) 48-70, with a busy fraction for each unit as in Batta, Dolan and Krishnamurthy, Transportation Science 23 (1989)
277-287.
"""

import numpy as np

from callbox.brain.dispatch.facts import Bools, Cover, Floats, Singles

# A unit that is never, or always, busy would make a product 0 or a loss 0 for ever.
NEVER_BUSY, ALWAYS_BUSY = 0.001, 0.999


def lost_by_each_per_h(cover: Cover, free: Bools, busy: Floats | None = None) -> Floats:
    """(n,) expected calls an hour that each unit alone keeps in cover, given those that are `free` (n,).

    For a free unit: what sending it loses. For one about to clear: what its coming back would have gained. For one under
    way to another case: what it would keep if it were free, which stands in for the unit that must go in its place.
    `busy` (n,) instead of the cover's own.
    """
    q = np.clip(cover.busy if busy is None else busy, NEVER_BUSY, ALWAYS_BUSY)
    near = cover.near
    uncovered = _uncovered(near, q=q, free=free)
    without = near @ (cover.calls_per_h * uncovered).astype(np.float32)
    return np.where(free, (1.0 - q) / q, 1.0 - q) * without


def lost_together_per_h(cover: Cover, free: Bools, sent: list[int]) -> float:
    """Expected calls an hour out of cover for sending all of these units, which is more than the sum of each."""
    q = np.clip(cover.busy, NEVER_BUSY, ALWAYS_BUSY)
    here, left = free.copy(), free.copy()
    here[sent], left[sent] = True, False
    change = _uncovered(cover.near, q=q, free=left) - _uncovered(cover.near, q=q, free=here)
    return float(cover.calls_per_h @ change)


def _uncovered(near: Singles, *, q: Floats, free: Bools) -> Floats:
    """(p,) the probability that no free unit near enough is available."""
    logs = np.where(free, np.log(q), 0.0).astype(np.float32)
    return np.exp((logs @ near).astype(np.float64))
