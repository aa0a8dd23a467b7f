"""How a category is called and what it asks, on the texts an administrator writes."""

import pytest

from callbox.kernel.facts import Refused
from callbox.services.request.asking import (
    Option,
    Question,
    answered,
    faults,
    group_of,
    name_of,
    question_of,
    questions_of,
    written,
)
from callbox.services.request.tests.people import category

SIZE = "size | singlevaluelist | required | How large is it? | 多大？ | s=Small / 小;l=Large / 大"


def test_a_plain_sentence_is_a_question_answered_in_words() -> None:
    assert questions_of(category(questions=("How deep?", "Since when?"))) == (
        Question("q1", "How deep?"),
        Question("q2", "Since when?"),
    )


def test_six_columns_say_code_datatype_need_both_languages_and_what_may_be_chosen() -> None:
    one = question_of(SIZE, 1)

    assert (one.code, one.datatype, one.required, one.many) == ("size", "singlevaluelist", True, False)
    assert (one.said_in("en"), one.said_in("zh-CN"), one.said_in("ur")) == (
        "How large is it?",
        "多大？",
        "How large is it?",
    )
    assert one.options == (Option("s", "Small", "小"), Option("l", "Large", "大"))


@pytest.mark.parametrize(
    "told", [SIZE, "n | number | optional | How many? | 多少？", "at | datetime | optional | When?"]
)
def test_what_is_written_is_read_again_alike(told: str) -> None:
    assert written(question_of(told, 1)) == told


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (" ", "empty"),
        ("a | text | required", "columns"),
        ("A-1 | text | required | Why?", "code"),
        ("a | word | required | Why?", "datatype"),
        ("a | text | always | Why?", "required"),
        ("a | text | required | ", "empty"),
        ("a | singlevaluelist | required | Why?", "options"),
        ("a | singlevaluelist | required | Why? | | x=1;x=2", "options"),
        ("a | singlevaluelist | required | Why? | | =1", "options"),
        ("a | text | required | Why? | | x=1", "options_unasked"),
    ],
)
def test_a_question_that_cannot_be_read_says_why(told: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        question_of(told, 1)

    assert refused.value.code == f"category.question.{why}"


def test_two_questions_with_one_code_are_refused() -> None:
    with pytest.raises(Refused, match="code_twice"):
        questions_of(category(questions=("How deep?", "q1 | text | optional | Why?")))


def test_a_category_is_called_by_the_nearest_language_there_is() -> None:
    one = category(name="Leak", name_zh="漏水", names={"pt": "Fuga", "pt-PT": "Ruptura"})

    assert [name_of(one, language) for language in ("pt-PT", "pt-BR", "zh-CN", "ur", "en")] == [
        "Ruptura",
        "Fuga",
        "漏水",
        "Leak",
        "Leak",
    ]


def test_a_group_is_called_in_both_languages_where_it_says_both() -> None:
    assert (group_of("Streets / 道路", "en"), group_of("Streets / 道路", "zh")) == ("Streets", "道路")
    assert group_of("Streets", "zh") == "Streets"


def test_answers_that_will_not_do_are_named_and_others_are_not() -> None:
    asked = (
        question_of(SIZE, 1),
        question_of("n | number | optional | How many?", 2),
        question_of("when | datetime | optional | Since when?", 3),
        question_of("why | text | required | Why?", 4),
    )

    assert list(faults(asked, {"size": "huge", "n": "a few", "when": "lately"})) == [
        ("size", "option"),
        ("n", "number"),
        ("when", "datetime"),
        ("why", "missing"),
    ]
    assert not list(faults(asked, {"size": "s", "n": "3", "when": "2026-03-02", "why": "the wind"}))


def test_answers_are_read_with_their_questions_and_unknown_ones_come_last() -> None:
    asked = (question_of(SIZE, 1),)

    assert answered(asked, {"old": "yes", "size": ["s", "l"]}, language="zh") == [("多大？", "小, 大"), ("old", "yes")]
