"""Looking ahead: what a future says is what would have happened."""

import numpy as np
import pytest
from tests.brain.simulate.days import a_day
from tests.brain.simulate.worlds import demand

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, Calls
from callbox.brain.simulate.full import Model, advance, begin, prepare
from callbox.brain.simulate.futures import look_ahead, open_calls, together
from callbox.brain.simulate.layout import ASKS_UNIT, NO_ANSWER, RESPONDING, State, fork
from callbox.brain.simulate.policy import ASKED, STATIC, Policy

# Compiling what these need takes longer than all they do: `make prove` runs them.
pytestmark = pytest.mark.slow

TARGET_MS = np.full(3, 480_000)
UNTIL_MS = 10 * HOUR_MS


def asked_in_the_morning(seed: int) -> tuple[Model, State]:
    """A day stopped at the first choice after eight."""
    city, calls, params = a_day(seed)
    model = prepare(city, calls, params)
    state = begin(model)
    advance(model, state, until_ms=8 * HOUR_MS)
    assert advance(model, state, policy=Policy(dispatch=ASKED)) == ASKS_UNIT
    return model, state


def candidates(state: State) -> list[int]:
    return sorted(set(state.candidates["unit"][: int(state.world["candidates"][0])].tolist()))


def rest_of(model: Model, state: State) -> Calls:
    """The calls that did come, as one future."""
    rest = slice(int(state.world["next_call"][0]), int(np.searchsorted(model.calls.time_ms, UNTIL_MS)))
    return Calls(**{name: getattr(model.calls, name)[rest] for name in Calls._fields})


@pytest.mark.parametrize("seed", [300, 301, 302, 304, 305])
def test_the_future_that_came_true_was_foreseen(seed: int) -> None:
    model, state = asked_in_the_morning(seed)
    units, opened = candidates(state), int(state.world["next_call"][0])
    foreseen = look_ahead(
        model, state, answers=[(unit, NO_ANSWER) for unit in units], futures=together([rest_of(model, state)]),
        until_ms=UNTIL_MS, target_ms=TARGET_MS,
    )  # fmt: skip

    counted = np.concatenate([open_calls(state), np.arange(opened, opened + len(rest_of(model, state).zone))])
    for place, unit in enumerate(units):
        lived = fork(state)
        lived.world["answer"] = unit
        advance(model, lived, until_ms=UNTIL_MS)
        first_ms = lived.progress["first_ms"].copy()
        responding = lived.units[lived.units["status"] == RESPONDING]
        np.minimum.at(first_ms, responding["call"], responding["goal_ms"])
        response_ms = (np.minimum(first_ms, UNTIL_MS + 480_000) - model.calls.time_ms)[counted]
        assert foreseen.response_ms[place, 0] == response_ms.sum()
        assert foreseen.late[place, 0] == (response_ms > 480_000).sum()


def test_looking_ahead_changes_nothing() -> None:
    model, state = asked_in_the_morning(300)
    before = fork(state)
    look_ahead(
        model, state, answers=[(unit, NO_ANSWER) for unit in candidates(state)],
        futures=together([rest_of(model, state)] * 3), until_ms=UNTIL_MS, target_ms=TARGET_MS,
    )  # fmt: skip
    state.world["answer"] = before.world["answer"] = candidates(state)[0]
    advance(model, state), advance(model, before)

    assert all(np.array_equal(getattr(state, name), getattr(before, name)) for name in ("units", "progress"))


def test_the_same_future_twice_comes_to_the_same() -> None:
    model, state = asked_in_the_morning(301)
    now_ms = int(state.world["now_ms"][0])
    told = demand(1, model.city.zones, calls_per_h=4.0)
    drawn = [draw_calls(told, seed=seed, from_ms=9 * HOUR_MS, until_ms=11 * HOUR_MS) for seed in (1, 2, 1)]
    drawn = [one._replace(need=np.concatenate([one.need, 0 * one.need], axis=1)) for one in drawn]
    foreseen = look_ahead(
        model, state, answers=[(candidates(state)[0], NO_ANSWER)], futures=together(drawn),
        until_ms=now_ms + 4 * HOUR_MS, target_ms=TARGET_MS,
    )  # fmt: skip

    assert foreseen.response_ms[0, 0] == foreseen.response_ms[0, 2] != foreseen.response_ms[0, 1]


def test_a_policy_that_asks_cannot_look_ahead() -> None:
    model, state = asked_in_the_morning(302)
    with pytest.raises(ValueError, match="policy: what is asked cannot look ahead"):
        look_ahead(
            model, state, answers=[], futures=together([rest_of(model, state)]), until_ms=UNTIL_MS,
            target_ms=TARGET_MS, policy=STATIC._replace(dispatch=ASKED),
        )  # fmt: skip
