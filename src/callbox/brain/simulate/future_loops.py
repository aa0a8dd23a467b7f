"""Many futures of one moment: each answer tried on each future, from a copy of the same state."""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled, lean
from callbox.brain.simulate.driver_loops import drive_world
from callbox.brain.simulate.facts import NEVER_MS, NOBODY
from callbox.brain.simulate.layout import RESPONDING
from callbox.brain.simulate.world import (
    World,
    calls_of,
    idle_of,
    lists_of,
    progress_of,
    queue_of,
    remaining_of,
    tree_of,
    units_of,
    waiting_of,
)


@lean
def copy_clock(base: World, scratch: World) -> None:
    """Set one world's clock by another's."""
    scratch.now_ms, scratch.next_tick_ms = base.now_ms, base.next_tick_ms
    scratch.next_call, scratch.next_change, scratch.version = base.next_call, base.next_change, base.version
    scratch.queued, scratch.again = base.queued, base.again
    scratch.kind, scratch.moves_due = base.kind, base.moves_due
    scratch.asked, scratch.candidates, scratch.traced = base.asked, 0, 0


@lean
def copy_state(base: World, scratch: World) -> None:
    """Set one world's units, queue and open calls by another's; the scratch has room for more calls."""
    copy_clock(base, scratch)
    for unit in range(base.unit_count):
        units_of(scratch)[unit] = units_of(base)[unit]
    for place in range(base.tree_length):
        tree_of(scratch)[place] = tree_of(base)[place]
    for row in range(4):
        for place in range(base.list_length):
            lists_of(scratch)[row, place] = lists_of(base)[row, place]
    for station in range(base.station_count):
        for kind in range(base.kind_count):
            waiting_of(scratch)[station, kind] = waiting_of(base)[station, kind]
            idle_of(scratch)[station, kind] = idle_of(base)[station, kind]
    for place in range(base.queued):
        queue_of(scratch)[place] = queue_of(base)[place]
    for call in range(base.call_count):
        calls_of(scratch)[call], progress_of(scratch)[call] = calls_of(base)[call], progress_of(base)[call]
        for kind in range(base.kind_count):
            remaining_of(scratch)[call, kind] = remaining_of(base)[call, kind]


@lean
def add_future(scratch: World, call: int, future: World, need: NDArray[np.int8]) -> None:
    """One more call that is going to come."""
    calls_of(scratch)[call] = future
    progress = progress_of(scratch)[call]
    progress.assigned_ms = progress.first_ms = NEVER_MS
    progress.last_ms, progress.unit, progress.missing, progress.carried, progress.queued = 0, NOBODY, 0, 0, 0
    for kind in range(scratch.kind_count):
        count = need[kind] if kind < len(need) else 0
        remaining_of(scratch)[call, kind] = count
        progress.missing += count


@lean
def cost_of(scratch: World, target_ms: NDArray[np.int64], until_ms: int) -> tuple[int, int]:
    """(calls late, total response in ms); planned arrivals count, a call nobody was sent to waits to the end."""
    late, total_ms = 0, 0
    for unit in range(scratch.unit_count):
        one = units_of(scratch)[unit]
        if one.status == RESPONDING:
            progress = progress_of(scratch)[one.call]
            progress.first_ms = min(progress.first_ms, one.goal_ms)
    for call in range(scratch.next_call):
        one = calls_of(scratch)[call]
        response_ms = min(progress_of(scratch)[call].first_ms, until_ms + target_ms[one.priority]) - one.time_ms
        late += response_ms > target_ms[one.priority]
        total_ms += response_ms
    return late, total_ms


@compiled
def run_futures(
    worlds: NDArray[np.void],
    answers: NDArray[np.int64],
    futures: NDArray[np.void],
    needs: NDArray[np.int8],
    first: NDArray[np.int64],
    target_ms: NDArray[np.int64],
    until_ms: int,
    costs: NDArray[np.int64],
) -> None:
    """Fill `costs` (answers, futures, 2) with calls late and total response; future f is rows first[f]..first[f + 1].

    `worlds` (2,) are two bound WORLDs, what is now and the scratch with room for the longest future; `answers` (a, 2)
    hold a unit and a station, NO_ANSWER where it is not what was asked.
    """
    base, scratch = worlds[0], worlds[1]
    for answer in range(len(answers)):
        for future in range(len(first) - 1):
            scratch.call_count = base.call_count + first[future + 1] - first[future]
            copy_state(base, scratch)
            scratch.answer, scratch.answer_station = answers[answer, 0], answers[answer, 1]
            for row in range(first[future], first[future + 1]):
                add_future(scratch, base.call_count + row - first[future], futures[row], needs[row])
            drive_world(scratch, until_ms)
            costs[answer, future, 0], costs[answer, future, 1] = cost_of(scratch, target_ms, until_ms)
