"""What is done about calls: units assigned, called off and set free; the queue; and what the run asks of a policy."""

from callbox.brain.compiled import UNREACHABLE_MS, inlined, lean
from callbox.brain.simulate.choose_loops import answer_metric, closest_unit, list_candidates
from callbox.brain.simulate.facts import NEVER_MS, NOBODY
from callbox.brain.simulate.layout import (
    ASK_AGAIN,
    ASKS_MOVE,
    ASKS_STATION,
    ASKS_UNIT,
    ASSIGNED,
    CALLED_OFF,
    EN_ROUTE,
    FREED,
    LOST,
    MOVED,
    NO_ANSWER,
    OFF,
    PLACED,
    QUEUED,
    RESPONDING,
    TAKES_OVER,
    TO_DISPATCH,
    TO_PLACE,
    UNTIL,
    WAITING,
    WAS_CALLED_OFF,
    WAS_CHOSEN,
    WAS_NEXT,
)
from callbox.brain.simulate.motion_loops import (
    go_wait,
    halt,
    leave_idleness,
    list_unit,
    may_move,
    moves_left,
    plan_event,
    set_out,
    settle_en_route,
    settle_rolling,
    unlist_unit,
)
from callbox.brain.simulate.policy import CLOSEST
from callbox.brain.simulate.trace_loops import note, note_candidates
from callbox.brain.simulate.world import (
    World,
    answer_mode_of,
    calls_of,
    lists_of,
    progress_of,
    queue_of,
    reassigns_of,
    remaining_of,
    taken_ms_of,
    to_ms_of,
    units_of,
)


@inlined
def comes_before(world: World, call: int, other: int) -> bool:
    """Whether a call is more urgent than another, or as urgent and older; calls are numbered by age."""
    mine, its = calls_of(world)[call].priority, calls_of(world)[other].priority
    return bool(mine < its or (mine == its and call < other))


@lean
def enqueue(world: World, call: int) -> None:
    """Put a call that lacks a unit into the queue."""
    queue = queue_of(world)
    place = world.queued
    while place > 0 and comes_before(world, call, queue[place - 1]):
        queue[place] = queue[place - 1]
        place -= 1
    queue[place] = call
    world.queued += 1
    progress_of(world)[call].queued = 1


@lean
def dequeue(world: World, call: int) -> None:
    """Take a call that lacks nothing any more out of the queue."""
    queue = queue_of(world)
    place = 0
    while queue[place] != call:
        place += 1
    world.queued -= 1
    for later in range(place, world.queued):
        queue[later] = queue[later + 1]
    progress_of(world)[call].queued = 0


@lean
def mark_queue(world: World) -> None:
    """Other roads are open: whoever waits may be reached now, so all are asked about again."""
    world.again = world.queued
    for place in range(world.queued):
        progress_of(world)[queue_of(world)[place]].queued = ASK_AGAIN


@lean
def ask_again(world: World) -> bool:
    """Note the first marked call of the queue as one to dispatch; whether there was one."""
    for place in range(world.queued):
        call = queue_of(world)[place]
        if progress_of(world)[call].queued == ASK_AGAIN:
            progress_of(world)[call].queued = 1
            add_call(world, call, TO_DISPATCH)
            return True
    world.again = 0
    return False


@inlined
def next_to_dispatch(world: World) -> int:
    """The most urgent call that is to be dispatched now; NOBODY."""
    mine, best = lists_of(world)[TO_DISPATCH], NOBODY
    for place in range(mine[-1]):
        if best == NOBODY or comes_before(world, mine[place], best):
            best = mine[place]
    return int(best)


@inlined
def add_call(world: World, call: int, row: int) -> None:
    """Note a call or a unit on one of the short lists of what is to be done, once."""
    mine = lists_of(world)[row]
    for place in range(mine[-1]):
        if mine[place] == call:
            return
    mine[mine[-1]] = call
    mine[-1] += 1


@inlined
def drop_call(world: World, call: int, row: int) -> None:
    """Strike a call or a unit off a short list."""
    mine = lists_of(world)[row]
    for place in range(mine[-1]):
        if mine[place] == call:
            mine[-1] -= 1
            mine[place] = mine[mine[-1]]
            return


