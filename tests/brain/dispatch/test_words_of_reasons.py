"""Every reason has its sentence in both languages, and no sentence asks for what the reason does not tell."""

from string import Formatter

import pytest
from tests.brain.dispatch.floor import engine, fire, floor

from callbox.brain.dispatch import POLICIES, recommend
from callbox.brain.dispatch.facts import MEASURES
from callbox.brain.dispatch.policies import code_of
from callbox.brain.dispatch.reasons import CODES, because
from callbox.kernel.words import LANGUAGES, say, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_policy_and_measure_has_words(language: str) -> None:
    needed = [*CODES, *map(code_of, [*POLICIES, "look_ahead"]), *(f"value.{name}" for name in MEASURES)]

    assert [code for code in needed if word(code, language) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_uses_just_the_details_of_its_reason(language: str) -> None:
    wrong = [
        code
        for code, details in CODES.items()
        if {name for _, name, _, _ in Formatter().parse(word(code, language) or "") if name} != details
    ]

    assert wrong == []


def test_a_reason_reads_as_a_sentence() -> None:
    first = recommend(floor([engine("E1"), engine("E2")], {"fire": [3, 5]}), fire()).ways[0].reasons[0]

    assert say(first.code, "en", **first.details) == "E1 is there first, 120 s before E2"
    assert say(first.code, "zh", **first.details) == "E1 最先到场，比 E2 早 120 秒"


def test_a_reason_with_other_details_than_its_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^code: advice.only with seconds, unit is not as CODES lists it$"):
        because("advice.only", unit="E1", seconds=3)
