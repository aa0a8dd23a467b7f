"""Which articles answer what somebody asks, the best first. Pure: words in, articles out; in every language alike.

Words are compared without regard for case. Chinese, which has no spaces, is compared by pairs of characters. What stands in
a title or among the keywords says three times as much as what stands in the text.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from callbox.services.article.facts import Article

WORD: Final = re.compile(r"[^\W_]+")
HAN: Final = re.compile(r"[㐀-鿿]+")
TITLE_WEIGHT: Final = 3
# Of what is asked so much must be found: one common word alone answers nothing.
LEAST: Final = 0.34
SHORT: Final = 3


def parts(text: str) -> frozenset[str]:
    """What a text is compared by: its words of three letters or more, and its pairs of Chinese characters."""
    told = text.casefold()
    pairs = {run[at : at + 2] for run in HAN.findall(told) for at in range(max(1, len(run) - 1))}
    words = {word for word in WORD.findall(HAN.sub(" ", told)) if len(word) >= SHORT}
    return frozenset(pairs | words)


def fitting(asked: str, articles: Iterable[Article], *, most: int = 10) -> Sequence[Article]:
    """The articles that answer it, the best first; none where nothing is asked."""
    wanted = parts(asked)
    scored = [(_score(wanted, article), article) for article in articles]
    found = sorted((one for one in scored if one[0] >= LEAST), key=lambda one: (-one[0], one[1].id))
    return [article for _, article in found[:most]]


def _score(wanted: frozenset[str], article: Article) -> float:
    """From 0 to 3: how much of what is asked the article speaks of, more where it is named so."""
    if not wanted:
        return 0.0
    named = parts(" ".join((*article.titles.values(), *article.keywords)))
    said = parts(" ".join(article.texts.values())) - named
    return (TITLE_WEIGHT * _share(wanted, named)) + _share(wanted, said)


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    """How much of what is wanted is there; a longer form of the same word counts ("permits" for "permit")."""
    found = sum(any(one == two or (len(one) > SHORT and two.startswith(one)) for two in there) for one in wanted)
    return found / len(wanted)
