"""Which category a resident's words most likely mean, by the names and keywords of the categories there are. Pure.

Rules in words. The machine only proposes: whoever sends chooses, and may choose none. What is compared is folded: capitals,
full-width forms, endings of English words and one wrong letter in a long word do not matter; Chinese is compared by pairs of
characters, so that nothing has to be cut into words. What few categories say weighs more than what many say, and a name or
keyword that is there whole more than one of which some words are there. Each proposal names the sayings that it rests on.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from callbox.kernel.facts import Id

PROPOSED_MOST: Final = 3
LETTERS_MOST: Final = 2_000
# Under this a likeness is chance; a second proposal is told when it is at least so near to the first.
LEAST: Final = 0.45
NEAR_THE_FIRST: Final = 0.35
NEARLY: Final = 0.7
TYPO_FROM_LETTERS: Final = 5
PARTS: Final = re.compile(r"\bor\b|[或、/;,，；()（）]")
HAN: Final = re.compile(r"[\u3400-\u9fff]+")
LATIN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
ENDINGS: Final = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", ""))
# What says nothing of any category.
PLAIN_WORDS: Final = """
a about all an and any are as at be been but by can could did do does for from had has have here hi hello i if in into is it
its just me my near not of on one or our out over please some someone so than that the their them there these they this to
two up us very was we were when where which who will with would you your outside since week day days today yesterday
"""
PLAIN: Final = frozenset(PLAIN_WORDS.split())
PLAIN_PAIRS: Final = (
    "我们 你们 他们 这里 那里 这个 那个 一个 没有 可以 请问 希望 已经 附近 门口 今天 昨天 处理 解决 反映 问题"
)
PLAIN_HAN: Final = frozenset(PLAIN_PAIRS.split())


@dataclass(frozen=True, kw_only=True)
class Known:
    """A category as it may be called: its names and the words that residents use for it, in any language."""

    category: Id
    sayings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A category that the words may mean, and the sayings that they have of it."""

    category: Id
    weight: float
    because: tuple[str, ...]


def proposed(words: str, known: Sequence[Known], *, most: int = PROPOSED_MOST) -> tuple[Proposed, ...]:
    """The categories that the words most likely mean, likeliest first; none where nothing speaks for any."""
    told = frozenset((*_terms(words[:LETTERS_MOST]), *_joined(words[:LETTERS_MOST])))
    if not told or not known:
        return ()
    weights = _weights(tuple(known))
    found = [one for each in known if (one := _fit(each, told, weights)).weight >= LEAST]
    found.sort(key=lambda one: (-one.weight, one.category))
    return tuple(one for one in found[:most] if one.weight >= NEAR_THE_FIRST * found[0].weight)


def _fit(each: Known, told: frozenset[str], weights: dict[str, float]) -> Proposed:
    """How well one category fits: its best saying, and a little for each other that is there too."""
    fits = sorted(((_share(saying, told, weights), saying) for saying in _sayings(each)), reverse=True)
    there = [(weight, saying) for weight, saying in fits if weight > 0]
    weight = there[0][0] + 0.3 * sum(weight for weight, _ in there[1:]) if there else 0.0
    return Proposed(category=each.category, weight=weight, because=tuple(saying for _, saying in there))


def _sayings(each: Known) -> list[str]:
    """A name that says two things is two sayings: "no water or low pressure"."""
    return [part.strip() for saying in each.sayings for part in PARTS.split(saying) if part and part.strip()]


def _share(saying: str, told: frozenset[str], weights: dict[str, float]) -> float:
    """What of a saying is told, weighed by how rare its terms are; the part that is missing takes from it."""
    terms = _terms(saying)
    whole = sum(weights[term] for term in terms)
    as_one = whole if "".join(terms) in told and len(terms) == 2 else 0.0
    there = max(as_one, sum(weights[term] * _likeness(term, told) for term in terms))
    return there * there / whole if whole else 0.0


def _likeness(term: str, told: frozenset[str]) -> float:
    if term in told:
        return 1.0
    if len(term) < TYPO_FROM_LETTERS or not term.isascii():
        return 0.0
    return NEARLY if any(_one_apart(term, other) for other in told) else 0.0


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or two swapped make one word the other."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if same < 0:
        return True
    left, right = one[same:], other[same:]
    swapped = left[1:2] + left[:1] + left[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped == right


@lru_cache(maxsize=8)
def _weights(known: tuple[Known, ...]) -> dict[str, float]:
    """How much each term tells: the fewer categories have it, the more."""
    count = Counter(term for each in known for term in {term for saying in _sayings(each) for term in _terms(saying)})
    return {term: math.log(1 + len(known) / there) / math.log(1 + len(known)) for term, there in count.items()}


@lru_cache(maxsize=20_000)
def _terms(text: str) -> tuple[str, ...]:
    """What of a text is compared: stems of words, pairs of Chinese characters."""
    plain = _folded(text)
    stems = (_stem(word) for word in _words(plain) if word not in PLAIN and len(word) > 1)
    return tuple(dict.fromkeys((*stems, *_pairs(plain))))


@lru_cache(maxsize=20_000)
def _joined(text: str) -> tuple[str, ...]:
    """Neighbouring words written as one, and each by itself: a street light is a streetlight, and the other way round."""
    words = _words(_folded(text))
    return tuple(f"{_stem(one)}{_stem(other)}" for one, other in pairwise(words)) + tuple(_stem(one) for one in words)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _words(plain: str) -> list[str]:
    latin = HAN.sub(" ", plain).replace("\u2019", "'")
    return [found.group().removesuffix("'s") for found in LATIN.finditer(latin)]


def _stem(word: str) -> str:
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending) + instead
            return stem[:-1] if not instead and stem[-1] == stem[-2] and ending != "s" else stem.rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def _pairs(plain: str) -> Iterator[str]:
    for found in HAN.finditer(plain):
        run = found.group()
        if len(run) == 1:
            yield run
        yield from (pair for place in range(len(run) - 1) if (pair := run[place : place + 2]) not in PLAIN_HAN)
