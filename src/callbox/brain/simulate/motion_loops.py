"""Where units are: routes walked from table point to table point, and the lists that units stand in.

A unit under way can turn at the next table point of its route. It is brought forward only when a decision looks at it;
the moment it passes a point follows from the moment it will be at its goal, so nothing is lost by looking late.
"""

from callbox.brain.compiled import UNREACHABLE_MS, inlined
from callbox.brain.simulate.facts import HOUR_MS, HOURS_OF_WEEK, NEVER_MS, NOBODY, ORDINARY
from callbox.brain.simulate.layout import EN_ROUTE, ON_THE_MOVE, ROLLING, WAITING
from callbox.brain.simulate.trace_loops import note_drive
from callbox.brain.simulate.world import (
    World,
    idle_of,
    lists_of,
    metric_at_of,
    station_zone_of,
    to_ms_of,
    tree_of,
    units_of,
    via_of,
    waiting_of,
)

TREE_SHIFT = 65536
"""Numbers of units lie below the moments in a tournament's keys, so that ties go to the lower number."""


@inlined
def metric_now(world: World, mode: int) -> int:
    """The travel-time table in force."""
    return int(metric_at_of(world)[world.version, mode, (world.now_ms // HOUR_MS) % HOURS_OF_WEEK])


@inlined
def plan_event(world: World, unit: int, at_ms: int) -> None:
    """Let the unit's next event be at `at_ms`."""
    units_of(world)[unit].next_ms = at_ms
    tree = tree_of(world)
    place = world.leaves + unit
    tree[place] = NEVER_MS if at_ms == NEVER_MS else at_ms * TREE_SHIFT + unit
    best = tree[place]
    while place > 1:
        best = min(best, tree[place ^ 1])
        place >>= 1
        tree[place] = best


@inlined
def list_unit(world: World, unit: int, row: int) -> None:
    """Put a unit at the end of one of the lists."""
    mine = lists_of(world)[row]
    count = mine[-1]
    mine[count] = unit
    mine[-1] = count + 1
    units_of(world)[unit].row = row
    units_of(world)[unit].place = count


@inlined
def unlist_unit(world: World, unit: int) -> None:
    """Take a unit out of the list it stands in; the last one takes its place."""
    one = units_of(world)[unit]
    if one.row == NOBODY:
        return
    mine = lists_of(world)[one.row]
    count = mine[-1] - 1
    last = mine[count]
    mine[one.place] = last
    units_of(world)[last].place = one.place
    mine[-1] = count
    one.row = NOBODY


@inlined
def begin_waiting(world: World, unit: int) -> None:
    """The unit stands at its station, in order of number among those that wait there."""
    one = units_of(world)[unit]
    one.status = WAITING
    before, after = NOBODY, waiting_of(world)[one.station, one.kind]
    while after != NOBODY and after < unit:
        before, after = after, units_of(world)[after].following
    one.following = after
    if before == NOBODY:
        waiting_of(world)[one.station, one.kind] = unit
    else:
        units_of(world)[before].following = unit


@inlined
def end_waiting(world: World, unit: int) -> None:
    """The unit leaves its station's line."""
    one = units_of(world)[unit]
    before, after = NOBODY, waiting_of(world)[one.station, one.kind]
    while after != unit:
        before, after = after, units_of(world)[after].following
    if before == NOBODY:
        waiting_of(world)[one.station, one.kind] = one.following
    else:
        units_of(world)[before].following = one.following


@inlined
def pass_points(world: World, unit: int) -> None:
    """Bring a unit under way to the table point where it can turn next: `at_zone`, at the later of `at_ms` and now."""
    one = units_of(world)[unit]
    metric, goal, now_ms = one.metric, one.goal_zone, world.now_ms
    while one.at_ms < now_ms and one.at_zone != goal:
        step = via_of(world)[metric, goal, one.at_zone]
        if step == NOBODY:
            break
        one.at_zone = step
        one.at_ms = one.goal_ms - to_ms_of(world)[metric, goal, step]


@inlined
def set_out(world: World, unit: int, at_zone: int, at_ms: int, goal: int, mode: int) -> None:
    """The unit drives from a point, where it is at `at_ms`, by the table in force now."""
    one = units_of(world)[unit]
    metric = metric_now(world, mode)
    travel_ms = to_ms_of(world)[metric, goal, at_zone]
    one.at_zone, one.at_ms = at_zone, at_ms
    one.goal_zone, one.goal_ms = goal, at_ms + travel_ms
    one.metric, one.mode = metric, mode
    if travel_ms < UNREACHABLE_MS:
        one.driven_ms[mode] += travel_ms
    if world.trace_rows > 0:
        note_drive(world, unit)


@inlined
def halt(world: World, unit: int) -> None:
    """Take a unit under way off its route at its next table point: what it won't drive was not driven."""
    pass_points(world, unit)
    one = units_of(world)[unit]
    one.at_ms = max(one.at_ms, world.now_ms)
    rest_ms = to_ms_of(world)[one.metric, one.goal_zone, one.at_zone]
    if rest_ms < UNREACHABLE_MS:
        one.driven_ms[one.mode] -= rest_ms


@inlined
def settle_rolling(world: World) -> None:
    """Whoever has reached its station by now waits there."""
    mine, now_ms = lists_of(world)[ON_THE_MOVE], world.now_ms
    place = 0
    while place < mine[-1]:
        unit = mine[place]
        if units_of(world)[unit].goal_ms <= now_ms:
            unlist_unit(world, unit)
            begin_waiting(world, unit)
        else:
            place += 1


@inlined
def settle_en_route(world: World) -> None:
    """Whoever has reached its scene by now can't be called off any more."""
    mine, now_ms = lists_of(world)[EN_ROUTE], world.now_ms
    place = 0
    while place < mine[-1]:
        unit = mine[place]
        if units_of(world)[unit].goal_ms <= now_ms:
            unlist_unit(world, unit)
        else:
            place += 1


@inlined
def go_wait(world: World, unit: int, station: int) -> None:
    """Send an idle unit from where it is, `at_zone` at `at_ms`, to wait at a station."""
    one = units_of(world)[unit]
    set_out(world, unit, one.at_zone, one.at_ms, station_zone_of(world)[station], ORDINARY)
    one.status, one.station, one.call = ROLLING, station, NOBODY
    idle_of(world)[station, one.kind] += 1
    list_unit(world, unit, ON_THE_MOVE)


@inlined
def leave_idleness(world: World, unit: int) -> None:
    """An idle unit stops waiting or rolling; `at_zone` and `at_ms` then say where it can set out, and when."""
    one = units_of(world)[unit]
    if one.status == WAITING:
        end_waiting(world, unit)
        one.at_zone, one.at_ms = station_zone_of(world)[one.station], world.now_ms
    else:
        halt(world, unit)
        unlist_unit(world, unit)
    idle_of(world)[one.station, one.kind] -= 1


@inlined
def reroute(world: World, unit: int) -> None:
    """Another version of the tables is in force: drive on by it from the next point, if it still leads to the goal."""
    one = units_of(world)[unit]
    pass_points(world, unit)
    metric = metric_now(world, one.mode)
    rest_ms = to_ms_of(world)[metric, one.goal_zone, one.at_zone]
    if rest_ms >= UNREACHABLE_MS:
        return
    stays_ms = one.next_ms - one.goal_ms
    halt(world, unit)
    set_out(world, unit, one.at_zone, one.at_ms, one.goal_zone, one.mode)
    if one.next_ms != NEVER_MS:
        plan_event(world, unit, one.goal_ms + stays_ms)


@inlined
def moves_left(world: World, unit: int) -> int:
    """How many move-ups a unit has left in this span of time, or since its shift began."""
    one = units_of(world)[unit]
    span = world.now_ms // world.move_span_ms
    return int(world.moves_at_most - (one.moved if one.span == span else 0))


@inlined
def may_move(world: World, unit: int) -> bool:
    """Whether an idle unit may be moved up."""
    status = units_of(world)[unit].status
    return bool(status in (WAITING, ROLLING) and moves_left(world, unit) > 0)
