"""A policy of one's own, in Python, beside the compiled ones."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.simulate.worlds import demand, full_city

from callbox.brain.simulate.asking import Situation
from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.experiment import run
from callbox.brain.simulate.facts import HOUR_MS, NOBODY, Params
from callbox.brain.simulate.full import Model, prepare
from callbox.brain.simulate.named import Method
from callbox.brain.simulate.own import Own
from callbox.brain.simulate.policy import STATIC

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

PARAMS = replace(Params(), preempts_from=(NOBODY,) * 3, reassigns=(False,) * 3)


@pytest.fixture(scope="module")
def model() -> Model:
    calls = draw_calls(demand(3, 40, calls_per_h=4.0), seed=3, from_ms=0, until_ms=48 * HOUR_MS)
    return prepare(full_city(3), calls, PARAMS)


def closest(situation: Situation) -> int:
    return min(situation.candidates, key=lambda one: (one.eta_ms, one.unit)).unit if situation.candidates else NOBODY


def test_the_closest_in_python_is_the_closest_in_the_loops(model: Model) -> None:
    compiled = run(model, Method(STATIC, PARAMS), days=1)
    python = run(model, Method(STATIC, PARAMS, Own({"send": closest})), days=1)

    np.testing.assert_array_equal(python.response_ms, compiled.response_ms)


def test_what_is_asked_is_what_was_written() -> None:
    assert Own({"send": closest, "move": len, "other": 3}).asks == {"send", "move"}  # type: ignore[dict-item]


def test_a_file_without_any_of_the_functions_is_no_policy() -> None:
    with pytest.raises(ValueError, match="at least one of the functions send, place, move"):
        Own({"sent": closest})


@pytest.mark.parametrize("answer", [None, "E1", 10_000, (1, 2)])
def test_an_answer_that_cannot_be_ends_the_run_with_a_word(model: Model, answer: object) -> None:
    with pytest.raises(ValueError, match="send: "):
        run(model, Method(STATIC, PARAMS, Own({"send": lambda _: answer})), days=1)


def test_a_move_is_a_pair(model: Model) -> None:
    with pytest.raises(ValueError, match="pair of numbers"):
        run(model, Method(STATIC, PARAMS, Own({"move": lambda _: 3})), days=1)