@inlined
def lacks(world: World, call: int, kind: int) -> int:
    """The first kind from `kind` on of which a call lacks a unit; NOBODY."""
    for one in range(kind, world.kind_count):
        if remaining_of(world)[call, one] > 0:
            return one
    return NOBODY


@lean
def call_off(world: World, unit: int) -> None:
    """A unit on its way turns at its next point and is free for something else; its call lacks a unit again."""
    halt(world, unit)
    unlist_unit(world, unit)
    one = units_of(world)[unit]
    remaining_of(world)[one.call, one.kind] += 1
    note(world, CALLED_OFF, one.call, unit, one.at_zone, one.at_ms)


@inlined
def send(world: World, unit: int, call: int, why: int) -> None:
    """Send a unit, idle or free where it stands, to a call."""
    one, told = units_of(world)[unit], calls_of(world)[call]
    one.status, one.call = RESPONDING, call
    note(world, ASSIGNED, call, unit, one.at_zone, why)
    set_out(world, unit, one.at_zone, one.at_ms, told.zone, answer_mode_of(world)[told.priority])
    list_unit(world, unit, EN_ROUTE)
    plan_event(world, unit, one.goal_ms + told.on_scene_ms)
    remaining_of(world)[call, one.kind] -= 1
    progress, now_ms = progress_of(world)[call], world.now_ms
    progress.assigned_ms = min(progress.assigned_ms, now_ms)


@inlined
def assign(world: World, unit: int, call: int) -> None:
    """Send an idle unit, or one that leaves something less urgent, which is then dispatched anew."""
    one = units_of(world)[unit]
    if one.status == RESPONDING:
        left = one.call
        why = WAS_CALLED_OFF
        call_off(world, unit)
        add_call(world, left, TO_DISPATCH)
    else:
        why, waited = WAS_CHOSEN, one.status == WAITING
        leave_idleness(world, unit)
        one.told_ms = world.now_ms
        if waited:
            one.at_ms += calls_of(world)[call].turnout_ms
    send(world, unit, call, why)


@inlined
def pick(world: World, call: int, kind: int) -> int:
    """Whom the policy sends: a unit, NOBODY, or NO_ANSWER where it must be asked."""
    if world.answer != NO_ANSWER:
        unit = world.answer
        world.answer = NO_ANSWER
        return int(unit)
    if world.dispatch == CLOSEST and world.trace_rows == 0:
        return closest_unit(world, call, kind)
    list_candidates(world, call, kind)
    note_candidates(world, call)
    if world.dispatch == CLOSEST:
        return closest_unit(world, call, kind)
    return NO_ANSWER if world.candidates > 0 else NOBODY


@inlined
def dispatch_next(world: World, call: int) -> int:
    """Choose one unit for the most urgent call that is to be dispatched; ASKS_UNIT, or UNTIL where that was done."""
    kind = lacks(world, call, world.kind)
    if kind != NOBODY:
        unit = pick(world, call, kind)
        if unit == NO_ANSWER:
            world.asked, world.kind = call, kind
            return ASKS_UNIT
        if unit != NOBODY:
            assign(world, unit, call)
            world.moves_due = 1
        world.kind = kind if unit != NOBODY else kind + 1
        return UNTIL
    world.kind = 0
    drop_call(world, call, TO_DISPATCH)
    lacking, queued = lacks(world, call, 0) != NOBODY, progress_of(world)[call].queued != 0
    if lacking and not world.queues:
        note(world, LOST, call, NOBODY, calls_of(world)[call].zone, NOBODY)
    elif lacking and not queued:
        enqueue(world, call)
        note(world, QUEUED, call, NOBODY, calls_of(world)[call].zone, world.queued)
    elif queued and not lacking:
        dequeue(world, call)
    return UNTIL


@lean
def first_queued_for(world: World, unit: int) -> int:
    """The first queued call that lacks a unit of this kind and that the unit, idle at `at_zone`, can reach."""
    one = units_of(world)[unit]
    for place in range(world.queued):
        call = queue_of(world)[place]
        metric = answer_metric(world, call)
        reaches = to_ms_of(world)[metric, calls_of(world)[call].zone, one.at_zone] < UNREACHABLE_MS
        if remaining_of(world)[call, one.kind] > 0 and reaches:
            return int(call)
    return NOBODY


