"""Expected cover of a set of free units: its cost, what each unit keeps, what another would add, how well each point does.

Everything is exact for the model in `loops`: differences are taken from the same sums, not estimated.
"""

from typing import NamedTuple

import numpy as np

from callbox.brain.cover.facts import LEAST_BUSY, MOST_BUSY, Bytes, Floats, Grades, Ground, Ints
from callbox.brain.cover.loops import cost_of, gain_of, grade_all, leave, loss_of, move_gain


class Standing(NamedTuple):
    """n free units seen from z points, and what is left to them: see `loops`."""

    weight: Floats
    """(z,)"""
    grade: Bytes
    """(n, z)"""
    busy: Floats
    """(n,) within LEAST_BUSY..MOST_BUSY."""
    left: Floats
    """(z, g + 1)"""


def graded(times_ms: Ints, grades: Grades) -> Bytes:
    """Grades (n, z) of times (n, z)."""
    out = np.empty(times_ms.shape, np.uint8)
    grade_all(np.ascontiguousarray(times_ms, np.int32).ravel(), grades.within_ms, out.reshape(-1))
    return out


def standing(ground: Ground, times_ms: Ints, busy: Floats | float) -> Standing:
    """How units with times (n, z) to the points cover them, each busy for its share of time (n,), or one for all."""
    fractions = np.clip(np.broadcast_to(np.asarray(busy, np.float64), len(times_ms)), LEAST_BUSY, MOST_BUSY)
    grade = graded(times_ms, ground.grades)
    left = np.empty((len(ground.weight), len(ground.grades.cost) + 1))
    leave(grade, len(grade), np.ascontiguousarray(fractions), ground.grades.cost, left)
    return Standing(ground.weight, grade, np.ascontiguousarray(fractions), left)


def at_stations(ground: Ground, stations: Ints, busy: Floats | float) -> Standing:
    """How units that wait at stations (n,) cover the ground."""
    return standing(ground, ground.station_ms[stations], busy)


def cost(now: Standing) -> float:
    """Expected cost of the calls to come, in the units of weight x grades: with shares and one grade, the share late."""
    return cost_of(now.weight, now.left)


def loss_of_each(now: Standing) -> Floats:
    """(n,) how much the cost rises when a unit is sent away."""
    rows = zip(now.grade, now.busy, strict=True)
    return np.array([loss_of(now.weight, now.left, mine, busy) for mine, busy in rows], np.float64)


def gain_of_each(now: Standing, grade: Bytes, busy: float) -> Floats:
    """(s,) how much the cost falls with one more unit at places with grades (s, z)."""
    q = min(max(busy, LEAST_BUSY), MOST_BUSY)
    return np.array([gain_of(now.weight, now.left, here, q) for here in grade], np.float64)


def gain_of_moves(now: Standing, unit: int, grade: Bytes) -> Floats:
    """(s,) how much the cost falls when a unit goes to places with grades (s, z)."""
    mine, busy = now.grade[unit], float(now.busy[unit])
    return np.array([move_gain(now.weight, now.left, mine, there, busy) for there in grade], np.float64)


class CoverMap(NamedTuple):
    """How well each of z points is covered: what a map of cover is coloured by."""

    nearest_ms: Ints
    """(z,) the free unit that is soonest there, UNREACHABLE_MS where none."""
    in_time: Ints
    """(z,) how many free units are there within the threshold."""
    late: Floats
    """(z,) the chance that a call is answered late: that all of those are busy by then."""
    expected: Floats
    """(z,) expected cost of a call there by the grades of the ground."""


def cover_map(ground: Ground, times_ms: Ints, busy: Floats | float, *, threshold_ms: int) -> CoverMap:
    """What n units with times (n, z) to the points give each point; n may be 0."""
    now = standing(ground, times_ms, busy)
    near = times_ms <= threshold_ms
    nearest = times_ms.min(axis=0, initial=2**30 - 1).astype(np.int32)
    late = np.where(near, now.busy[:, None], 1.0).prod(axis=0)
    return CoverMap(nearest, near.sum(axis=0, dtype=np.int32), late, now.left[:, 0].copy())
