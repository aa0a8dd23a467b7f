"""The seam for policies: whom to send, where a freed unit goes to wait, and who moves up.

The run stops and asks (`run_loops`), and `driver_loops` puts each of the three questions to one function here, a switch
over the number that `Policy` holds; a run that asks nobody compiles none of this. To add a policy: give it
a number in `policy.py`, put what it looks up into `Policy`, and let its branch call a function of flat arrays. What it
may read: `candidates_of(world)[:world.candidates]` (unit, eta_ms, the call it would leave or NOBODY; write `cost`),
`idle_of(world)` (s, k) idle units by station where they wait or are going to wait, `units_of(world)`, `tables`.
"""

from callbox.brain.compiled import inlined, lean
from callbox.brain.simulate.ahead_loops import choose_candidate_ahead, choose_move_ahead, choose_station_ahead
from callbox.brain.simulate.facts import HOUR_MS, HOURS_OF_WEEK, NOBODY
from callbox.brain.simulate.layout import ROLLING, WAITING
from callbox.brain.simulate.motion_loops import may_move
from callbox.brain.simulate.policy import AHEAD, COVER
from callbox.brain.simulate.world import (
    World,
    busy_of,
    candidates_of,
    capacity_of,
    gone_of,
    idle_of,
    reach_of,
    uncovered_of,
    units_of,
    weight_of,
)


@inlined
def busy_of_unit(world: World, unit: int) -> float:
    """The chance that an idle unit is busy when it is needed: its own at this hour, where the policy knows it."""
    if world.busy_rows == 0:
        return float(world.busy_fraction)
    return float(busy_of(world)[(world.now_ms // HOUR_MS) % world.busy_rows, unit])


@lean
def see_gone(world: World, kind: int, without: int) -> None:
    """For each station, the chance that all idle units of a kind there, but for one, are busy when they are needed."""
    gone = gone_of(world)
    for station in range(world.station_count):
        gone[station] = 1.0
    for unit in range(world.unit_count):
        one = units_of(world)[unit]
        if one.kind == kind and unit != without and one.status in (WAITING, ROLLING):
            gone[one.station] *= busy_of_unit(world, unit)


@inlined
def left_uncovered(world: World, zone: int, kind: int, without: int) -> float:
    """Chance that none of the idle units within reach of a zone is left: q to their number; one at `without` apart."""
    count = 0
    for station in range(world.station_count):
        if reach_of(world)[zone, station]:
            count += idle_of(world)[station, kind] - (station == without)
    chance = 1.0
    for _ in range(count):
        chance *= world.busy_fraction
    return chance


@inlined
def left_by_units(world: World, zone: int) -> float:
    """The same where each unit has its own chance, as `see_gone` left it."""
    chance = 1.0
    for station in range(world.station_count):
        if reach_of(world)[zone, station]:
            chance *= gone_of(world)[station]
    return chance


@lean
def see_uncovered(world: World, kind: int, without: int) -> None:
    """For each zone, the chance that none of the idle units of a kind within reach, but for one, is left."""
    uncovered = uncovered_of(world)
    if world.busy_rows == 0:
        station = units_of(world)[without].station if without != NOBODY else NOBODY
        for zone in range(world.zone_count):
            uncovered[zone] = left_uncovered(world, zone, kind, station)
        return
    see_gone(world, kind, without)
    for zone in range(world.zone_count):
        uncovered[zone] = left_by_units(world, zone)


@lean
def cover_of(world: World, station: int, unit: int) -> float:
    """Calls an hour that a unit at a station would cover besides those that `see_uncovered` saw, by MEXCLP.

    The sum of d (1 - q) q^k (Daskin 1983), or with a q for each unit that of d (1 - q_u) and the product of the others'.
    DMEXCLP asks it of the present moment (Jagtenberg, Bhulai and van der Mei, Operations Research for Health Care 4 (2015)).
    """
    hour = (world.now_ms // HOUR_MS) % HOURS_OF_WEEK
    weight = weight_of(world)[hour % world.weight_rows]
    total = 0.0
    for zone in range(world.zone_count):
        if reach_of(world)[zone, station]:
            total += weight[zone] * uncovered_of(world)[zone]
    return float(total * (1.0 - busy_of_unit(world, unit)))


@lean
def choose_candidate(world: World, call: int) -> int:
    """Which of the candidates goes: the lowest eta_ms + w x the cover it takes away; ties by number. NOBODY: wait."""
    if world.dispatch == AHEAD:
        return choose_candidate_ahead(world, call)
    best, best_cost = NOBODY, 0.0
    for place in range(world.candidates):
        one = candidates_of(world)[place]
        unit = units_of(world)[one.unit]
        lost = 0.0
        if one.call == NOBODY and world.cover_weight_ms > 0.0:
            see_uncovered(world, unit.kind, one.unit)
            lost = cover_of(world, unit.station, one.unit)
        one.cost = one.eta_ms + world.cover_weight_ms * lost
        if best == NOBODY or one.cost < best_cost or (one.cost == best_cost and one.unit < best):
            best, best_cost = one.unit, one.cost
    return int(best)


@lean
def choose_station(world: World, unit: int) -> int:
    """Where a freed unit goes to wait: its own station, or where it adds most cover and there is room."""
    one = units_of(world)[unit]
    if world.place == AHEAD:
        return choose_station_ahead(world, unit)
    if world.place != COVER:
        return int(one.home)
    see_uncovered(world, one.kind, NOBODY)
    best, best_cover = one.home, cover_of(world, one.home, unit)
    for station in range(world.station_count):
        if station == one.home or not has_room(world, station):
            continue
        cover = cover_of(world, station, unit)
        if cover > best_cover:
            best, best_cover = station, cover
    return int(best)


@inlined
def has_room(world: World, station: int) -> bool:
    """Whether one more idle unit finds room at a station."""
    count = 0
    for kind in range(world.kind_count):
        count += idle_of(world)[station, kind]
    return bool(count < capacity_of(world)[station])


@lean
def choose_move(world: World) -> tuple[int, int]:
    """(unit, station) of the move-up that gains most cover, at least `move_gain`; (NOBODY, NOBODY) where none does."""
    mover, goal, best_gain = NOBODY, NOBODY, world.move_gain
    if world.move == AHEAD:
        return choose_move_ahead(world)
    if world.move != COVER:
        return mover, goal
    for unit in range(world.unit_count):
        one = units_of(world)[unit]
        if not may_move(world, unit):
            continue
        see_uncovered(world, one.kind, unit)
        here = cover_of(world, one.station, unit)
        for station in range(world.station_count):
            if station == one.station or not has_room(world, station):
                continue
            gain = cover_of(world, station, unit) - here
            if gain > best_gain:
                mover, goal, best_gain = unit, station, gain
    return mover, goal
