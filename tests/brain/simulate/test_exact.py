"""The fast mode is the exact mode, to the last millisecond, on random days with everything in them."""

from dataclasses import replace

import pytest
from tests.brain.simulate.days import a_day, differences

from callbox.brain.simulate.asking import Situation, advance_asking
from callbox.brain.simulate.exact import Floor
from callbox.brain.simulate.facts import HOUR_MS, NOBODY
from callbox.brain.simulate.full import advance, begin, prepare, result, simulate

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow


def compared(seed: int) -> dict[str, int]:
    city, calls, params = a_day(seed)
    floor = Floor(city, calls, params)
    floor.run()
    return differences(simulate(prepare(city, calls, params)), floor.outcome())


@pytest.mark.parametrize("seed", range(20))
def test_a_day_is_the_same_in_both_modes(seed: int) -> None:
    assert compared(seed) == {}


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_a_thousand_days_are_the_same_in_both_modes(block: int) -> None:
    assert [seed for seed in range(1000 + 50 * block, 1050 + 50 * block) if compared(seed)] == []


class Whim:
    """A policy without sense but with a seed: it sends, places and moves by what it is shown, and holds calls back."""

    def send(self, situation: Situation) -> int:
        turn = (situation.at_ms + situation.call) % 7
        ranked = sorted(situation.candidates, key=lambda one: (one.eta_ms, one.unit))
        return NOBODY if turn == 0 else ranked[turn % len(ranked)].unit

    def place(self, situation: Situation) -> int:
        return int(situation.idle.sum(axis=1).argmin())

    def move(self, situation: Situation) -> tuple[int, int]:
        crowded = int(situation.idle.sum(axis=1).argmax())
        movable = [unit for unit, station in situation.stations.items() if station == crowded]
        return (movable[0], self.place(situation)) if situation.idle.sum(axis=1)[crowded] > 1 else (NOBODY, NOBODY)


@pytest.mark.parametrize("seed", range(100, 106))
def test_a_policy_in_python_meets_the_same_day_in_both_modes(seed: int) -> None:
    city, calls, params = a_day(seed)
    model = prepare(city, calls, replace(params, moves_a_span=3))
    state = begin(model)
    advance_asking(model, state, decider=Whim())
    floor = Floor(city, calls, replace(params, moves_a_span=3), decider=Whim())
    floor.run()

    assert differences(result(model, state), floor.outcome()) == {}
    assert result(model, state).moves.sum() > 0 or city.units < 6


@pytest.mark.parametrize("seed", range(200, 204))
def test_a_run_that_is_stopped_and_watched_goes_on_as_if_it_were_not(seed: int) -> None:
    city, calls, params = a_day(seed)
    model = prepare(city, calls, params)
    state = begin(model, trace_rows=100_000)
    for until_ms in range(HOUR_MS, 30 * HOUR_MS, HOUR_MS):
        advance(model, state, until_ms=until_ms)
    advance(model, state)

    assert differences(result(model, state), simulate(model)) == {}


def test_a_day_cut_short_is_the_same_in_both_modes() -> None:
    city, calls, params = a_day(7)
    model = prepare(city, calls, params)
    state, floor = begin(model), Floor(city, calls, params)
    advance(model, state, until_ms=11 * HOUR_MS + 1)
    floor.run(11 * HOUR_MS + 1)

    assert differences(result(model, state), floor.outcome()) == {}
