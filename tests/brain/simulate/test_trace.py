"""A watched run is the same run, and tells every decision and every place."""

import numpy as np
import pytest
from tests.brain.simulate.days import a_day, differences

from callbox.brain.simulate.facts import HOUR_MS, NOBODY
from callbox.brain.simulate.full import Model, begin, prepare, result, simulate
from callbox.brain.simulate.layout import Records
from callbox.brain.simulate.trace import Decision, decisions, spots, watch

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

SEEDS = [400, 401, 402]


def watched(seed: int) -> tuple[Model, Records]:
    model = prepare(*a_day(seed))
    trace, state = watch(model, begin(model), rows=1000)
    assert differences(result(model, state), simulate(model)) == {}
    return model, trace


@pytest.mark.parametrize("seed", SEEDS)
def test_every_unit_that_reached_a_scene_was_assigned_in_the_trace(seed: int) -> None:
    model, trace = watched(seed)
    outcome = simulate(model)
    told = {(one.call, one.unit) for one in decisions(trace) if one.what == "assigned"}

    assert {(call, unit) for call, unit in enumerate(outcome.unit.tolist()) if unit != NOBODY} <= told
    assert (np.diff(trace["at_ms"]) >= 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_closest_of_all_that_were_considered_is_chosen(seed: int) -> None:
    _, trace = watched(seed)
    chosen = [one for one in decisions(trace) if one.why == "was_chosen"]

    assert len(chosen) > 10
    for one in chosen:
        idle = [candidate for candidate in one.considered if candidate.leaves == NOBODY]
        assert one.unit == idle[0].unit


def test_a_unit_is_called_off_only_where_it_saves_enough() -> None:
    savings = []
    for seed in range(400, 408):
        model, trace = watched(seed)
        called_off = [one for one in decisions(trace) if one.why == "was_called_off"]
        savings += [saving(one) - model.terms.preempt_gain_ms for one in called_off]

    assert len(savings) > 10
    assert min(savings) >= 0


def saving(one: Decision) -> int:
    idle = [candidate.eta_ms for candidate in one.considered if candidate.leaves == NOBODY]
    return min(idle, default=2**40) - next(c.eta_ms for c in one.considered if c.unit == one.unit)


def test_units_are_where_they_drive() -> None:
    model, trace = watched(402)
    before = spots(model, trace, 0)
    assert [one.zone for one in before] == model.city.station_zone[model.city.unit_station].tolist()

    drive = trace[trace["what"] == 10][5]
    halfway = spots(model, trace, int(drive["at_ms"]))[int(drive["unit"])]
    assert halfway.zone == drive["zone"]
    assert halfway.fraction == 0.0
    for at_ms in range(0, 24 * HOUR_MS, 1_234_567):
        assert all(0.0 <= one.fraction < 1.0 for one in spots(model, trace, at_ms))


def test_rows_that_cannot_hold_a_step_are_told() -> None:
    model = prepare(*a_day(400))
    with pytest.raises(ValueError, match="rows: give at least"):
        watch(model, begin(model), rows=10)
