"""What a call is likely about, from its words; the machine may raise, and what is denied does not count."""

import pytest

from callbox.services.incident.facts import PRIORITIES
from callbox.services.report.advice import CATEGORIES, danger, likely, more_urgent
from callbox.services.report.keywords import LINES


@pytest.mark.parametrize(
    ("told", "category", "priority"),
    [
        ("smoke from the second floor", "fire.building", "life_threat"),
        ("a car is on fire on the motorway, car fire", "fire.vehicle", "emergency"),
        ("my husband collapsed, he isn’t breathing", "medical.cardiac", "life_threat"),
        ("two cars, no one hurt, only the bumper", "traffic.damage", "non_emergency"),
        ("STUCK IN THE LIFT, nobody is trapped badly", "rescue.lift", "non_emergency"),
        ("loud music, and the neighbour has a knife", "public.dispute", "life_threat"),
        ("三楼着火了，里面有人", "fire.building", "life_threat"),
        ("老人在楼梯上摔倒了", "medical.fall", "emergency"),
        ("没有人被困，电梯停了", "rescue.lift", "non_emergency"),
        ("楼道里有煤气味", "gas.smell", "emergency"),
    ],
)
def test_the_words_tell_what_it_is_likely_about_and_how_urgent(told: str, category: str, priority: str) -> None:
    first = likely(told)[0]
    assert (first.category, first.priority) == (category, priority)
    assert first.because


@pytest.mark.parametrize(
    "told", ["", "x", "hello, can you hear me", "there is no fire here", "没有着火", "grandfather"]
)
def test_what_tells_nothing_proposes_nothing(told: str) -> None:
    assert likely(told) == ()


def test_danger_to_life_raises_whatever_it_is_about_and_stands_alone_where_nothing_else_is_told() -> None:
    assert likely("he is unconscious")[0].category == ""
    assert likely("he is unconscious")[0].priority == "life_threat"
    assert all(one.priority == "life_threat" for one in likely("stolen bag, and he has a gun"))


@pytest.mark.parametrize("one", ["", *PRIORITIES])
@pytest.mark.parametrize("other", ["", *PRIORITIES])
def test_of_two_priorities_the_more_urgent_counts(one: str, other: str) -> None:
    ranks = [PRIORITIES.index(told) for told in (one, other) if told]
    assert more_urgent(one, other) == (PRIORITIES[min(ranks)] if ranks else "")


def test_every_category_has_words_in_both_languages_and_a_priority_that_exists() -> None:
    assert len(set(CATEGORIES)) == len(CATEGORIES)
    for line in LINES:
        assert line.priority in PRIORITIES
        assert line.en.isascii()
        assert not any(word.strip().isascii() for word in line.zh.split(","))


@pytest.mark.parametrize(
    "words",
    [
        "the bin is on fire",
        "smell of gas in the hall",
        "a man fell in the river",
        "有人溺水",
        "闻到煤气味",
        "he has a knife",
    ],
)
def test_what_may_be_danger_to_life_is_danger_in_writing_too(words: str) -> None:
    assert danger(words)


@pytest.mark.parametrize(
    "words",
    [
        "rubbish under my window",
        "the office is not responding",
        "nobody is trapped",
        "branch hanging over",
        "剪刀",
        "街道没有反应",
    ],
)
def test_what_in_writing_tells_of_a_street_is_no_danger(words: str) -> None:
    assert danger(words) == ()


def test_a_category_adds_its_own_words_of_danger() -> None:
    assert danger("the cable sparks", words=("spark*", "电线掉落")) == ("spark",)
    assert danger("电线掉落在路上", words=("spark*", "电线掉落")) == ("电线掉落",)
    assert danger("the cable hums", words=("", ",", "spark*")) == ()