@lean
def take_queued(world: World, unit: int) -> bool:
    """Send a unit that is free where it stands to the first queued call it can help; whether there was one."""
    call = first_queued_for(world, unit) if world.queued > 0 else NOBODY
    if call == NOBODY:
        return False
    units_of(world)[unit].told_ms = world.now_ms
    send(world, unit, call, WAS_NEXT)
    if lacks(world, call, 0) == NOBODY:
        dequeue(world, call)
    return True


@lean
def best_relief(world: World, unit: int) -> int:
    """The unit on its way that a freed one would beat by most, at least by `reassign_gain_ms`; NOBODY."""
    settle_en_route(world)
    one, now_ms = units_of(world)[unit], world.now_ms
    mine, best, best_gain_ms = lists_of(world)[EN_ROUTE], NOBODY, world.reassign_gain_ms
    for place in range(mine[-1]):
        other = mine[place]
        its = units_of(world)[other]
        call = its.call
        if its.kind != one.kind or reassigns_of(world)[calls_of(world)[call].priority] == 0:
            continue
        metric = answer_metric(world, call)
        gain_ms = its.goal_ms - now_ms - taken_ms_of(world)[metric, its.goal_zone, one.at_zone]
        if gain_ms > best_gain_ms or (gain_ms == best_gain_ms and (best == NOBODY or other < best)):
            best, best_gain_ms = other, gain_ms
    return int(best)


@lean
def set_free(world: World, unit: int) -> None:
    """A unit is done, `at_zone` at `at_ms`: home if its shift is over, else to the queue, to relieve another, to wait."""
    one = units_of(world)[unit]
    one.busy_ms += world.now_ms - one.told_ms
    one.status, one.call, one.row = FREED, NOBODY, NOBODY
    plan_event(world, unit, NEVER_MS)
    world.moves_due = 1
    if not one.on:
        one.status = OFF
        return
    if not take_queued(world, unit):
        add_call(world, unit, TO_PLACE)


@lean
def relieve(world: World, unit: int) -> bool:
    """Let a freed unit take over a call from one that is further away; whether it did."""
    other = best_relief(world, unit)
    if other == NOBODY:
        return False
    its = units_of(world)[other]
    call = its.call
    call_off(world, other)
    units_of(world)[unit].told_ms = world.now_ms
    send(world, unit, call, TAKES_OVER)
    set_free(world, other)
    return True


@inlined
def place_next(world: World) -> int:
    """Say where a freed unit goes to wait; ASKS_STATION, or UNTIL where that was done."""
    unit = lists_of(world)[TO_PLACE, 0]
    station = world.answer_station
    if station == NO_ANSWER and world.place != CLOSEST:
        world.asked = unit
        return ASKS_STATION
    if station == NO_ANSWER:
        station = units_of(world)[unit].home
    world.answer_station = NO_ANSWER
    drop_call(world, unit, TO_PLACE)
    note(world, PLACED, NOBODY, unit, units_of(world)[unit].at_zone, station)
    go_wait(world, unit, station)
    return UNTIL


@lean
def move_up(world: World, unit: int, station: int) -> bool:
    """Send an idle unit to wait elsewhere, if it has a move left; whether it went."""
    one = units_of(world)[unit]
    if not may_move(world, unit) or station == one.station:
        return False
    one.moved = world.moves_at_most - moves_left(world, unit) + 1
    one.span = world.now_ms // world.move_span_ms
    one.moves += 1
    one.moved_ms = world.now_ms
    leave_idleness(world, unit)
    note(world, MOVED, NOBODY, unit, one.at_zone, station)
    go_wait(world, unit, station)
    return True


@inlined
def move_next(world: World) -> int:
    """Let the policy move one idle unit up; ASKS_MOVE, or UNTIL where that was done or nobody is to move."""
    unit, station = world.answer, world.answer_station
    settle_rolling(world)
    if unit == NO_ANSWER:
        world.asked = NOBODY
        return ASKS_MOVE
    world.answer = world.answer_station = NO_ANSWER
    moved = unit != NOBODY and move_up(world, unit, station)
    world.moves_due = world.moves_due + 1 if moved else 0
    return UNTIL
