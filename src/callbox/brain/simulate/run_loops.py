"""The full simulator: the next event of all, what it changes, and the decisions it calls for, until a moment is reached.

In one millisecond units become free first (by number), then versions and shifts change, then calls come in (in their
order), then the clock ticks. All decisions that follow from one event are made before the next.
"""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled, inlined, lean
from callbox.brain.simulate.dispatch_loops import (
    add_call,
    ask_again,
    dispatch_next,
    drop_call,
    mark_queue,
    move_next,
    next_to_dispatch,
    place_next,
    relieve,
    set_free,
    take_queued,
)
from callbox.brain.simulate.facts import NEVER_MS, NOBODY
from callbox.brain.simulate.layout import (
    CARRIED,
    CARRYING,
    CHANGED,
    FINISHED,
    FREE,
    NEW_VERSION,
    OFF,
    OPENED,
    RESPONDING,
    ROLLING,
    SHIFT_BEGINS,
    SHIFT_ENDS,
    TO_DISPATCH,
    TO_PLACE,
    TRACE_FULL,
    UNTIL,
    WAITING,
)
from callbox.brain.simulate.motion_loops import (
    TREE_SHIFT,
    begin_waiting,
    leave_idleness,
    plan_event,
    reroute,
    set_out,
    settle_en_route,
    settle_rolling,
    unlist_unit,
)
from callbox.brain.simulate.policy import CLOSEST
from callbox.brain.simulate.trace_loops import note, trace_is_full
from callbox.brain.simulate.world import (
    World,
    calls_of,
    carry_mode_of,
    changes_of,
    hospital_of,
    hospital_zone_of,
    idle_of,
    lists_of,
    metric_at_of,
    progress_of,
    station_zone_of,
    tree_of,
    units_of,
)


@lean
def arrive(world: World, unit: int) -> None:
    """Count an arrival, noticed when the unit leaves the scene: the first, and the last that was needed."""
    one = units_of(world)[unit]
    progress, at_ms = progress_of(world)[one.call], one.goal_ms
    if at_ms < progress.first_ms or (at_ms == progress.first_ms and unit < progress.unit):
        progress.first_ms, progress.unit = at_ms, unit
    progress.last_ms = max(progress.last_ms, at_ms)
    progress.missing -= 1
    one.answered += 1


