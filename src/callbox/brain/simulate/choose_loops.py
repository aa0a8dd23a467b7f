"""Who could go: the closest idle unit, the closest that can be called off something less urgent, and everybody."""

from callbox.brain.compiled import UNREACHABLE_MS, inlined, lean
from callbox.brain.simulate.facts import NEVER_MS, NOBODY
from callbox.brain.simulate.layout import EN_ROUTE, ON_THE_MOVE
from callbox.brain.simulate.motion_loops import metric_now, pass_points, settle_en_route, settle_rolling
from callbox.brain.simulate.policy import AHEAD
from callbox.brain.simulate.world import (
    World,
    answer_mode_of,
    calls_of,
    candidates_of,
    dominates_of,
    lists_of,
    preempts_from_of,
    progress_of,
    station_ms_of,
    station_rank_of,
    taken_ms_of,
    units_of,
    waiting_of,
)


@inlined
def turning_eta_ms(world: World, unit: int, metric: int, zone: int, limit_ms: int) -> int:
    """Time to a zone for a unit under way that turns at its next point; too long to matter if over `limit_ms`.

    It can't be quicker than had it headed there from the last point it is known to have passed, if its table now is
    nowhere slower than the one it drives by: so most units are ruled out without walking their routes.
    """
    one, now_ms = units_of(world)[unit], world.now_ms
    bound_ms = taken_ms_of(world)[metric, zone, one.at_zone] - max(now_ms - one.at_ms, 0)
    if bound_ms > limit_ms and dominates_of(world)[metric, one.metric]:
        return int(UNREACHABLE_MS)
    pass_points(world, unit)
    return int(max(one.at_ms - now_ms, 0) + taken_ms_of(world)[metric, zone, one.at_zone])


@inlined
def closest_waiting(world: World, metric: int, zone: int, kind: int, turnout_ms: int) -> tuple[int, int]:
    """(unit, its time to the zone, turnout included) of the closest that waits at a station, the lower number on a tie."""
    best, best_ms = NOBODY, UNREACHABLE_MS
    for rank in range(world.station_count):
        eta_ms = turnout_ms + station_ms_of(world)[metric, zone, rank]
        if eta_ms > best_ms or eta_ms >= UNREACHABLE_MS:
            break
        unit = waiting_of(world)[station_rank_of(world)[metric, zone, rank], kind]
        if unit != NOBODY and (best == NOBODY or unit < best):
            best, best_ms = unit, eta_ms
    return best, best_ms


@inlined
def closest_idle(world: World, metric: int, zone: int, kind: int, turnout_ms: int) -> tuple[int, int]:
    """(unit, time) of the closest idle unit, waiting or rolling; NOBODY where none can come."""
    settle_rolling(world)
    best, best_ms = closest_waiting(world, metric, zone, kind, turnout_ms)
    if best != NOBODY and not world.answers_rolling:
        return best, best_ms
    mine = lists_of(world)[ON_THE_MOVE]
    for place in range(mine[-1]):
        unit = mine[place]
        if units_of(world)[unit].kind != kind:
            continue
        eta_ms = turning_eta_ms(world, unit, metric, zone, best_ms)
        if eta_ms < best_ms or (eta_ms == best_ms and eta_ms < UNREACHABLE_MS and unit < best):
            best, best_ms = unit, eta_ms
    return best, best_ms


@inlined
def closest_called_off(
    world: World, metric: int, zone: int, kind: int, from_priority: int, limit_ms: int
) -> tuple[int, int]:
    """(unit, time) of the closest unit under way to a call of `from_priority` or less urgent, within `limit_ms`."""
    best, best_ms = NOBODY, min(limit_ms + 1, UNREACHABLE_MS)
    settle_en_route(world)
    mine = lists_of(world)[EN_ROUTE]
    for place in range(mine[-1]):
        unit = mine[place]
        one = units_of(world)[unit]
        if one.kind != kind or calls_of(world)[one.call].priority < from_priority:
            continue
        eta_ms = turning_eta_ms(world, unit, metric, zone, best_ms)
        if eta_ms < best_ms or (eta_ms == best_ms and best != NOBODY and unit < best):
            best, best_ms = unit, eta_ms
    return best, best_ms


@inlined
def note_candidate(world: World, unit: int, eta_ms: int, call: int) -> None:
    """One more unit that a policy may choose."""
    if eta_ms >= UNREACHABLE_MS:
        return
    one = candidates_of(world)[world.candidates]
    one.unit, one.eta_ms, one.call, one.cost = unit, eta_ms, call, 0.0
    world.candidates += 1


@lean
def list_idle(world: World, metric: int, zone: int, kind: int, turnout_ms: int) -> None:
    """Note every idle unit of a kind with its time to the zone."""
    settle_rolling(world)
    world.candidates = 0
    for rank in range(world.station_count):
        unit = waiting_of(world)[station_rank_of(world)[metric, zone, rank], kind]
        while unit != NOBODY:
            note_candidate(world, unit, turnout_ms + station_ms_of(world)[metric, zone, rank], NOBODY)
            unit = units_of(world)[unit].following
    mine = lists_of(world)[ON_THE_MOVE]
    for place in range(mine[-1] if world.answers_rolling or world.candidates == 0 else 0):
        unit = mine[place]
        if units_of(world)[unit].kind == kind:
            note_candidate(world, unit, turning_eta_ms(world, unit, metric, zone, UNREACHABLE_MS), NOBODY)


@lean
def list_called_off(world: World, metric: int, zone: int, kind: int, from_priority: int) -> None:
    """Note every unit under way to something less urgent, with its time to the zone and the call it would leave."""
    settle_en_route(world)
    mine = lists_of(world)[EN_ROUTE]
    for place in range(mine[-1]):
        unit = mine[place]
        one = units_of(world)[unit]
        if one.kind == kind and calls_of(world)[one.call].priority >= from_priority:
            note_candidate(world, unit, turning_eta_ms(world, unit, metric, zone, UNREACHABLE_MS), one.call)


@inlined
def answer_metric(world: World, call: int) -> int:
    """The table by which units answer a call now."""
    return metric_now(world, answer_mode_of(world)[calls_of(world)[call].priority])


@lean
def list_candidates(world: World, call: int, kind: int) -> None:
    """Everybody who could be sent to a call now: idle units first, then those that would leave something less urgent."""
    metric = answer_metric(world, call)
    one = calls_of(world)[call]
    list_idle(world, metric, one.zone, kind, one.turnout_ms)
    lowest = preempts_from_of(world)[one.priority]
    if world.dispatch == AHEAD and progress_of(world)[call].assigned_ms == NEVER_MS:
        lowest = one.priority  # once: a call that was left takes nothing back, so that no two take in turns
    if lowest >= 0:
        list_called_off(world, metric, one.zone, kind, lowest)


@inlined
def closest_unit(world: World, call: int, kind: int) -> int:
    """The closest unit, idle or called off something less urgent if that saves `preempt_gain_ms`; NOBODY."""
    metric = answer_metric(world, call)
    one = calls_of(world)[call]
    idle, idle_ms = closest_idle(world, metric, one.zone, kind, one.turnout_ms)
    lowest = preempts_from_of(world)[one.priority]
    if lowest < 0 or lists_of(world)[EN_ROUTE, -1] == 0:
        return int(idle)
    limit_ms = idle_ms - world.preempt_gain_ms if idle != NOBODY else UNREACHABLE_MS - 1
    other, _ = closest_called_off(world, metric, one.zone, kind, lowest, limit_ms)
    return int(other if other != NOBODY else idle)
