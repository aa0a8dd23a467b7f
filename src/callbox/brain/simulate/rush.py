"""Speeds by hour of the day: the same roads, slower while the streets are full."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import HOURS_OF_WEEK, Ints
from callbox.brain.simulate.scenario import Scenario


def with_speeds(one: Scenario, speeds: Sequence[float]) -> Scenario:
    """The city with so many times its speeds in each of 24 hours, on every day; what is known of free roads stays first.

    Policies choose units by the hour's times, and reckon cover on free roads. Raises ValueError for other than 24
    speeds of at least 0.001.
    """
    by_hour = np.array(speeds, np.float64)
    if by_hour.shape != (24,) or (by_hour < 0.001).any():
        raise ValueError("speeds: give one of at least 0.001 for each of 24 hours")
    city = one.city
    levels = [1.0, *sorted({float(speed) for speed in by_hour} - {1.0})]
    level = np.array([levels.index(float(speed)) for speed in by_hour])[np.arange(HOURS_OF_WEEK) % 24]
    metric_at = (city.metric_at + level * len(city.to_ms)).astype(np.int16)
    reckoned_ms = at_levels(city.reckoned_ms, levels) if len(city.reckoned_ms) else city.reckoned_ms
    to_ms = at_levels(city.to_ms, levels)
    return replace(one, city=replace(city, to_ms=to_ms, metric_at=metric_at, reckoned_ms=reckoned_ms))


def at_levels(to_ms: Ints, levels: Sequence[float]) -> Ints:
    """(levels x m, z, z) the tables at each speed. Rounded up: a detour over a third place then never seems quicker."""
    return np.concatenate([at_speed(to_ms, round(1000 * level)) for level in levels])


def at_speed(to_ms: Ints, thousandths: int) -> Ints:
    """Times at so many thousandths of the speed, in whole numbers throughout; no way stays no way."""
    longer = -(-1000 * to_ms.astype(np.int64) // thousandths)
    return np.where(to_ms >= UNREACHABLE_MS, UNREACHABLE_MS, np.minimum(longer, UNREACHABLE_MS - 1)).astype(np.int32)
