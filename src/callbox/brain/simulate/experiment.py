"""Running policies on the same days: calls drawn once, a day to warm up, then each day's calls, moves and busy time.

How busy units are is measured on days of their own (`tuned`), so that no policy is set up on the days it is judged on.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from callbox.brain.simulate.asking import advance_asking
from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, Calls, City, Floats, Ints
from callbox.brain.simulate.full import Model, advance, begin, prepare, result, terms, with_other_calls
from callbox.brain.simulate.layout import State
from callbox.brain.simulate.measures import Sample
from callbox.brain.simulate.named import Method, Tuned, static
from callbox.brain.simulate.own import QUESTIONS
from callbox.brain.simulate.scenario import BEGUN_WITH_BUSY, Scenario, well_placed

DAY_MS: Final = 24 * HOUR_MS
WARM_DAYS: Final = 1
TUNING_DAYS: Final = 14
TUNING_SEED: Final = 1_000_003
"""Added to the seed, so that tuning meets other days than judging."""
ROUNDS: Final = 2
LEAST_BUSY, MOST_BUSY = 0.01, 0.95


def days_of_calls(one: Scenario, *, seed: int, days: int, warm_days: int = WARM_DAYS) -> Calls:
    """The calls of some days to warm up and of `days` days, from a Monday on."""
    return draw_calls(one.demand, seed=seed, from_ms=0, until_ms=(warm_days + days) * DAY_MS)


def tuned(
    one: Scenario, *, seed: int, days: int = TUNING_DAYS, warm_days: int = WARM_DAYS, place: bool = True
) -> Tuned:
    """Units at their best stations (unless they are to stay), and how busy they are there, found in turns."""
    calls = days_of_calls(one, seed=seed + TUNING_SEED, days=days, warm_days=warm_days)
    busy, model = BEGUN_WITH_BUSY, prepare(one.city, calls, one.params)
    for _ in range(ROUNDS if place else 1):
        one = well_placed(one, busy_fraction=busy) if place else one
        method = static(Tuned(scenario=one, busy_fraction=busy))
        seen = run(model_of(one, calls, like=model), method, days=days, warm_days=warm_days)
        on = on_shift(one.city, from_ms=warm_days * DAY_MS, until_ms=(warm_days + days) * DAY_MS)
        busy = float(np.clip(seen.busy.mean() / max(on, 1e-3), LEAST_BUSY, MOST_BUSY))
    return Tuned(scenario=one, busy_fraction=busy)


def on_shift(city: City, *, from_ms: int, until_ms: int) -> float:
    """The share of all units' time that they are on shift."""
    on_ms = np.clip(city.shift_off_ms, from_ms, until_ms) - np.clip(city.shift_on_ms, from_ms, until_ms)
    always = city.units - len(np.unique(city.shift_unit))
    return float(on_ms.sum() / (until_ms - from_ms) + always) / city.units


def run(
    model: Model, method: Method, *, days: int, warm_days: int = WARM_DAYS, ahead_ms: Floats | None = None
) -> Sample:
    """Let a policy meet the model's calls, day by day; calls of the days to warm up are not counted.

    `ahead_ms` (c,) is what went by before a unit could be sent, if that counts as part of the response.
    """
    model = replace(model, terms=terms(method.params))
    state = begin(model)
    moves, busy_ms = [], []
    for day in range(warm_days, warm_days + days + 1):
        advance_by(model, state, method, until_ms=day * DAY_MS)
        now = result(model, state)
        moves.append(int(now.moves.sum()))
        busy_ms.append(now.busy_ms)
    advance_by(model, state, method)
    outcome = result(model, state)
    return sampled(
        model.calls,
        np.where(outcome.reached, outcome.response_ms + (0.0 if ahead_ms is None else ahead_ms), np.inf),
        first_day=warm_days,
        moves=np.diff(moves).astype(np.int32),
        busy=np.diff(np.array(busy_ms, np.float64), axis=0) / DAY_MS,
    )


def advance_by(model: Model, state: State, method: Method, *, until_ms: int = NEVER_MS) -> int:
    """As `full.advance`, by a policy that is compiled or in Python."""
    if method.own is None:
        return advance(model, state, policy=method.policy, until_ms=until_ms)
    sends, places, moves = (name in method.own.asks for name in QUESTIONS)
    return advance_asking(model, state, decider=method.own, sends=sends, places=places, moves=moves, until_ms=until_ms)


def sampled(calls: Calls, response_ms: Floats, *, first_day: int, moves: Ints, busy: Floats) -> Sample:
    """What came of calls, by day: those of the days (d,) of `moves`."""
    day = calls.time_ms // DAY_MS - first_day
    mine = (day >= 0) & (day < len(moves))
    return Sample(
        day=day[mine].astype(np.int32),
        priority=calls.priority[mine],
        response_ms=response_ms[mine],
        moves=moves,
        busy=busy,
    )


def model_of(one: Scenario, calls: Calls, *, like: Model | None = None) -> Model:
    """A model for these calls; `like`, of a city that differs in its units' stations alone, saves its costly part."""
    if like is None:
        return prepare(one.city, calls, one.params)
    return replace(with_other_calls(like, calls), city=one.city)
