"""Who should move up, and where a unit that becomes free should wait: DMEXCLP carried on to units still on their way.

DMEXCLP sends a freed unit where it adds most expected cover and counts every unit as if it stood where it goes
(Jagtenberg, Bhulai and van der Mei, "An efficient heuristic for real-time ambulance redeployment", Operations Research
for Health Care 4 (2015) 27-35). Here cover is reckoned at several moments ahead (`moving_loops`), idle units may move up
too, and a move must gain enough. No unit is sent to and fro: whoever moved less than `rest_ms` ago stays, as does
whoever has no move left.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.cover.expected import graded
from callbox.brain.cover.facts import LEAST_BUSY, MOST_BUSY, Bools, Floats, Ground, Ints
from callbox.brain.cover.moving_loops import Sight, Terrain, best_move, gain_ahead, leave_ahead, loss_ahead, see

NEVER_MOVED_MS = -(2**62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """At which moments ahead cover counts, and how. Raises ValueError naming a field that is wrong."""

    ahead_ms: tuple[int, ...] = (0, 300_000, 900_000, 2_400_000)
    share: tuple[float, ...] = (0.25, 0.25, 0.25, 0.25)
    busy: tuple[float, ...] = (0.2, 0.2, 0.2, 0.2)
    """The chance that a unit that is idle now is not any more: far below its busy fraction, see the handbook."""
    clears_in_ms: int = 720_000
    """The mean time at hospital: units there count as free with the chance that they are by then. 0: never."""

    def __post_init__(self) -> None:
        if len({len(self.ahead_ms), len(self.share), len(self.busy)}) != 1 or not self.ahead_ms:
            raise ValueError("share: give as many as ahead_ms and busy, at least 1")
        if list(self.ahead_ms) != sorted(set(self.ahead_ms)) or self.ahead_ms[0] < 0:
            raise ValueError("ahead_ms: give ascending moments, none before now")
        if abs(sum(self.share) - 1.0) > 1e-9 or min(self.share) < 0.0:
            raise ValueError("share: give shares that add up to 1")
        if not 0.0 <= min(self.busy) <= max(self.busy) < 1.0:
            raise ValueError("busy: give chances from 0 to less than 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """n units that are free: where they are, where they wait or go to wait, and what else they could drive to."""

    from_ms: Ints
    """(n, z) from where each is, or can turn next, to each point."""
    station: Ints
    """(n,) where it waits or is going to wait."""
    drive_ms: Ints
    """(n, s) from where it is, or can turn next, to each station, at the speed of moves."""
    first_ms: Ints
    """(n,) how long until it is where it can turn next; 0 for one that stands."""
    moved_ago_ms: tuple[int, ...] = ()
    """(n,) how long ago each was last moved up; empty: never."""
    moves_left: tuple[int, ...] = ()
    """(n,) how often each may still be moved in its shift; empty: any number."""
    clearing_from_ms: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    """(k, z) from the hospitals where units are about to clear to each point."""


class Move(NamedTuple):
    """One unit goes to wait elsewhere."""

    unit: int
    station: int
    gain: float
    """How much less the calls to come cost, in the units of weight x grades."""
    drive_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What keeps moves few and worth it."""

    least_gain: float = 0.002
    """In the units of weight x grades: with weights that add up to 1 and late calls as grades, 0.2 % of calls."""
    most_moves: int = 1
    """How many units may be told to move at once."""
    rest_ms: int = 900_000
    """No unit is moved again before."""


def terrain_of(ground: Ground, outlook: Outlook) -> Terrain:
    """What the loops look up."""
    return Terrain(
        ground.weight,
        ground.station_ms,
        graded(ground.station_ms, ground.grades),
        ground.grades.within_ms,
        ground.grades.cost,
        np.array(outlook.ahead_ms, np.int32),
        np.array(outlook.share, np.float64),
    )


def sight_of(terrain: Terrain, idle: Idle, outlook: Outlook) -> Sight:
    """How n idle units, and k about to clear after them, cover the points at the moments ahead."""
    moments, points = len(outlook.ahead_ms), len(terrain.weight)
    count = len(idle.station) + len(idle.clearing_from_ms)
    sight = Sight(
        grade=np.empty((moments, count, points), np.uint8),
        busy=np.empty((moments, count)),
        left=np.empty((moments, points, len(terrain.cost) + 1)),
        trial=np.empty((moments, points), np.uint8),
    )
    for unit in range(len(idle.station)):
        watch(terrain, sight, idle, unit)
    sight.busy[:] = np.array(outlook.busy)[:, None]
    if len(idle.clearing_from_ms):
        sight.grade[:, len(idle.station) :] = later(terrain, idle.clearing_from_ms)
        sight.busy[:, len(idle.station) :] = 1.0 - still_idle(outlook)[:, None]
    np.clip(sight.busy, LEAST_BUSY, MOST_BUSY, out=sight.busy)
    leave_ahead(terrain, sight, count)
    return sight


