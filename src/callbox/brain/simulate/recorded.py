"""Resimulation: what a ledger recorded of a real node, as calls and as the moment to begin from.

What was not recorded is filled in by the median of the same priority, and counted, so that a report can say how much of a
replay is recorded and how much is not.
"""

from dataclasses import dataclass, replace

import numpy as np

from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, NOBODY, ORDINARY, SIREN, Bytes, Calls, Ints, Longs, Outcome
from callbox.brain.simulate.full import Model, advance, result
from callbox.brain.simulate.policy import STATIC, Policy
from callbox.brain.simulate.standing import Moment, Standing, begin_from

UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """c calls in order of time, and r answers to them in any order; UNKNOWN where a moment was not recorded."""

    time_ms: Longs
    """(c,) from when on somebody could be sent."""
    zone: Ints
    priority: Bytes
    hospital_kind: Bytes
    """(c,) NOBODY where nobody was taken to hospital."""
    call: Ints
    """(r,) the call that was answered."""
    unit: Ints
    """(r,) by which unit."""
    told_ms: Longs
    rolling_ms: Longs
    arrived_ms: Longs
    left_ms: Longs
    """(r,) from the scene."""
    hospital_ms: Longs
    """(r,) arrival there."""
    free_ms: Longs


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How many of the calls had each duration recorded; the rest got the median of their priority."""

    turnout: int
    on_scene: int
    handover: int


def calls_of(recorded: Recorded, *, unit_kind: Bytes) -> tuple[Calls, Filled]:
    """The recorded calls as the simulator takes them: each needs the units, by kind, that were sent to it; at least one.

    Of several answers to a call, the longest time at the scene and the first turnout count.
    """
    count = len(recorded.time_ms)
    need = np.zeros((count, int(unit_kind.max(initial=0)) + 1), np.int8)
    np.add.at(need, (recorded.call, unit_kind[recorded.unit]), 1)
    need[need.sum(axis=1) == 0, 0] = 1
    turnout = by_call(recorded, recorded.told_ms, recorded.rolling_ms)
    on_scene = by_call(recorded, recorded.arrived_ms, recorded.left_ms)
    handover = by_call(recorded, recorded.hospital_ms, recorded.free_ms)
    known = [int((one >= 0).sum()) for one in (turnout, on_scene, handover)]
    filled = Filled(turnout=known[0], on_scene=known[1], handover=known[2])
    calls = Calls(
        time_ms=recorded.time_ms, zone=recorded.zone, priority=recorded.priority, need=need,
        turnout_ms=fill(turnout, recorded.priority), on_scene_ms=fill(on_scene, recorded.priority),
        hospital_kind=recorded.hospital_kind, handover_ms=fill(handover, recorded.priority),
    )  # fmt: skip
    return calls, filled


def by_call(recorded: Recorded, from_ms: Longs, until_ms: Longs) -> Longs:
    """(c,) the longest recorded duration of each call's answers, UNKNOWN where there is none."""
    known = (from_ms >= 0) & (until_ms >= from_ms)
    longest = np.full(len(recorded.time_ms), UNKNOWN, np.int64)
    np.maximum.at(longest, recorded.call[known], (until_ms - from_ms)[known])
    return longest


def fill(duration_ms: Longs, priority: Bytes) -> Ints:
    """(c,) durations, at least 1 ms, the unknown ones by the median of their priority, or of all."""
    filled, known = duration_ms.copy(), duration_ms >= 0
    overall = np.median(duration_ms[known]) if known.any() else 1
    for one in np.unique(priority):
        mine = priority == one
        middle = np.median(duration_ms[mine & known]) if (mine & known).any() else overall
        filled[mine & ~known] = int(middle)
    return np.clip(filled, 1, 2**30).astype(np.int32)


def moment_at(model: Model, recorded: Recorded, at_ms: int) -> Moment:
    """Where every unit stood at a moment, as far as the record tells.

    A unit on its way is taken to have left its own station so that it arrives when it did; one that had become free
    before is on its way home or there. `model.calls` are those of `calls_of`.
    """
    busy = (recorded.told_ms <= at_ms) & ((recorded.free_ms > at_ms) | (recorded.free_ms < 0))
    units = []
    for unit in range(model.city.units):
        mine = np.flatnonzero(busy & (recorded.unit == unit))
        one = answering(model, recorded, int(mine[-1]), at_ms) if len(mine) else resting(model, recorded, unit, at_ms)
        units.append(one if one.leaves_ms > at_ms else home(model, unit))
    return Moment(at_ms=at_ms, units=tuple(units), lacking=still_lacking(model, recorded, at_ms))


