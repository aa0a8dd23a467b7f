"""A run watched: every decision with whom it could have chosen and why it chose, and where everybody is at any moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from callbox.brain.simulate.asking import Candidate
from callbox.brain.simulate.facts import NEVER_MS, NOBODY
from callbox.brain.simulate.full import Model, advance
from callbox.brain.simulate.layout import (
    ASSIGNED,
    CARRIED,
    CONSIDERED,
    DRIVES,
    LOST,
    MOVED,
    OPENED,
    PLACED,
    QUEUED,
    TRACE,
    TRACE_FULL,
    Records,
    State,
    Tables,
)
from callbox.brain.simulate.policy import STATIC, Policy

WHAT: Final = (
    "opened", "considered", "assigned", "called_off", "queued", "free", "carried", "placed", "moved", "changed",
    "drives", "lost",
)  # fmt: skip
"""Codes of a row's `what`. Its `other` is: opened, the priority; considered, the time to the call in ms; assigned, the
reason (WHY); called_off, when it can turn; queued, the place in the queue; carried, when it is at the hospital; placed and
moved, the station; changed, 0 a version, 1 a shift's end, 2 a shift's beginning; drives, when it will be there."""
WHY: Final = ("was_chosen", "was_called_off", "was_next_in_queue", "takes_over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: `what` and `why` are codes of WHAT and WHY (empty where there is but one reason)."""

    at_ms: int
    what: str
    call: int
    unit: int
    station: int
    why: str
    considered: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a unit is: `fraction` of the way from one zone to the next of its route; both are one where it stands."""

    unit: int
    zone: int
    towards: int
    fraction: float
    call: int


def watch(
    model: Model, state: State, *, policy: Policy = STATIC, until_ms: int = NEVER_MS, rows: int = 65_536
) -> tuple[Records, State]:
    """Run on to `until_ms` and keep every row of the trace; the rows (t,) TRACE, and the state it ended in.

    `state` is used up. The policy must not ask. Raises ValueError where `rows`, kept at a time, can't hold one step.
    """
    return watched(model, state, lambda now: advance(model, now, policy=policy, until_ms=until_ms), rows=rows)


def watched(model: Model, state: State, go_on: Callable[[State], int], *, rows: int = 65_536) -> tuple[Records, State]:
    """As `watch`, of a run that `go_on` lets go on, by whatever policy, and says why it came back."""
    if rows < 8 * model.city.units + 64:
        raise ValueError(f"rows: give at least {8 * model.city.units + 64}")
    state = state._replace(trace=np.zeros(rows, TRACE))
    kept = []
    while True:
        reason = go_on(state)
        kept.append(state.trace[: int(state.world["traced"][0])].copy())
        state.world["traced"] = 0
        if reason != TRACE_FULL:
            return np.concatenate(kept), state


def decisions(trace: Records) -> Iterator[Decision]:
    """The decisions of a trace in their order, each with all whom it could have chosen."""
    considered: list[Candidate] = []
    for row in trace:
        what, call, unit = int(row["what"]), int(row["call"]), int(row["unit"])
        if what == CONSIDERED:
            considered.append(Candidate(unit=unit, eta_ms=int(row["other"]), leaves=int(row["zone"])))
        elif what in {ASSIGNED, QUEUED, LOST, CARRIED, PLACED, MOVED}:
            station = int(row["other"]) if what in {PLACED, MOVED} else NOBODY
            why = WHY[int(row["other"])] if what == ASSIGNED else ""
            found = tuple(sorted(considered, key=lambda one: (one.eta_ms, one.unit)))
            yield Decision(
                at_ms=int(row["at_ms"]), what=WHAT[what], call=call, unit=unit, station=station, why=why,
                considered=found,
            )  # fmt: skip
            considered = []
        elif what == OPENED:
            considered = []


def spots(model: Model, trace: Records, at_ms: int) -> list[Spot]:
    """Where every unit is at a moment, in order of number; one that has not moved yet stands at its own station."""
    mine = trace[(trace["what"] == DRIVES) & (trace["at_ms"] <= at_ms)]
    last = dict(zip(mine["unit"].tolist(), range(len(mine)), strict=True))
    return [
        spot(model.tables, mine[last[unit]], at_ms)
        if unit in last
        else standing(unit, int(model.city.station_zone[home]))
        for unit, home in enumerate(model.city.unit_station.tolist())
    ]


def standing(unit: int, zone: int, call: int = NOBODY) -> Spot:
    """A unit that does not move."""
    return Spot(unit=unit, zone=zone, towards=zone, fraction=0.0, call=call)


def spot(tables: Tables, drive: np.void, at_ms: int) -> Spot:
    """Where a unit is on a drive: between the last point it passed and the next."""
    unit, zone, goal, call = (int(drive[name]) for name in ("unit", "zone", "goal", "call"))
    metric, passed_ms, until_ms = int(drive["metric"]), int(drive["from_ms"]), int(drive["other"])
    if at_ms >= until_ms:
        return standing(unit, goal, call)
    while zone != goal and (step := int(tables.via[metric, goal, zone])) != NOBODY:
        next_ms = until_ms - int(tables.to_ms[metric, goal, step])
        if next_ms > at_ms:
            fraction = max(0, at_ms - passed_ms) / max(1, next_ms - passed_ms)
            return Spot(unit=unit, zone=zone, towards=step, fraction=fraction, call=call)
        zone, passed_ms = step, next_ms
    return standing(unit, zone, call)
