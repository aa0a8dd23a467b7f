"""Posts: street corners where units may wait besides their stations, every day or for an event."""

from collections import Counter
from typing import Final

import numpy as np

from callbox.brain.cover.expected import gain_of_each, graded, standing
from callbox.brain.cover.facts import Floats, Ground, Ints
from callbox.brain.cover.mexclp import exchanged

SHARES: Final = (0.5, 0.75, 1.0)
"""Posts must serve when half of the units are free, three quarters, or all."""


def street_posts(ground: Ground, site_ms: Ints, *, units: int, busy: float, most: int) -> Ints:
    """Which of k sites, with times (k, z), are worth a post: those that the best plans use beside the stations.

    The most used come first; at most `most`. Static plans for half, three quarters and all of the units are asked.
    """
    both = Ground(weight=ground.weight, station_ms=np.vstack([ground.station_ms, site_ms]), grades=ground.grades)
    used: Counter[int] = Counter()
    for share in SHARES:
        used.update(exchanged(both, units=max(1, round(units * share)), busy=busy, starts=2).stations.tolist())
    stations = len(ground.station_ms)
    posts = sorted((-count, site - stations) for site, count in used.items() if site >= stations)
    return np.array([site for _, site in posts[:most]], np.int32)


def event_posts(ground: Ground, site_ms: Ints, unit_ms: Ints, *, weight: Floats, units: int, busy: float) -> Ints:
    """Sites (units,) for additional units at an event, one after another where each adds most.

    `weight` (z,) are the calls expected with the event; units on duty elsewhere, with times (n, z), count as they are.
    """
    during = Ground(weight=weight, station_ms=ground.station_ms, grades=ground.grades)
    grade, chosen = graded(site_ms, ground.grades), np.zeros(0, np.int32)
    for _ in range(units):
        now = standing(during, np.vstack([unit_ms, site_ms[chosen]]).astype(np.int32), busy)
        chosen = np.append(chosen, np.argmax(gain_of_each(now, grade, busy))).astype(np.int32)
    return chosen
