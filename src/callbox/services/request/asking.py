"""How a category is called and what it asks, read out of the texts an administrator writes. Pure.

A question is one text: a plain sentence, answered in words under the code `q1`, `q2` and so on by its place; or six
columns with upright strokes between them, of which the last two may be left out:

    code | datatype | required | English | 中文 | key=Name;key=Name / 名称

The datatypes are those of Open311's GeoReport v2, so that a definition there is this one. What may be chosen has a key, a
name in English and, after a stroke with a space on both sides, a name in Chinese. Answers are kept by code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from callbox.kernel.facts import Refused

DATATYPES: Final = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
LISTS: Final = frozenset({"singlevaluelist", "multivaluelist"})
REQUIRED: Final = {"required": True, "optional": False, "": False}
CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
QUESTIONS_MOST: Final = 30
OPTIONS_MOST: Final = 100
TOLD_MOST: Final = 80
"""How much of a question a refusal repeats."""


class Named(Protocol):
    """Whatever has a name in some languages: a category."""

    @property
    def name(self) -> str: ...

    @property
    def name_zh(self) -> str: ...

    @property
    def names(self) -> Mapping[str, str]: ...


class Asks(Protocol):
    """Whatever asks questions: a category."""

    @property
    def questions(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Option:
    """One thing that may be chosen as an answer."""

    key: str
    name: str
    name_zh: str = ""

    def said_in(self, language: str) -> str:
        """Its name in this language, else in English."""
        return (self.name_zh if language.startswith("zh") else "") or self.name


@dataclass(frozen=True)
class Question:
    """One question, as it is asked."""

    code: str
    text: str
    datatype: str = "text"
    required: bool = False
    text_zh: str = ""
    options: tuple[Option, ...] = ()

    def said_in(self, language: str) -> str:
        """The question in this language, else in English."""
        return (self.text_zh if language.startswith("zh") else "") or self.text

    @property
    def many(self) -> bool:
        """Whether it takes several answers."""
        return self.datatype == "multivaluelist"


def name_of(category: Named, language: str) -> str:
    """What a category is called in a language (BCP 47), else in the language without its region, else in English."""
    plain = language.partition("-")[0]
    told = category.names.get(language) or category.names.get(plain)
    return told or (category.name_zh if plain == "zh" else "") or category.name


def group_of(group: str, language: str) -> str:
    """What a group of categories is called: English, and after a stroke with a space on both sides Chinese."""
    english, _, chinese = group.partition(" / ")
    return (chinese.strip() if language.startswith("zh") else "") or english.strip()


def questions_of(category: Asks) -> tuple[Question, ...]:
    """What a category asks, in its order.

    Raises:
        Refused: for a question that cannot be read, or a code that is there twice; no category is kept with one.
    """
    found = tuple(question_of(told, place) for place, told in enumerate(category.questions, 1))
    codes = [one.code for one in found]
    for one, told in zip(found, category.questions, strict=True):
        if codes.count(one.code) > 1:
            raise Refused("category.question.code_twice", told=told[:TOLD_MOST])
    return found


def question_of(told: str, place: int) -> Question:
    """The question that a text says; `place`, from 1, is the code of one that has none.

    Raises:
        Refused: with what is wrong.
    """
    if "|" not in told:
        if not told.strip():
            raise Refused("category.question.empty", told=told[:TOLD_MOST])
        return Question(code=f"q{place}", text=told.strip())
    columns = [column.strip() for column in told.split("|")]
    if not 4 <= len(columns) <= 6:
        raise Refused("category.question.columns", told=told[:TOLD_MOST])
    code, datatype, required, text, text_zh, options = [*columns, "", ""][:6]
    _check(told[:TOLD_MOST], code=code, datatype=datatype, required=required, text=text)
    return Question(
        code=code,
        text=text,
        datatype=datatype,
        required=REQUIRED[required],
        text_zh=text_zh,
        options=_options(options, told=told, wanted=datatype in LISTS),
    )


def _check(told: str, *, code: str, datatype: str, required: str, text: str) -> None:
    if CODE.fullmatch(code) is None:
        raise Refused("category.question.code", told=told)
    if datatype not in DATATYPES:
        raise Refused("category.question.datatype", told=told, known=", ".join(DATATYPES))
    if required not in REQUIRED:
        raise Refused("category.question.required", told=told)
    if not text:
        raise Refused("category.question.empty", told=told)


def _options(written: str, *, told: str, wanted: bool) -> tuple[Option, ...]:
    if not wanted:
        if written:
            raise Refused("category.question.options_unasked", told=told[:TOLD_MOST])
        return ()
    found = []
    for one in filter(None, (part.strip() for part in written.split(";"))):
        key, sign, names = (part.strip() for part in one.partition("="))
        name, _, name_zh = (part.strip() for part in (names or key).partition(" / "))
        if not key or (sign and not name):
            raise Refused("category.question.options", told=told[:TOLD_MOST])
        found.append(Option(key, name, name_zh))
    keys = {one.key for one in found}
    if not found or len(keys) != len(found) or len(found) > OPTIONS_MOST:
        raise Refused("category.question.options", told=told[:TOLD_MOST])
    return tuple(found)


def written(question: Question) -> str:
    """The text that says a question: what `question_of` reads."""
    options = ";".join(
        f"{one.key}={one.name} / {one.name_zh}" if one.name_zh else f"{one.key}={one.name}" for one in question.options
    )
    columns = [
        question.code,
        question.datatype,
        "required" if question.required else "optional",
        question.text,
        question.text_zh,
        options,
    ]
    return " | ".join(columns).rstrip(" |")


def faults(questions: Sequence[Question], answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The code of each question whose answer will not do, and the code of what is wrong with it.

    `missing` is said of a required question without an answer, `number`, `datetime` and `option` of answers of another
    kind. Never a reason to keep a report from coming in: it is for the page that asks.
    """
    for question in questions:
        told = answers.get(question.code)
        given = [one for one in (told if isinstance(told, list | tuple) else [told]) if one not in (None, "")]
        if not given and question.required:
            yield question.code, "missing"
        wrong = next((why for one in given if (why := _unfit(question, one))), "")
        if wrong:
            yield question.code, wrong


def _unfit(question: Question, told: object) -> str:
    if question.datatype == "number":
        return "" if isinstance(told, int | float) or _is_number(str(told)) else "number"
    if question.datatype == "datetime":
        return "" if isinstance(told, datetime) or _is_time(str(told)) else "datetime"
    if question.options:
        return "" if str(told) in {one.key for one in question.options} else "option"
    return ""


def _is_number(told: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]{1,15}([.][0-9]{1,9})?", told.strip()) is not None


def _is_time(told: str) -> bool:
    try:
        datetime.fromisoformat(told.strip())
    except ValueError:
        return False
    return True


def answered(questions: Sequence[Question], answers: Mapping[str, object], *, language: str) -> list[tuple[str, str]]:
    """Each answer as a person reads it: the question, and what was said to it. Answers to no known question come last."""
    known = {question.code: question for question in questions}
    ordered = [*(code for code in known if code in answers), *(code for code in answers if code not in known)]
    return [_told(known.get(code), code, answers[code], language=language) for code in ordered]


def _told(question: Question | None, code: str, told: object, *, language: str) -> tuple[str, str]:
    given = [str(one) for one in (told if isinstance(told, list | tuple) else [told]) if one not in (None, "")]
    if question is None:
        return code, ", ".join(given)
    names = {one.key: one.said_in(language) for one in question.options}
    return question.said_in(language), ", ".join(names.get(one, one) for one in given)
