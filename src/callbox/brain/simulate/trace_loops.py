"""Every decision noted as it is made, where somebody wants to watch; costs one comparison where nobody does."""

from callbox.brain.compiled import inlined, lean
from callbox.brain.simulate.facts import NOBODY
from callbox.brain.simulate.layout import CONSIDERED, DRIVES
from callbox.brain.simulate.world import World, candidates_of, trace_of, units_of


@inlined
def note(world: World, what: int, call: int, unit: int, zone: int, other: int) -> None:
    """One row of the trace: what, about which call and unit, where, and a number whose meaning `what` says."""
    if world.traced >= world.trace_rows:
        return
    row = trace_of(world)[world.traced]
    row.at_ms, row.what, row.call, row.unit, row.zone, row.other = world.now_ms, what, call, unit, zone, other
    row.goal, row.metric, row.from_ms = NOBODY, NOBODY, world.now_ms
    world.traced += 1


@lean
def note_drive(world: World, unit: int) -> None:
    """A unit sets out: from where and when, to where and when; what an earlier row said of it ends then."""
    one = units_of(world)[unit]
    note(world, DRIVES, one.call, unit, one.at_zone, one.goal_ms)
    if world.traced < world.trace_rows:
        row = trace_of(world)[world.traced - 1]
        row.goal, row.metric, row.from_ms = one.goal_zone, one.metric, one.at_ms


@lean
def note_candidates(world: World, call: int) -> None:
    """A row for each unit that could have been chosen, with its time to the call."""
    if world.trace_rows == 0:
        return
    for place in range(world.candidates):
        one = candidates_of(world)[place]
        note(world, CONSIDERED, call, one.unit, one.call if one.call != NOBODY else NOBODY, one.eta_ms)


@inlined
def trace_is_full(world: World) -> bool:
    """Whether the rows of one more step might not find room."""
    return bool(world.trace_rows > 0 and world.trace_rows - world.traced < 4 * world.unit_count + 16)
