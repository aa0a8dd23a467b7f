"""Proposing a category from a resident's words."""

import pytest

from callbox.services.request.advice import Known, proposed

KNOWN = (
    Known(category="light", sayings=("Street light out", "路灯不亮", "lamp", "路灯坏了")),
    Known(category="hole", sayings=("Hole in the road", "路面坑洞", "pothole")),
    Known(category="missed", sayings=("Rubbish not collected", "垃圾未清运")),
    Known(category="dumped", sayings=("Rubbish dumped", "乱倒垃圾", "fly-tipping")),
    Known(category="water", sayings=("No water or low pressure", "停水或水压低")),
    Known(category="lift", sayings=("Lift out of order", "电梯故障", "elevator")),
)


def first(words: str) -> str:
    found = proposed(words, KNOWN)
    return found[0].category if found else ""


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("the streetlight in front of my house is broken", "light"),
        ("STREET LIGHTS are dark", "light"),
        ("路灯坏了好几天", "light"),
        ("a big pothole", "hole"),
        ("there are potholes everywhere", "hole"),
        ("a potholle, very deep", "hole"),
        ("my rubbish was not collected", "missed"),
        ("somebody dumped rubbish here", "dumped"),
        ("我家停水了", "water"),
        ("the elevator does not move", "lift"),
        ("ＬＩＦＴ is stuck", "lift"),
    ],
)
def test_what_residents_write_finds_the_category_they_mean(words: str, category: str) -> None:
    assert first(words) == category


@pytest.mark.parametrize(
    "words", ["", "   ", "hello", "please help me with this", "🙂🙂", "how do I get a parking permit"]
)
def test_words_that_speak_for_none_propose_none(words: str) -> None:
    assert proposed(words, KNOWN) == ()


def test_a_proposal_names_what_it_rests_on() -> None:
    found = proposed("lamp broken, street light out", KNOWN)
    assert set(found[0].because) == {"Street light out", "lamp"}


def test_what_two_categories_say_proposes_both_the_likelier_first() -> None:
    found = proposed("rubbish, dumped or perhaps not collected", KNOWN)
    assert {one.category for one in found[:2]} == {"missed", "dumped"}


def test_without_categories_and_for_endless_text_nothing_breaks() -> None:
    assert proposed("hole", ()) == ()
    assert first("hole in the road " + "x" * 100_000) == "hole"


def test_the_same_words_always_propose_the_same() -> None:
    assert proposed("rubbish", KNOWN) == proposed("rubbish", tuple(KNOWN))
