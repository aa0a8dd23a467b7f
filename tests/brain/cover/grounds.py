"""Small places to cover, drawn by a seed."""

import numpy as np

from callbox.brain.cover.facts import Floats, Grades, Ground, Ints
from callbox.brain.cover.grades import late_after


def drawn(seed: int, *, stations: int = 6, points: int = 12, grades: Grades | None = None, room: int = 0) -> Ground:
    """Stations and points strewn over twenty minutes by twenty."""
    chance = np.random.default_rng(seed)
    here, there = chance.uniform(0, 1_200_000, (stations, 2)), chance.uniform(0, 1_200_000, (points, 2))
    weight = chance.random(points)
    return Ground(
        weight=weight / weight.sum(),
        station_ms=between(here, there),
        grades=grades or late_after(480_000),
        capacity=np.full(stations, room, np.int32) if room else np.zeros(0, np.int32),
    )


def between(here: Floats, there: Floats) -> Ints:
    """(a, b) straight times."""
    found: Ints = np.linalg.norm(here[:, None] - there, axis=2).astype(np.int32)
    return found


def steps(*pairs: tuple[int, float]) -> Grades:
    """Grades from (within_ms, cost)."""
    within, cost = zip(*pairs, strict=True)
    return Grades(within_ms=np.array(within, np.int32), cost=np.array(cost, np.float64))
