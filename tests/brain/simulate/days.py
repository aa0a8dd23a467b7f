"""Random days with everything in them, and how two runs of one differ."""

from dataclasses import replace

import numpy as np
from tests.brain.simulate.worlds import demand, full_city

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, NOBODY, Calls, City, Outcome, Params

FIELDS = ("assigned_ms", "first_arrival_ms", "all_arrived_ms", "unit", "busy_ms", "answered", "driven_ms", "moves")


def a_day(seed: int) -> tuple[City, Calls, Params]:
    """A city, its calls and its rules, each drawn; a third of the days is overrun, in a fifth much falls together."""
    rng = np.random.default_rng(seed)
    city = full_city(seed, zones=int(rng.integers(12, 40)), units=int(rng.integers(3, 16)))
    told = demand(seed, city.zones, calls_per_h=float(rng.choice([2.0, 5.0, 12.0])), transport=0.5)
    need, share = np.array([[1, 0], [0, 1], [1, 1], [2, 1]], np.int8), np.array([[0.4, 0.3, 0.2, 0.1]])
    told = replace(told, need=need, need_share=share, hospital_kind_share=np.array([0.6, 0.4]))
    calls = draw_calls(told, seed=seed, from_ms=0, until_ms=24 * HOUR_MS)
    if rng.random() < 0.2:
        calls = calls._replace(time_ms=calls.time_ms // 600_000 * 600_000)
    params = Params(
        preempts_from=((1, 2, NOBODY), (2, 2, NOBODY), (NOBODY, NOBODY, NOBODY))[int(rng.integers(3))],
        preempt_gain_ms=int(rng.choice([1, 60_000])),
        reassigns=((True, True, False), (True, True, True))[int(rng.integers(2))],
        reassign_gain_ms=int(rng.choice([1, 120_000, NEVER_MS])),
        carrying_kinds=((0,), (0, 1))[int(rng.integers(2))],
        answers_rolling=bool(rng.random() < 0.8),
    )
    return city, calls, params


def differences(ours: Outcome, exact: Outcome) -> dict[str, int]:
    """How many values of each field differ."""
    pairs = ((name, getattr(ours, name), getattr(exact, name)) for name in FIELDS)
    return {name: int((one != other).sum()) for name, one, other in pairs if not np.array_equal(one, other)}
