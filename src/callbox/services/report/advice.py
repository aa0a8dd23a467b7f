"""What a call is likely about, from the words that are typed: a table of words today. Pure; rows are not needed.

Rules in words. The machine only proposes: it may say that a call is more urgent than the person thought, never less. What
was denied ("nobody is trapped", 没有人被困) does not count. Each proposal names the words that it rests on.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from callbox.services.incident.facts import PRIORITIES
from callbox.services.report.keywords import LIFE, LINES, Line

CATEGORIES: Final = tuple(line.category for line in LINES)
LIKELY_MOST: Final = 3
DENIED: Final = re.compile(r"(?:\b(?:no|not|without|never|nobody|none|isn't|aren't|wasn't)\b(?:\s+\w+){0,2}\s+)$")
DENIED_ZH: Final = re.compile(r"(?:没有|没|无|未|不是|并未)(?:人|任何人|任何)?$")
# What is danger to life in writing, too: as on the telephone, but for what in writing mostly tells of a street.
DANGEROUS: Final = (
    LIFE,
    *(line for line in LINES if line.priority == LIFE.priority or line.category in ("gas.smell", "public.fight")),
)
HARMLESS: Final = (
    "floor, apartment, roof, window, in the water, in the river, in the canal, under water, allergic, asthma, pedestrian, "
    "cyclist, motorbike, collision, not responding, not moving, hanging, dying, gas, 过敏, 哮喘, 刀, 枪, 捅, 没有反应, "
    "没反应, 不动了, 交通事故"
)
ALSO_HARMLESS: Final = frozenset(HARMLESS.split(", "))
SPACE: Final = r"\s+"
LETTERS_MIN: Final = 2


@dataclass(frozen=True, kw_only=True)
class Likely:
    """A category that the words fit, how urgent they make it, and the words themselves."""

    category: str
    priority: str
    because: tuple[str, ...]


def likely(text: str) -> tuple[Likely, ...]:
    """What a call may be about, likeliest first; where only danger to life is told, one without a category."""
    told = _plain(text)
    if len(told) < LETTERS_MIN:
        return ()
    danger = tuple(_found(told, LIFE))
    fits = [(words, line) for line in LINES if (words := tuple(_found(told, line)))]
    fits.sort(key=lambda fit: -_weight(fit[0]))
    best = [_likely(line, words, danger) for words, line in fits[:LIKELY_MOST]]
    return tuple(best) or (_alone(danger) if danger else ())


def danger(text: str, *, words: Sequence[str] = ()) -> tuple[str, ...]:
    """What in a written report may mean danger to life, as it is said; `words` are those that a category adds.

    Told for nothing it costs somebody a look; left out it may cost a life: so what is doubtful is told.
    """
    told = _plain(text)
    own = Line(category="", priority=LIFE.priority, en=_listed(words, is_ascii=True), zh=_listed(words, is_ascii=False))
    found = (word for line in (*DANGEROUS, own) for word in _found(told, line))
    return tuple(dict.fromkeys(word for word in found if word not in ALSO_HARMLESS or word in words))


def _listed(words: Sequence[str], *, is_ascii: bool) -> str:
    plain = (_plain(word).replace(",", " ").strip() for word in words)
    return ", ".join(word for word in plain if word and word.isascii() is is_ascii)


def more_urgent(one: str, other: str) -> str:
    """Of two priorities the more urgent; an empty one says nothing."""
    known = [priority for priority in (one, other) if priority in PRIORITIES]
    return min(known, key=PRIORITIES.index, default="")


def _likely(line: Line, words: Sequence[str], danger: Sequence[str]) -> Likely:
    priority = more_urgent(line.priority, LIFE.priority if danger else "")
    return Likely(category=line.category, priority=priority, because=tuple(dict.fromkeys((*danger, *words))))


def _alone(danger: Sequence[str]) -> tuple[Likely]:
    return (Likely(category="", priority=LIFE.priority, because=tuple(danger)),)


def _weight(words: Sequence[str]) -> int:
    """Longer sayings tell more than single words; a Chinese word of two characters weighs as one English word."""
    return sum(2 * len(word.split()) - 1 if word.isascii() else len(word) - 1 for word in words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _found(told: str, line: Line) -> Iterator[str]:
    """The words of a line that are said and not denied."""
    for word, pattern in _patterns(line):
        denial = DENIED if word.isascii() else DENIED_ZH
        if any(not denial.search(told, 0, hit.start()) for hit in pattern.finditer(told)):
            yield word


@cache
def _patterns(line: Line) -> tuple[tuple[str, re.Pattern[str]], ...]:
    english = [word for told in line.en.split(",") if (word := told.strip())]
    chinese = [word for told in line.zh.split(",") if (word := told.strip())]
    return tuple((word.replace("*", ""), _pattern(word)) for word in english) + tuple(
        (word, re.compile(re.escape(word))) for word in chinese
    )


def _pattern(word: str) -> re.Pattern[str]:
    parts = (re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in word.split())
    return re.compile(rf"(?<!\w){SPACE.join(parts)}(?!\w)")