def still_lacking(model: Model, recorded: Recorded, at_ms: int) -> dict[int, tuple[int, ...]]:
    """Open calls to which units were sent only later, by kind."""
    later = (recorded.told_ms > at_ms) & (recorded.time_ms[recorded.call] < at_ms)
    lacking: dict[int, list[int]] = {}
    for row in np.flatnonzero(later).tolist():
        kinds = lacking.setdefault(int(recorded.call[row]), [0] * model.calls.need.shape[1])
        kinds[int(model.city.kinds[recorded.unit[row]])] += 1
    return {call: tuple(kinds) for call, kinds in lacking.items()}


def home(model: Model, unit: int) -> Standing:
    """A unit that waits at its own station."""
    station = int(model.city.unit_station[unit])
    zone = int(model.city.station_zone[station])
    return Standing(unit=unit, doing="waiting", station=station, zone=zone, goal_zone=zone)


def answering(model: Model, recorded: Recorded, row: int, at_ms: int) -> Standing:
    """A unit that answers a call at the moment: on its way, at the scene, or with a patient until it is free."""
    unit, call = int(recorded.unit[row]), int(recorded.call[row])
    goal, start = int(model.calls.zone[call]), home(model, unit)
    metric = metric_at(model, at_ms, SIREN)
    travel_ms = int(model.tables.to_ms[metric, goal, start.zone])
    arrived_ms = int(recorded.arrived_ms[row])
    goal_ms = arrived_ms if arrived_ms >= 0 else int(recorded.told_ms[row]) + travel_ms
    left_ms = int(recorded.left_ms[row])
    leaves_ms = left_ms if left_ms >= goal_ms else goal_ms + int(model.calls.on_scene_ms[call])
    standing = Standing(
        unit=unit, doing="responding", station=start.station, zone=start.zone, at_ms=goal_ms - travel_ms, goal_zone=goal,
        goal_ms=goal_ms, metric=metric, mode=SIREN, call=call, told_ms=int(recorded.told_ms[row]), leaves_ms=leaves_ms,
    )  # fmt: skip
    free_ms = int(recorded.free_ms[row])
    if leaves_ms <= at_ms < free_ms:
        there = hospital_zone(model, call, metric)
        return replace(
            standing, doing="carrying", zone=there, at_ms=at_ms, goal_zone=there, goal_ms=at_ms, leaves_ms=free_ms
        )
    return standing


def hospital_zone(model: Model, call: int, metric: int) -> int:
    """Where a call's patient was taken, as the simulator would choose: the ledger names no zone for it."""
    zone, kind = int(model.calls.zone[call]), int(model.calls.hospital_kind[call])
    hospital = int(model.tables.hospital[metric, zone, kind]) if kind >= 0 else NOBODY
    return int(model.tables.hospital_zone[hospital]) if hospital != NOBODY else zone


def resting(model: Model, recorded: Recorded, unit: int, at_ms: int) -> Standing:
    """A unit that answers nothing at the moment: at its station, or still on its way back from its last call."""
    done = np.flatnonzero((recorded.unit == unit) & (recorded.free_ms >= 0) & (recorded.free_ms <= at_ms))
    there = home(model, unit)
    if not len(done):
        return there
    row = int(done[recorded.free_ms[done].argmax()])
    zone, free_ms = int(model.calls.zone[recorded.call[row]]), int(recorded.free_ms[row])
    metric = metric_at(model, free_ms, ORDINARY)
    goal_ms = free_ms + int(model.tables.to_ms[metric, there.zone, zone])
    if goal_ms <= at_ms:
        return there
    return replace(there, doing="rolling", zone=zone, at_ms=free_ms, goal_ms=goal_ms, metric=metric)


def metric_at(model: Model, at_ms: int, mode: int) -> int:
    """The table in force at a moment."""
    version = int(np.searchsorted(model.city.version_from_ms, at_ms, side="right")) - 1
    return int(model.tables.metric_at[max(version, 0), mode, at_ms // HOUR_MS % 168])


def resimulate(
    model: Model, recorded: Recorded, *, from_ms: int, policy: Policy = STATIC, until_ms: int = NEVER_MS
) -> Outcome:
    """What would have come of the recorded calls from `from_ms` on, had this policy decided from then on.

    `model` is `prepare(city, calls_of(recorded)[0], params)`. Count the calls from `from_ms` on: those before are there
    only to keep the units busy that were.
    """
    state = begin_from(model, moment_at(model, recorded, from_ms), dispatch_lacking=True)
    advance(model, state, policy=policy, until_ms=until_ms)
    return result(model, state)
