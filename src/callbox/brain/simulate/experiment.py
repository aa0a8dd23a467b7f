"""Running policies on the same days: calls drawn once, a day to warm up, then each day's calls, moves and busy time.

How busy units are is measured on days of their own (`tuned`), so that no policy is set up on the days it is judged on.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from callbox.brain.simulate.asking import advance_asking
from callbox.brain.simulate.busy import HOURS, busy_fractions, on_shift, pooled
from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, Calls, Floats, Ints
from callbox.brain.simulate.full import Model, advance, begin, busy_until_now, prepare, result, terms, with_other_calls
from callbox.brain.simulate.layout import State
from callbox.brain.simulate.measures import Sample
from callbox.brain.simulate.named import Method, Tuned, static
from callbox.brain.simulate.own import QUESTIONS
from callbox.brain.simulate.scenario import BEGUN_WITH_BUSY, Scenario, placed_better, well_placed

DAY_MS: Final = HOURS * HOUR_MS
WARM_DAYS: Final = 1
TUNING_DAYS: Final = 14
TUNING_SEED: Final = 1_000_003
"""Added to the seed, so that tuning meets other days than judging."""
ROUNDS: Final = 2
PLANS: Final = 8
"""How many plans are met where each unit has its own share of busy time."""


def days_of_calls(one: Scenario, *, seed: int, days: int, warm_days: int = WARM_DAYS) -> Calls:
    """The calls of some days to warm up and of `days` days, from a Monday on."""
    return draw_calls(one.demand, seed=seed, from_ms=0, until_ms=(warm_days + days) * DAY_MS)


def tuned(
    one: Scenario, *, seed: int, days: int = TUNING_DAYS, warm_days: int = WARM_DAYS, place: bool = True,
    by_unit: bool = False,
) -> Tuned:  # fmt: skip
    """Units at their best stations (unless they are to stay), and how busy they are there, found in turns.

    `by_unit`: from there on placed by each unit's own share; see `planned_by_unit`.
    """
    calls = days_of_calls(one, seed=seed + TUNING_SEED, days=days, warm_days=warm_days)
    busy, model = BEGUN_WITH_BUSY, prepare(one.city, calls, one.params)
    for _ in range(ROUNDS if place else 1):
        one = well_placed(one, busy_fraction=busy) if place else one
        method = static(Tuned(scenario=one, busy_fraction=busy))
        seen = run(model_of(one, calls, like=model), method, days=days, warm_days=warm_days)
        on = on_shift(one.city, from_hour=warm_days * HOURS, days=days)
        busy = pooled(seen.busy_by_hour, on)
    known = Tuned(scenario=one, busy_fraction=busy, model=model)
    return planned_by_unit(known, seed=seed, days=days, warm_days=warm_days) if by_unit and place else known


def planned_by_unit(known: Tuned, *, seed: int, days: int = TUNING_DAYS, warm_days: int = WARM_DAYS) -> Tuned:
    """The static plan with each unit's own share of busy time, in turns: whose station is busy is taken to be away.

    Turns need not settle: of all plans met, the one is kept under which fewest calls were late on the days for tuning.
    """
    calls = days_of_calls(known.scenario, seed=seed + TUNING_SEED, days=days, warm_days=warm_days)
    on = on_shift(known.scenario.city, from_hour=warm_days * HOURS, days=days)
    rate = known.scenario.demand.rate_per_h.sum(axis=(1, 2)).reshape(-1, HOURS).sum(axis=0)
    plan, found = known.scenario, list[tuple[float, int, float, Scenario]]()
    for number in range(PLANS):
        seen = run(model_of(plan, calls, like=known.model), static(known), days=days, warm_days=warm_days)
        late = float((seen.response_ms > plan.floor.late_ms).mean())
        found.append((late, number, pooled(seen.busy_by_hour, on), plan))
        by_unit = rate @ busy_fractions(seen.busy_by_hour, on) / rate.sum()
        plan = placed_better(plan, busy=by_unit)
    _, _, busy, best = min(found, key=lambda one: one[:2])
    return replace(known, scenario=best, busy_fraction=busy)


def tuned_by_unit(
    known: Tuned, policy: Callable[[Tuned], Method], *, seed: int, days: int = TUNING_DAYS, warm_days: int = WARM_DAYS
) -> Tuned:
    """The same with how busy each unit is at each hour, from the policy's own runs on the days that are for tuning.

    What holds for a unit under the static plan no longer does where a policy places it: so the first run reckons with one
    number, and the second with what the first has shown.
    """
    calls = days_of_calls(known.scenario, seed=seed + TUNING_SEED, days=days, warm_days=warm_days)
    model = model_of(known.scenario, calls, like=known.model)
    on = on_shift(known.scenario.city, from_hour=warm_days * HOURS, days=days)
    for _ in range(ROUNDS):
        seen = run(model, policy(known), days=days, warm_days=warm_days)
        known = replace(known, busy=busy_fractions(seen.busy_by_hour, on))
    return known


def run(
    model: Model, method: Method, *, days: int, warm_days: int = WARM_DAYS, ahead_ms: Floats | None = None
) -> Sample:
    """Let a policy meet the model's calls, day by day; calls of the days to warm up are not counted.

    `ahead_ms` (c,) is what went by before a unit could be sent, if that counts as part of the response.
    """
    model = replace(model, terms=terms(method.params))
    state = begin(model)
    moves, busy_ms = [], []
    for hour in range(warm_days * HOURS, (warm_days + days) * HOURS + 1):
        advance_by(model, state, method, until_ms=hour * HOUR_MS)
        moves.append(int(state.units["moves"].sum()))
        busy_ms.append(busy_until_now(state))
    advance_by(model, state, method)
    outcome = result(model, state)
    return sampled(
        model.calls,
        np.where(outcome.reached, outcome.response_ms + (0.0 if ahead_ms is None else ahead_ms), np.inf),
        first_day=warm_days,
        moves=np.diff(moves[::HOURS]).astype(np.int32),
        busy_by_hour=(np.diff(np.array(busy_ms, np.float64), axis=0) / HOUR_MS).reshape(days, HOURS, -1),
    )


def advance_by(model: Model, state: State, method: Method, *, until_ms: int = NEVER_MS) -> int:
    """As `full.advance`, by a policy that is compiled or in Python."""
    if method.own is None:
        return advance(model, state, policy=method.policy, until_ms=until_ms)
    sends, places, moves = (name in method.own.asks for name in QUESTIONS)
    return advance_asking(model, state, decider=method.own, sends=sends, places=places, moves=moves, until_ms=until_ms)


def sampled(calls: Calls, response_ms: Floats, *, first_day: int, moves: Ints, busy_by_hour: Floats) -> Sample:
    """What came of calls, by day: those of the days (d,) of `moves`."""
    day = calls.time_ms // DAY_MS - first_day
    mine = (day >= 0) & (day < len(moves))
    return Sample(
        day=day[mine].astype(np.int32),
        priority=calls.priority[mine],
        response_ms=response_ms[mine],
        moves=moves,
        busy_by_hour=busy_by_hour,
    )


def model_of(one: Scenario, calls: Calls, *, like: Model | None = None) -> Model:
    """A model for these calls; `like`, of a city that differs in its units' stations alone, saves its costly part."""
    if like is None:
        return prepare(one.city, calls, one.params)
    return replace(with_other_calls(like, calls), city=one.city)
