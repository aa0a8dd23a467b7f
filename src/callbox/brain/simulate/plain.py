"""The plain model: what one unit for each call, always the closest idle one, would have come to."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.simulate.facts import Calls, Ints, Longs
from callbox.brain.simulate.plain_loops import PlainRun, run_plain
from callbox.brain.simulate.tables import PlainTables


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOutcome:
    """What came of c calls; all of them are answered."""

    unit: Ints
    """(c,) who went."""
    start_ms: Longs
    """(c,) when it was told."""
    arrival_ms: Longs
    """(c,)"""
    free_ms: Longs
    """(u,) when each unit was back for the last time."""


def plain(tables: PlainTables, calls: Calls, *, free_ms: Longs | None = None) -> PlainOutcome:
    """Answer `calls` one after the other; `free_ms` (u,) says when each unit is first back, by default at once."""
    count, units = len(calls.time_ms), tables.unit_rank.shape[2]
    run = PlainRun(
        np.empty(count, np.int32),
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.full(units, -1, np.int64) if free_ms is None else free_ms.astype(np.int64),
    )
    run_plain(tables, calls, run)
    return PlainOutcome(unit=run.unit, start_ms=run.start_ms, arrival_ms=run.arrival_ms, free_ms=run.free_ms)
