"""The plain model as machine code: the closest idle unit, one for each call, first come first served."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled
from callbox.brain.simulate.facts import Calls
from callbox.brain.simulate.tables import PlainTables


class PlainRun(NamedTuple):
    """What the loop writes; c calls, u units."""

    unit: NDArray[np.int32]
    """(c,)"""
    start_ms: NDArray[np.int64]
    """(c,)"""
    arrival_ms: NDArray[np.int64]
    """(c,)"""
    free_ms: NDArray[np.int64]
    """(u,) when each unit is back at its station; read and written."""


@compiled
def first_free(free_ms: NDArray[np.int64]) -> int:
    """The earliest moment at which a unit is back."""
    earliest = free_ms[0]
    for unit in range(1, len(free_ms)):
        earliest = min(earliest, free_ms[unit])
    return int(earliest)


@compiled
def run_plain(tables: PlainTables, calls: Calls, run: PlainRun) -> None:
    """Answer all calls in order.

    First come, first served: no call starts before the one ahead of it, so the clock is the later of the call's own
    time and the last start. Walking down the zone's ranked units ends at the first that is back, on average after
    1 / (1 - load) steps, where a scan would look at every unit.
    """
    clock = np.int64(-1)
    units = len(run.free_ms)
    for call in range(len(calls.time_ms)):
        zone = calls.zone[call]
        clock = max(clock, calls.time_ms[call])
        hour = (clock // 3_600_000) % 168
        metric = tables.metric_at[0, hour]
        place = 0
        while place < units and run.free_ms[tables.unit_rank[metric, zone, place]] > clock:
            place += 1
        if place == units:
            clock = np.int64(first_free(run.free_ms))
            hour = (clock // 3_600_000) % 168
            metric = tables.metric_at[0, hour]
            place = 0
            while run.free_ms[tables.unit_rank[metric, zone, place]] > clock:
                place += 1
        unit = tables.unit_rank[metric, zone, place]
        arrival = clock + calls.turnout_ms[call] + tables.answer_ms[metric, zone, place]
        left = arrival + calls.on_scene_ms[call]
        back = tables.home_ms[tables.metric_at[1, (left // 3_600_000) % 168], zone, unit]
        run.unit[call] = unit
        run.start_ms[call] = clock
        run.arrival_ms[call] = arrival
        run.free_ms[unit] = left + back
