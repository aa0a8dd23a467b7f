"""The full simulator: prepare a city once, begin a run, let it go on to any moment, fork it, ask what came of it.

model = prepare(city, calls, Params())
state = begin(model)
advance(model, state, policy=STATIC, until_ms=6 * HOUR_MS)
outcome = result(model, state)
"""

from dataclasses import dataclass, replace

import numpy as np

from callbox.brain.simulate.binding import at_desk, bind
from callbox.brain.simulate.driver_loops import run_driven
from callbox.brain.simulate.facts import NEVER_MS, NOBODY, Calls, City, Outcome, Params
from callbox.brain.simulate.layout import (
    CANDIDATE,
    NO_ANSWER,
    OFF,
    PROGRESS,
    RESPONDING,
    TRACE,
    UNIT,
    WAITING,
    Longs,
    Records,
    State,
    Tables,
    Terms,
)
from callbox.brain.simulate.policy import ASKED, CLOSEST, STATIC, Policy
from callbox.brain.simulate.run_loops import run_full
from callbox.brain.simulate.tables import city_tables, with_calls
from callbox.brain.simulate.world import WORLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A city, its calls and the rules of the floor, ready to run."""

    city: City
    calls: Calls
    tables: Tables
    terms: Terms


def prepare(city: City, calls: Calls, params: Params) -> Model:
    """Derive what the loops look up; the costly part depends on the city alone (see `with_other_calls`)."""
    return Model(city=city, calls=calls, tables=with_calls(city_tables(city), calls), terms=terms(params))


def with_other_calls(model: Model, calls: Calls) -> Model:
    """The same city and rules on other calls, at next to no cost."""
    return replace(model, calls=calls, tables=with_calls(model.tables, calls))


def terms(params: Params) -> Terms:
    """`Params` as the loops read them."""
    return Terms(
        answer_mode=np.array(params.answer_mode, np.int8),
        carry_mode=np.array(params.carry_mode, np.int8),
        preempts_from=np.array(params.preempts_from, np.int8),
        reassigns=np.array(params.reassigns, np.int8),
        preempt_gain_ms=params.preempt_gain_ms,
        reassign_gain_ms=params.reassign_gain_ms,
        carrying_kinds=sum(1 << kind for kind in set(params.carrying_kinds)),
        answers_rolling=int(params.answers_rolling),
        queues=int(params.queues),
        moves_at_most=params.moves_a_span,
        move_span_ms=params.move_span_ms,
    )


def begin(model: Model, *, from_ms: int = 0, trace_rows: int = 0) -> State:
    """A city at rest at `from_ms`: everybody on shift waits at their own station, nobody has called."""
    city, calls = model.city, model.calls
    kinds = max(calls.need.shape[1], int(city.kinds.max()) + 1)
    state = State(
        world=np.zeros(1, WORLD),
        units=units_at_rest(city, from_ms),
        tree=np.full(2 * (1 << max(0, city.units - 1).bit_length()), NEVER_MS, np.int64),
        lists=np.zeros((4, city.units + 3), np.int32),
        waiting=np.full((city.stations, kinds), NOBODY, np.int32),
        idle=np.zeros((city.stations, kinds), np.int32),
        queue=np.zeros(len(calls.time_ms), np.int32),
        progress=np.zeros(len(calls.time_ms), PROGRESS),
        remaining=np.zeros((len(calls.time_ms), kinds), np.int8),
        candidates=np.zeros(2 * city.units, CANDIDATE),
        trace=np.zeros(trace_rows, TRACE),
    )
    start_clock(model, state, from_ms)
    state.remaining[:, : calls.need.shape[1]] = calls.need
    for name in ("assigned_ms", "first_ms", "due_ms"):
        state.progress[name] = NEVER_MS
    state.progress["missing"] = calls.need.sum(axis=1)
    state.progress["unit"] = NOBODY
    for unit in reversed(np.flatnonzero(state.units["status"] == WAITING).tolist()):
        place_at_rest(state, unit)
    return state


def start_clock(model: Model, state: State, from_ms: int) -> None:
    """Set the clock, and skip the calls and changes that lie before it."""
    now = state.world
    now["now_ms"], now["next_tick_ms"] = from_ms, NEVER_MS
    now["asked"] = NOBODY
    now["answer"] = now["answer_station"] = NO_ANSWER
    now["next_call"] = np.searchsorted(model.calls.time_ms, from_ms)
    now["next_change"] = np.searchsorted(model.tables.changes["at_ms"], from_ms)
    now["version"] = np.searchsorted(model.city.version_from_ms[1:], from_ms)


def units_at_rest(city: City, from_ms: int) -> Records:
    """(u,) UNIT: on shift and at the own station, or off."""
    units = np.zeros(city.units, UNIT)
    units["kind"], units["home"] = city.kinds, city.unit_station
    units["station"], units["next_ms"] = city.unit_station, NEVER_MS
    units["call"] = units["row"] = units["following"] = NOBODY
    on = np.ones(city.units, bool)
    on[city.shift_unit] = False
    on[city.shift_unit[(city.shift_on_ms < from_ms) & (from_ms <= city.shift_off_ms)]] = True
    units["on"] = on
    units["status"] = np.where(on, WAITING, OFF)
    return units


def place_at_rest(state: State, unit: int) -> None:
    """Put a unit at the head of its station's line; called from the highest number down."""
    one = state.units[unit]
    place = (one["station"], one["kind"])
    one["following"] = state.waiting[place]
    state.waiting[place] = unit
    state.idle[place] += 1


