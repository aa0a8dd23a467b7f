"""Units on their way, and the best move-up, in compiled loops over flat arrays: live and in the simulator alike.

A unit that drives 20 minutes to its post does not cover it yet, and no longer covers what it left. So cover is reckoned
at h moments ahead (`ahead_ms`), each with its share in the whole: where the unit will be by then, if nothing happens,
lies between where it is and where it goes, and so do its times to the points. n units, s stations, z points, g grades.
"""

from typing import NamedTuple

from callbox.brain.compiled import inlined, lean
from callbox.brain.cover.facts import Bytes, Floats, Ints
from callbox.brain.cover.loops import gain_of, grade_of, leave, loss_of, move_gain


class Terrain(NamedTuple):
    """What does not change from one decision to the next."""

    weight: Floats
    """(z,)"""
    station_ms: Ints
    """(s, z)"""
    station_grade: Bytes
    """(s, z)"""
    within_ms: Ints
    """(g,)"""
    cost: Floats
    """(g,)"""
    ahead_ms: Ints
    """(h,) ascending."""
    share: Floats
    """(h,) adds up to 1."""


class Sight(NamedTuple):
    """n units as they stand and go, and what is left to them; written by `see` and `leave_ahead`."""

    grade: Bytes
    """(h, n, z)"""
    busy: Floats
    """(h, n) the chance that the unit is not free by then: within LEAST_BUSY..MOST_BUSY."""
    left: Floats
    """(h, z, g + 1) as in `loops`."""
    trial: Bytes
    """(h, z) room for one more."""


@inlined
def copy(row: Bytes, out: Bytes) -> None:
    """Element by element: a slice would make an array."""
    for point in range(len(row)):
        out[point] = row[point]


@lean
def see(terrain: Terrain, out: Bytes, from_ms: Ints, station: int, first_ms: int, drive_ms: int) -> None:
    """Grades (h, z) of a unit that sets out in `first_ms` from a place with times (z,), and drives to a station."""
    goal_ms = terrain.station_ms[station]
    for moment in range(len(terrain.ahead_ms)):
        ahead_ms = terrain.ahead_ms[moment]
        row = out[moment]
        if ahead_ms >= first_ms + drive_ms:
            copy(terrain.station_grade[station], row)
            continue
        driven = max(0, ahead_ms - first_ms) / max(1, drive_ms)
        wait_ms = max(0, first_ms - ahead_ms)
        for point in range(len(row)):
            time_ms = wait_ms + (1.0 - driven) * from_ms[point] + driven * goal_ms[point]
            row[point] = grade_of(int(time_ms), terrain.within_ms)


@lean
def stay(terrain: Terrain, out: Bytes, station: int) -> None:
    """Grades (h, z) of a unit that waits at a station."""
    for moment in range(len(terrain.ahead_ms)):
        copy(terrain.station_grade[station], out[moment])


@lean
def leave_ahead(terrain: Terrain, sight: Sight, count: int) -> None:
    """Fill `left` for the first `count` units, at every moment."""
    for moment in range(len(terrain.ahead_ms)):
        leave(sight.grade[moment], count, sight.busy[moment], terrain.cost, sight.left[moment])


@lean
def loss_ahead(terrain: Terrain, sight: Sight, unit: int) -> float:
    """How much more the calls to come cost without a unit that `left` counts."""
    total = 0.0
    for moment in range(len(terrain.ahead_ms)):
        mine, busy = sight.grade[moment, unit], sight.busy[moment, unit]
        total += terrain.share[moment] * loss_of(terrain.weight, sight.left[moment], mine, busy)
    return total


@lean
def gain_ahead(terrain: Terrain, sight: Sight, free: Floats) -> float:
    """How much less the calls to come cost with one more unit as in `trial`, busy as in (h,)."""
    total = 0.0
    for moment in range(len(terrain.ahead_ms)):
        here = sight.trial[moment]
        total += terrain.share[moment] * gain_of(terrain.weight, sight.left[moment], here, free[moment])
    return total


@inlined
def gain_at_once(terrain: Terrain, sight: Sight, unit: int, station: int) -> float:
    """What a move would gain if the unit were there at once: a quick look that seldom promises too little."""
    total, there = 0.0, terrain.station_grade[station]
    for moment in range(len(terrain.ahead_ms)):
        mine, busy = sight.grade[moment, unit], sight.busy[moment, unit]
        total += terrain.share[moment] * move_gain(terrain.weight, sight.left[moment], mine, there, busy)
    return total


@lean
def gain_by_driving(terrain: Terrain, sight: Sight, unit: int) -> float:
    """What a move gains if the unit goes as in `trial`."""
    total = 0.0
    for moment in range(len(terrain.ahead_ms)):
        mine, there = sight.grade[moment, unit], sight.trial[moment]
        busy = sight.busy[moment, unit]
        total += terrain.share[moment] * move_gain(terrain.weight, sight.left[moment], mine, there, busy)
    return total


@lean
def best_move(
    terrain: Terrain,
    sight: Sight,
    from_ms: Ints,
    first_ms: Ints,
    drive_ms: Ints,
    allowed: Bytes,
    least_gain: float,
) -> tuple[int, int, float]:
    """(unit, station, gain) of the move that gains most and at least `least_gain`; (-1, -1, 0.0) where none does.

    Units set out in `first_ms` (n,) from places with times `from_ms` (n, z) and `drive_ms` (n, s); `allowed` (n, s).
    """
    mover, goal, best = -1, -1, least_gain
    for unit in range(len(first_ms)):
        for station in range(allowed.shape[1]):
            if not allowed[unit, station] or gain_at_once(terrain, sight, unit, station) <= best:
                continue
            see(terrain, sight.trial, from_ms[unit], station, first_ms[unit], drive_ms[unit, station])
            gain = gain_by_driving(terrain, sight, unit)
            if gain > best:
                mover, goal, best = unit, station, gain
    return mover, goal, best if mover >= 0 else 0.0
