"""A policy that weighs every decision by late calls to come: whom to send, where to wait, who moves up.

Sent is whoever makes answer + cover lost + answer of a call left cost least, in late calls with the mean in view; to the
most urgent nobody goes who would be there much later than the first could be. A freed unit waits where it adds most
cover, and idle units move up where that gains enough. The sums are those of `cover`, the same as in the live system.
"""

from callbox.brain.compiled import UNREACHABLE_MS, inlined, lean
from callbox.brain.cover.moving_loops import gain_ahead, gain_at_once, gain_by_driving, loss_ahead, see
from callbox.brain.simulate.facts import NEVER_MS, NOBODY, ORDINARY
from callbox.brain.simulate.layout import ROLLING, WAITING
from callbox.brain.simulate.motion_loops import metric_now
from callbox.brain.simulate.sight_loops import Look, look_of, watch, where_it_turns
from callbox.brain.simulate.world import (
    World,
    answer_mode_of,
    calls_of,
    candidates_of,
    capacity_of,
    idle_of,
    progress_of,
    station_zone_of,
    taken_ms_of,
    units_of,
)

NOT_FOR_THIS = 1e9


@inlined
def answer_cost(world: World, call: int, eta_ms: int) -> float:
    """What an answer costs that comes so long from now: 1 if late, and its length by `mean_weight`."""
    response_ms = world.now_ms - calls_of(world)[call].time_ms + eta_ms
    return float((response_ms > world.late_ms) + world.mean_weight * response_ms / world.late_ms)


@inlined
def first_eta_ms(world: World) -> int:
    """How soon the first of the idle candidates would be there."""
    first_ms = UNREACHABLE_MS
    for place in range(world.candidates):
        one = candidates_of(world)[place]
        if one.call == NOBODY:
            first_ms = min(first_ms, one.eta_ms)
    return int(first_ms)


@inlined
def latest_eta_ms(world: World, call: int, first_ms: int) -> int:
    """How late somebody may be sent to a call of priority 0: `cap_ms` after the first of its first decision.

    Whoever is first now may always be sent, so that a second unit is not held to what the first one was.
    """
    progress = progress_of(world)[call]
    if calls_of(world)[call].priority != 0 or first_ms >= UNREACHABLE_MS:
        return int(NEVER_MS)
    if progress.due_ms == NEVER_MS:
        progress.due_ms = world.now_ms + first_ms + world.cap_ms
    return int(max(first_ms, min(first_ms + world.cap_ms, progress.due_ms - world.now_ms)))


@inlined
def may_be_left_until(world: World, call: int, its_ms: int) -> int:
    """How long from now on a call that is left by its unit, `its_ms` away, may wait for who takes over."""
    told, due_ms = calls_of(world)[call], progress_of(world)[call].due_ms
    if told.priority != 0:
        return int(NEVER_MS)
    return int(its_ms + world.cap_ms if due_ms == NEVER_MS else max(its_ms, due_ms - world.now_ms))


@lean
def stand_in_cost(world: World, look: Look, unit: int, call: int) -> float:
    """What it costs that somebody idle takes over the call that a unit leaves, against its own answer.

    Nobody takes over a call of priority 0 if that makes it wait longer than the cap allows. Without anybody idle it costs
    nothing more than the answer that fails to come: a less urgent call may always be left.
    """
    told, best = calls_of(world)[call], NOT_FOR_THIS
    metric = metric_now(world, answer_mode_of(world)[told.priority])
    its_ms = max(units_of(world)[unit].goal_ms - world.now_ms, 0)
    latest_ms = may_be_left_until(world, call, its_ms)
    for place in range(world.candidates):
        other = candidates_of(world)[place]
        if other.call != NOBODY:
            continue
        zone, first_ms = where_it_turns(world, other.unit)
        turnout_ms = told.turnout_ms if units_of(world)[other.unit].status == WAITING else 0
        eta_ms = turnout_ms + first_ms + taken_ms_of(world)[metric, told.zone, zone]
        if eta_ms >= UNREACHABLE_MS or eta_ms > latest_ms:
            continue
        lost = loss_ahead(look.terrain, look.sight, look.row_of[other.unit])
        best = min(best, answer_cost(world, call, eta_ms) + world.loss_weight * lost)
    return best - answer_cost(world, call, its_ms) if best < NOT_FOR_THIS else NOT_FOR_THIS


@lean
def candidate_cost(world: World, look: Look, call: int, place: int, first_ms: int, latest_ms: int) -> float:
    """What sending one of the candidates costs, in late calls."""
    one, priority = candidates_of(world)[place], calls_of(world)[call].priority
    cost = answer_cost(world, call, one.eta_ms)
    if one.eta_ms > latest_ms:
        cost += NOT_FOR_THIS
    if one.call == NOBODY:
        cost += world.loss_weight * loss_ahead(look.terrain, look.sight, look.row_of[one.unit])
        return float(cost)
    if first_ms >= UNREACHABLE_MS and calls_of(world)[one.call].priority > priority:
        return float(cost + world.swap_cost)
    if one.eta_ms >= first_ms:
        return cost + NOT_FOR_THIS
    return float(cost + world.swap_cost + stand_in_cost(world, look, one.unit, one.call))