def advance(model: Model, state: State, *, policy: Policy = STATIC, until_ms: int = NEVER_MS) -> int:
    """Let the run go on, in place, to the events before `until_ms`; one of UNTIL, FINISHED, ASKS_..., TRACE_FULL."""
    if policy.tick_ms > 0 and state.world["next_tick_ms"][0] == NEVER_MS:
        state.world["next_tick_ms"] = state.world["now_ms"] + policy.tick_ms
    policy = at_desk(policy, tables=model.tables, units=len(state.units))  # lives until the run comes back
    asks_nobody = {policy.dispatch, policy.place, policy.move} <= {CLOSEST, ASKED}
    worlds = bind(state, tables=model.tables, terms=model.terms, policy=policy)
    return run_full(worlds, until_ms) if asks_nobody else run_driven(worlds, until_ms)


def simulate(model: Model, policy: Policy = STATIC) -> Outcome:
    """The whole run of a policy that need not be asked, and what came of it."""
    state = begin(model)
    advance(model, state, policy=policy)
    return result(model, state)


def result(model: Model, state: State) -> Outcome:
    """What came of the calls until now; who has reached a scene counts, though the loops take note only when it leaves."""
    progress, units, now_ms = state.progress.copy(), state.units.copy(), int(state.world["now_ms"][0])
    for unit in np.flatnonzero((units["status"] == RESPONDING) & (units["goal_ms"] <= now_ms)).tolist():
        count_arrival(progress[units["call"][unit] :][:1], units[unit : unit + 1], unit)
    return Outcome(
        calls=model.calls,
        assigned_ms=progress["assigned_ms"].copy(),
        first_arrival_ms=progress["first_ms"].copy(),
        all_arrived_ms=np.where(progress["missing"] <= 0, progress["last_ms"], NEVER_MS),
        unit=progress["unit"].copy(),
        busy_ms=busy_until_now(state),
        answered=units["answered"].astype(np.int64),
        driven_ms=units["driven_ms"].copy(),
        moves=units["moves"].astype(np.int64),
    )


def busy_until_now(state: State) -> Longs:
    """(u,) how long each unit has been busy, with what it is busy with now."""
    units, now_ms = state.units, int(state.world["now_ms"][0])
    busy_ms: Longs = units["busy_ms"] + np.where(units["next_ms"] < NEVER_MS, now_ms - units["told_ms"], 0)
    return busy_ms


def count_arrival(progress: Records, units: Records, unit: int) -> None:
    """Count one arrival in copies of a call's row and a unit's row."""
    at_ms = units["goal_ms"][0]
    if (at_ms, unit) < (progress["first_ms"][0], progress["unit"][0]):
        progress["first_ms"], progress["unit"] = at_ms, unit
    progress["last_ms"] = max(progress["last_ms"][0], at_ms)
    progress["missing"] -= 1
    units["answered"] += 1