@lean
def hospital_for(world: World, unit: int) -> int:
    """The nearest hospital that suits the patient this unit is to carry; NOBODY where it carries nobody."""
    one = units_of(world)[unit]
    call = calls_of(world)[one.call]
    carries = (world.carrying_kinds >> one.kind) & 1
    if not carries or call.hospital_kind < 0 or progress_of(world)[one.call].carried:
        return NOBODY
    if call.hospital_kind >= world.hospital_kinds:
        return NOBODY
    metric = metric_at_of(world)[world.version, carry_mode_of(world)[call.priority], (world.now_ms // 3_600_000) % 168]
    return int(hospital_of(world)[metric, call.zone, call.hospital_kind])


@lean
def carry(world: World, unit: int, hospital: int) -> None:
    """The unit takes the patient to hospital and hands over."""
    one = units_of(world)[unit]
    call = calls_of(world)[one.call]
    mode = carry_mode_of(world)[call.priority]
    set_out(world, unit, call.zone, world.now_ms, hospital_zone_of(world)[hospital], mode)
    one.status = CARRYING
    progress_of(world)[one.call].carried = 1
    plan_event(world, unit, one.goal_ms + call.handover_ms)
    note(world, CARRIED, one.call, unit, one.goal_zone, one.goal_ms)


@lean
def finish(world: World, unit: int) -> None:
    """A unit is free where it stands; it may relieve another, which is then free in its turn."""
    one = units_of(world)[unit]
    one.at_zone, one.at_ms = one.goal_zone, world.now_ms
    note(world, FREE, one.call, unit, one.at_zone, NOBODY)
    set_free(world, unit)
    idle = one.status not in (OFF, RESPONDING)
    if idle and world.reassign_gain_ms < NEVER_MS and relieve(world, unit):
        drop_call(world, unit, TO_PLACE)


@inlined
def unit_event(world: World, unit: int) -> None:
    """A unit leaves the scene or the hospital."""
    one = units_of(world)[unit]
    if one.status == RESPONDING:
        unlist_unit(world, unit)
        arrive(world, unit)
        hospital = hospital_for(world, unit)
        if hospital != NOBODY:
            carry(world, unit, hospital)
            return
    finish(world, unit)


@lean
def begin_shift(world: World, unit: int) -> None:
    """A unit comes on: to its own station, or straight to a call that waits for its kind."""
    one = units_of(world)[unit]
    one.on, one.moved = 1, 0
    if one.status != OFF:
        return
    one.station, one.at_zone, one.at_ms = one.home, station_zone_of(world)[one.home], world.now_ms
    if not take_queued(world, unit):
        idle_of(world)[one.station, one.kind] += 1
        begin_waiting(world, unit)


@lean
def end_shift(world: World, unit: int) -> None:
    """A unit goes off, or will when it is done with its call."""
    one = units_of(world)[unit]
    one.on = 0
    if one.status in (WAITING, ROLLING):
        leave_idleness(world, unit)
        one.status = OFF


@lean
def begin_version(world: World, version: int) -> None:
    """Other travel times are in force, everybody under way knows, and calls that wait are asked about again."""
    world.version = version
    settle_en_route(world)
    for unit in range(world.unit_count):
        one = units_of(world)[unit]
        moving = one.status in (ROLLING, RESPONDING, CARRYING)
        if moving and one.goal_ms > world.now_ms:
            reroute(world, unit)
    mark_queue(world)


@lean
def change(world: World) -> None:
    """A version comes into force, or a shift ends or begins."""
    one = changes_of(world)[world.next_change]
    world.next_change += 1
    settle_rolling(world)
    note(world, CHANGED, NOBODY, NOBODY if one.what == NEW_VERSION else one.which, NOBODY, one.what)
    if one.what == NEW_VERSION:
        begin_version(world, one.which)
    elif one.what == SHIFT_ENDS:
        end_shift(world, one.which)
    elif one.what == SHIFT_BEGINS:
        begin_shift(world, one.which)
    world.moves_due = 1


@inlined
def open_call(world: World) -> None:
    """A call comes in."""
    call = world.next_call
    world.next_call += 1
    add_call(world, call, TO_DISPATCH)
    note(world, OPENED, call, NOBODY, calls_of(world)[call].zone, calls_of(world)[call].priority)


@inlined
def is_finished(world: World) -> bool:
    """Whether all calls are in and done with, or nothing will ever help those that wait."""
    if world.next_call < world.call_count or tree_of(world)[1] < NEVER_MS:
        return False
    return bool(world.queued == 0 or changes_of(world)[world.next_change].at_ms == NEVER_MS)


@inlined
def next_event(world: World, until_ms: int) -> bool:
    """Let the next event before `until_ms` happen; whether there was one."""
    unit_ms = tree_of(world)[1] // TREE_SHIFT if tree_of(world)[1] < NEVER_MS else NEVER_MS
    change_ms = changes_of(world)[world.next_change].at_ms
    call_ms = calls_of(world)[world.next_call].time_ms if world.next_call < world.call_count else NEVER_MS
    first_ms = min(unit_ms, change_ms, call_ms, world.next_tick_ms)
    if first_ms >= until_ms:
        world.now_ms = max(world.now_ms, until_ms) if until_ms < NEVER_MS else world.now_ms
        return False
    world.now_ms = first_ms
    if unit_ms == first_ms:
        unit_event(world, tree_of(world)[1] % TREE_SHIFT)
    elif change_ms == first_ms:
        change(world)
    elif call_ms == first_ms:
        open_call(world)
    else:
        world.next_tick_ms += world.tick_ms
        world.moves_due = 1
    return True


@inlined
def decide(world: World) -> int:
    """Make the next decision that is due; FINISHED stands for: there is none, UNTIL for: it was made."""
    call = next_to_dispatch(world)
    if call != NOBODY:
        return dispatch_next(world, call)
    if world.again and ask_again(world):
        return UNTIL
    if lists_of(world)[TO_PLACE, -1] > 0:
        return place_next(world)
    if world.move != CLOSEST and world.moves_due:
        return move_next(world)
    return FINISHED


@lean
def run_world(world: World, until_ms: int) -> int:
    """Run on to `until_ms`, or until all is done, or the policy must be asked, or the trace is full; says which."""
    while True:
        if trace_is_full(world):
            return TRACE_FULL
        reason = decide(world)
        if reason == UNTIL:
            continue
        if reason != FINISHED:
            return int(reason)
        if is_finished(world):
            return FINISHED
        if not next_event(world, until_ms):
            return UNTIL


@compiled
def run_full(worlds: NDArray[np.void], until_ms: int) -> int:
    """As `run_world`, from Python: `worlds` (1,) is a bound WORLD (see `binding`)."""
    return run_world(worlds[0], until_ms)
