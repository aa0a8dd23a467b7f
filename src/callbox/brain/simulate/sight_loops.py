"""What a policy that looks ahead sees: idle units where they stand and will be, busy ones with the chance of being free.

Everything is written on the desk of `ahead.Lookout` and holds within one decision.
"""

from math import exp
from typing import NamedTuple

from callbox.brain.compiled import inlined, lean
from callbox.brain.cover.facts import MOST_BUSY, Floats, Ints
from callbox.brain.cover.loops import grade_all
from callbox.brain.cover.moving_loops import Sight, Terrain, copy, leave_ahead, see, stay
from callbox.brain.simulate.facts import HOUR_MS, HOURS_OF_WEEK, NOBODY, ORDINARY
from callbox.brain.simulate.layout import CARRYING, RESPONDING, ROLLING, WAITING
from callbox.brain.simulate.motion_loops import metric_now, pass_points
from callbox.brain.simulate.world import (
    World,
    ahead_busy_of,
    ahead_ms_of,
    ahead_share_of,
    grade_cost_of,
    hospital_of,
    hospital_zone_of,
    left_of,
    point_weight_of,
    row_of_of,
    seen_busy_of,
    seen_of,
    station_grade_of,
    station_point_ms_of,
    station_zone_of,
    taken_ms_of,
    trial_of,
    units_of,
    within_ms_of,
    zone_ms_of,
)


class Look(NamedTuple):
    """What one decision reads and writes, taken out of the record once."""

    terrain: Terrain
    sight: Sight
    zone_ms: Ints
    """(z, p)"""
    idle_busy: Floats
    """(h,)"""
    row_of: Ints
    """(u,)"""


@lean
def look_of(world: World) -> Look:
    """The lookout of the policy, at this hour."""
    hour = (world.now_ms // HOUR_MS) % HOURS_OF_WEEK
    terrain = Terrain(
        point_weight_of(world)[hour % world.point_rows],
        station_point_ms_of(world),
        station_grade_of(world),
        within_ms_of(world),
        grade_cost_of(world),
        ahead_ms_of(world),
        ahead_share_of(world),
    )
    sight = Sight(seen_of(world), seen_busy_of(world), left_of(world), trial_of(world))
    return Look(terrain, sight, zone_ms_of(world), ahead_busy_of(world), row_of_of(world))


@inlined
def where_it_turns(world: World, unit: int) -> tuple[int, int]:
    """(zone, ms from now) where a unit can set out for somewhere else."""
    one = units_of(world)[unit]
    if one.status == WAITING:
        return int(station_zone_of(world)[one.station]), 0
    if one.status == ROLLING:
        pass_points(world, unit)
    return int(one.at_zone), int(max(one.at_ms - world.now_ms, 0))


@lean
def watch_idle(world: World, look: Look, unit: int, row: int) -> None:
    """Note where an idle unit stands and goes."""
    one, terrain, sight = units_of(world)[unit], look.terrain, look.sight
    look.row_of[unit] = row
    if one.status == WAITING:
        stay(terrain, sight.trial, one.station)
    else:
        pass_points(world, unit)
        first_ms = max(one.at_ms - world.now_ms, 0)
        drive_ms = max(one.goal_ms - max(one.at_ms, world.now_ms), 0)
        see(terrain, sight.trial, look.zone_ms[one.at_zone], one.station, first_ms, drive_ms)
    for moment in range(len(terrain.ahead_ms)):
        copy(sight.trial[moment], sight.grade[moment, row])
        sight.busy[moment, row] = look.idle_busy[moment]


@lean
def clearing_place(world: World, unit: int) -> tuple[int, int]:
    """(zone, ms from now) where and when at the earliest a busy unit comes free, as if every patient were carried."""
    one = units_of(world)[unit]
    left_ms = int(max(one.goal_ms - world.now_ms, 0))
    if one.status == CARRYING:
        return int(one.goal_zone), left_ms
    metric = metric_now(world, ORDINARY)
    hospital = hospital_of(world)[metric, one.goal_zone, 0]
    if hospital == NOBODY:
        return int(one.goal_zone), left_ms
    zone = hospital_zone_of(world)[hospital]
    drive_ms = taken_ms_of(world)[metric, zone, one.goal_zone]
    return int(zone), left_ms + int(drive_ms) + int(world.clears_ms)


@lean
def watch_busy(world: World, look: Look, unit: int, row: int) -> None:
    """Note a unit that will be free, with the chance that it is by each moment."""
    zone, earliest_ms = clearing_place(world, unit)
    terrain, sight = look.terrain, look.sight
    for moment in range(len(terrain.ahead_ms)):
        grade_all(look.zone_ms[zone], terrain.within_ms, sight.grade[moment, row])
        past_ms = max(0, terrain.ahead_ms[moment] - earliest_ms)
        free = (1.0 - look.idle_busy[moment]) * (1.0 - exp(-past_ms / world.clears_ms))
        sight.busy[moment, row] = min(1.0 - free, MOST_BUSY)


@lean
def watch(world: World, look: Look, kind: int, without: int) -> None:
    """See all idle units of a kind but one, then the busy ones, and fill in what is left to them."""
    count = 0
    for unit in range(world.unit_count):
        one = units_of(world)[unit]
        look.row_of[unit] = NOBODY
        if one.kind == kind and one.status in (WAITING, ROLLING) and unit != without:
            watch_idle(world, look, unit, count)
            count += 1
    for unit in range(world.unit_count if world.clears_ms > 0 else 0):
        one = units_of(world)[unit]
        if one.kind == kind and one.status in (RESPONDING, CARRYING) and one.on:
            watch_busy(world, look, unit, count)
            count += 1
    leave_ahead(look.terrain, look.sight, count)
