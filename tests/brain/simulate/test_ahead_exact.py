"""The policy that looks ahead decides the same in the loops and in plain Python, and keeps its cap, on random days."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.simulate.ahead_in_python import AheadInPython, AheadRules
from tests.brain.simulate.days import a_day, differences
from tests.brain.simulate.worlds import demand, full_city

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.cover.grades import Class, by_class
from callbox.brain.cover.moving import Outlook
from callbox.brain.simulate import trace
from callbox.brain.simulate.ahead import lookout
from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.exact import Floor
from callbox.brain.simulate.facts import HOUR_MS, NOBODY, Calls, City, Params
from callbox.brain.simulate.full import Model, begin, prepare, result, simulate
from callbox.brain.simulate.policy import AHEAD, STATIC, Policy

# Compiling what these need takes longer than all they do: `make prove` runs them.
pytestmark = pytest.mark.slow

CAP_MS = 60_000


def ahead(city: City, seed: int, *, cap_ms: int) -> Policy:
    look = lookout(
        point_zone=np.arange(city.zones, dtype=np.int32),
        point_weight=demand(seed, city.zones, calls_per_h=6.0).rate_per_h.sum(axis=2),
        station_zone=city.station_zone,
        siren_ms=city.to_ms[0],
        grades=by_class([Class(0.4), Class(0.6, slowness=1.3)], mean_weight=0.1),
        outlook=Outlook(ahead_ms=(600_000, 1_800_000), share=(0.5, 0.5), busy=(0.1, 0.2), clears_in_ms=1_200_000),
    )
    return STATIC._replace(dispatch=AHEAD, place=AHEAD, move=AHEAD, lookout=look._replace(cap_ms=cap_ms))


def mistaken(city: City, seed: int) -> City:
    """The same, taken for up to a fifth quicker or slower from place to place."""
    wrong = np.random.default_rng(seed).uniform(0.8, 1.2, city.to_ms.shape)
    taken_ms = np.where(city.to_ms >= UNREACHABLE_MS, UNREACHABLE_MS, np.rint(city.to_ms * wrong)).astype(np.int32)
    return replace(city, reckoned_ms=taken_ms)


def compared(seed: int) -> dict[str, int]:
    """How the two modes differ on one random day, in every third of which travel times are taken for others."""
    city, calls, params = a_day(seed)
    city = mistaken(city, seed) if seed % 3 == 0 else city
    policy = ahead(city, seed, cap_ms=CAP_MS if seed % 2 else 2**40)
    decider = AheadInPython(city, params, policy.lookout)
    rules = AheadRules(params)
    floor = decider.floor = Floor(city, calls, params, rules=rules, decider=decider)
    rules.floors.append(floor)
    floor.run()
    return differences(simulate(prepare(city, calls, params), policy), floor.outcome())


@pytest.mark.parametrize("seed", range(300, 308))
def test_looking_ahead_comes_to_the_same_in_both_modes(seed: int) -> None:
    assert compared(seed) == {}


@pytest.mark.parametrize("block", range(10))
def test_looking_ahead_comes_to_the_same_in_both_modes_on_a_hundred_days(block: int) -> None:
    assert [seed for seed in range(2000 + 10 * block, 2010 + 10 * block) if compared(seed)] == []


@pytest.mark.parametrize("seed", range(400, 410))
def test_who_is_mistaken_about_travel_times_sends_the_same_in_both_modes(seed: int) -> None:
    city, calls, params = a_day(seed)
    city = mistaken(city, seed)
    floor = Floor(city, calls, params)
    floor.run()

    assert differences(simulate(prepare(city, calls, params)), floor.outcome()) == {}


def a_capped_day(seed: int) -> Model:
    """One kind of unit, one unit a call, no closure: travel times hold from the decision to the arrival."""
    rng = np.random.default_rng(seed)
    city = full_city(seed, zones=int(rng.integers(20, 50)), units=int(rng.integers(6, 16)), shifts=False)
    city = replace(
        city, unit_kind=np.zeros(0, np.int8), metric_at=city.metric_at[:1], version_from_ms=city.version_from_ms[:1],
    )  # fmt: skip
    told = demand(seed, city.zones, calls_per_h=float(rng.choice([3.0, 6.0, 10.0])), transport=0.5)
    calls = draw_calls(told, seed=seed, from_ms=0, until_ms=48 * HOUR_MS)
    return prepare(city, calls, Params(reassigns=(True,) * 3, reassign_gain_ms=1000, preempt_gain_ms=1))


def first_of_each(
    model: Model, policy: Policy
) -> tuple[dict[int, int], Calls, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """By most urgent call, when the first idle unit could have been there as it was first decided about; all responses."""
    rows, state = trace.watch(model, begin(model), policy=policy)
    found: dict[int, int] = {}
    for one in trace.decisions(rows):
        idle_ms = [other.eta_ms for other in one.considered if other.leaves == NOBODY]
        if one.what == "assigned" and one.call not in found and idle_ms and model.calls.priority[one.call] == 0:
            found[one.call] = one.at_ms + min(idle_ms)
    return found, model.calls, result(model, state).first_arrival_ms


@pytest.mark.parametrize("block", range(10))
def test_nobody_most_urgent_waits_longer_than_the_cap_for_who_was_not_the_closest(block: int) -> None:
    for seed in range(100 * block, 100 * block + 20):
        model = a_capped_day(seed)
        first_ms, _, arrived_ms = first_of_each(model, ahead(model.city, seed, cap_ms=CAP_MS))

        behind_ms = np.array([arrived_ms[call] - at_ms for call, at_ms in first_ms.items()])
        assert behind_ms.max(initial=0) <= CAP_MS, seed


def test_without_a_cap_somebody_most_urgent_would_wait_longer() -> None:
    worst_ms = 0
    for seed in range(20):
        model = a_capped_day(seed)
        first_ms, _, arrived_ms = first_of_each(model, ahead(model.city, seed, cap_ms=2**40))
        worst_ms = max(worst_ms, *(int(arrived_ms[call]) - at_ms for call, at_ms in first_ms.items()))
    assert worst_ms > CAP_MS
