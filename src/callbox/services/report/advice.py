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
    english = [word.strip() for word in line.en.split(",")]
    chinese = [word.strip() for word in line.zh.split(",")]
    return tuple((word.replace("*", ""), _pattern(word)) for word in english) + tuple(
        (word, re.compile(re.escape(word))) for word in chinese
    )


def _pattern(word: str) -> re.Pattern[str]:
    parts = (re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in word.split())
    return re.compile(rf"(?<!\w){SPACE.join(parts)}(?!\w)")