def watch(terrain: Terrain, sight: Sight, idle: Idle, unit: int) -> None:
    """Note how one unit goes on to where it waits."""
    station = int(idle.station[unit])
    drive_ms = int(idle.drive_ms[unit, station])
    see(terrain, sight.trial, idle.from_ms[unit], station, int(idle.first_ms[unit]), drive_ms)
    sight.grade[:, unit] = sight.trial


def later(terrain: Terrain, from_ms: Ints) -> Ints:
    """Grades (k, z) of places."""
    return np.searchsorted(terrain.within_ms, from_ms).astype(np.int32)


def still_idle(outlook: Outlook) -> Floats:
    """(h,) the chance that a unit at hospital has cleared by then and was not sent again."""
    if outlook.clears_in_ms == 0:
        return np.zeros(len(outlook.ahead_ms))
    cleared = 1.0 - np.exp(-np.array(outlook.ahead_ms) / outlook.clears_in_ms)
    return np.asarray((1.0 - np.array(outlook.busy)) * cleared, np.float64)


def plan_moves(ground: Ground, idle: Idle, *, outlook: Outlook, bounds: Bounds) -> list[Move]:
    """The move-ups that gain most, one after another, each reckoned with those before it."""
    terrain = terrain_of(ground, outlook)
    sight = sight_of(terrain, idle, outlook)
    station = idle.station.copy()
    plan: list[Move] = []
    for _ in range(bounds.most_moves):
        allowed = allowed_moves(ground, idle, station, bounds=bounds, told=[move.unit for move in plan])
        unit, goal, gain = best_move(
            terrain, sight, idle.from_ms, idle.first_ms, idle.drive_ms, allowed.view(np.uint8), bounds.least_gain
        )
        if unit < 0:
            break
        plan.append(Move(unit, goal, gain, int(idle.drive_ms[unit, goal])))
        station[unit] = goal
        see(terrain, sight.trial, idle.from_ms[unit], goal, int(idle.first_ms[unit]), plan[-1].drive_ms)
        sight.grade[:, unit] = sight.trial
        leave_ahead(terrain, sight, sight.grade.shape[1])
    return plan


def allowed_moves(ground: Ground, idle: Idle, station: Ints, *, bounds: Bounds, told: list[int]) -> Bools:
    """(n, s) which unit may be sent where: not where it goes anyway, is no room or no way; rested, with a move left."""
    units, stations = idle.drive_ms.shape
    allowed = idle.drive_ms < UNREACHABLE_MS
    allowed[np.arange(units), station] = False
    allowed &= np.bincount(station, minlength=stations) < ground.room
    if idle.moved_ago_ms:
        allowed &= (np.array(idle.moved_ago_ms) >= bounds.rest_ms)[:, None]
    if idle.moves_left:
        allowed &= (np.array(idle.moves_left) > 0)[:, None]
    allowed[told] = False
    return allowed


def station_for_freed(
    ground: Ground, idle: Idle, *, from_ms: Ints, drive_ms: Ints, outlook: Outlook
) -> list[tuple[int, float]]:
    """(station, gain) for a unit that becomes free, the best first; times (z,) and (s,) from where it is.

    `idle` are the other free units. Stations without room or way are left out.
    """
    terrain = terrain_of(ground, outlook)
    sight = sight_of(terrain, idle, outlook)
    busy = np.clip(np.array(outlook.busy, np.float64), LEAST_BUSY, MOST_BUSY)
    room = np.bincount(idle.station, minlength=len(drive_ms)) < ground.room
    found = []
    for station in np.flatnonzero(room & (drive_ms < UNREACHABLE_MS)).tolist():
        see(terrain, sight.trial, from_ms, station, 0, int(drive_ms[station]))
        found.append((station, gain_ahead(terrain, sight, busy)))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def loss_of_sending(ground: Ground, idle: Idle, *, outlook: Outlook) -> Floats:
    """(n,) how much more the calls to come cost when each is sent away, those under way counted where they will be."""
    terrain = terrain_of(ground, outlook)
    sight = sight_of(terrain, idle, outlook)
    return np.array([loss_ahead(terrain, sight, unit) for unit in range(len(idle.station))], np.float64)