@lean
def choose_candidate_ahead(world: World, call: int) -> int:
    """Which of the candidates goes; ties by number. NOBODY: wait."""
    if world.candidates == 0:
        return NOBODY
    look = look_of(world)
    watch(world, look, units_of(world)[candidates_of(world)[0].unit].kind, NOBODY)
    best, best_cost, first_ms = NOBODY, 0.0, first_eta_ms(world)
    latest_ms = latest_eta_ms(world, call, first_ms)
    for place in range(world.candidates):
        one = candidates_of(world)[place]
        one.cost = candidate_cost(world, look, call, place, first_ms, latest_ms)
        if one.call != NOBODY and one.cost >= NOT_FOR_THIS:
            continue
        if best == NOBODY or one.cost < best_cost or (one.cost == best_cost and one.unit < best):
            best, best_cost = one.unit, one.cost
    return int(best)


@inlined
def may_wait_at(world: World, station: int) -> bool:
    """Whether one more idle unit finds room at a station."""
    count = 0
    for kind in range(world.kind_count):
        count += idle_of(world)[station, kind]
    return bool(count < capacity_of(world)[station])


@lean
def choose_station_ahead(world: World, unit: int) -> int:
    """Where a freed unit goes to wait: where it adds most cover on its way and there."""
    one, look = units_of(world)[unit], look_of(world)
    watch(world, look, one.kind, unit)
    metric, best, best_gain = metric_now(world, ORDINARY), one.home, -1.0
    first_ms = int(max(one.at_ms - world.now_ms, 0))
    for station in range(world.station_count):
        drive_ms = taken_ms_of(world)[metric, station_zone_of(world)[station], one.at_zone]
        if drive_ms >= UNREACHABLE_MS or not (station == one.home or may_wait_at(world, station)):
            continue
        see(look.terrain, look.sight.trial, look.zone_ms[one.at_zone], station, first_ms, drive_ms)
        gain = gain_ahead(look.terrain, look.sight, look.idle_busy)
        if gain > best_gain:
            best, best_gain = station, gain
    return int(best)


@inlined
def may_be_moved(world: World, unit: int) -> bool:
    """Whether a unit is idle, has a move left in this shift, and was not told to move a moment ago."""
    one = units_of(world)[unit]
    idle = one.status in (WAITING, ROLLING)
    left = one.span != world.now_ms // world.move_span_ms or one.moved < world.moves_at_most
    return bool(idle and left and world.now_ms - one.moved_ms >= world.rest_ms)


@lean
def best_goal(world: World, look: Look, unit: int, least: float) -> tuple[int, float]:
    """(station, gain) of a unit's best move-up that gains more than `least`; (NOBODY, least) where none does."""
    zone, first_ms = where_it_turns(world, unit)
    row, metric = look.row_of[unit], metric_now(world, ORDINARY)
    goal, best = NOBODY, least
    for station in range(world.station_count):
        drive_ms = taken_ms_of(world)[metric, station_zone_of(world)[station], zone]
        if station == units_of(world)[unit].station or drive_ms >= UNREACHABLE_MS or not may_wait_at(world, station):
            continue
        if gain_at_once(look.terrain, look.sight, row, station) <= best:
            continue
        see(look.terrain, look.sight.trial, look.zone_ms[zone], station, first_ms, drive_ms)
        gain = gain_by_driving(look.terrain, look.sight, row)
        if gain > best:
            goal, best = station, gain
    return goal, best


@lean
def best_mover(world: World, kind: int, least: float) -> tuple[int, int, float]:
    """(unit, station, gain) of the best move-up among units of a kind; (NOBODY, NOBODY, least) where none does."""
    mover, goal, best, look = NOBODY, NOBODY, least, look_of(world)
    watch(world, look, kind, NOBODY)
    for unit in range(world.unit_count):
        if units_of(world)[unit].kind != kind or not may_be_moved(world, unit):
            continue
        station, gain = best_goal(world, look, unit, best)
        if station != NOBODY:
            mover, goal, best = unit, station, gain
    return mover, goal, best


@lean
def choose_move_ahead(world: World) -> tuple[int, int]:
    """(unit, station) of the move-up that gains most, at least `least_gain`; (NOBODY, NOBODY) where none does."""
    mover, goal, best = NOBODY, NOBODY, world.least_gain
    if world.moves_due > world.most_moves:
        return mover, goal
    for kind in range(world.kind_count):
        unit, station, gain = best_mover(world, kind, best)
        if unit != NOBODY:
            mover, goal, best = unit, station, gain
    return mover, goal
