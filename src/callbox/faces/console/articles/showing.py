"""What the page of the knowledge base shows: what was asked for, else what needs a look first, then all by their end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callbox.kernel.facts import Actor, Id
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.services.article.acts import given
from callbox.services.article.facts import Article
from callbox.services.article.finding import fitting

SHOWN_MOST: Final = 200
SOON: Final = timedelta(days=14)
# What every form asks for; any other language it has room for one by one.
ALWAYS: Final = ("en", "zh")
# (language, title, text) of one language.
Words = tuple[str, str, str]
SHOWN: Final = Condition("status IN ('active', 'expired')")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One article on the page, in the reader's language. `look`: calm, soon, late; `times`: how often it was the answer."""

    article: Article
    title: str
    text: str
    language: str
    words: Sequence[Words]
    look: str
    times: int
    may_change: bool


def kept(actor: Actor, *, asked: str, language: str, now: datetime) -> Sequence[Kept]:
    """The articles that answer what is asked; all of them, those that end first, where nothing is."""
    known: Sequence[Article] = select(actor, "article", where=[SHOWN], order="expires_at, id", most=SHOWN_MOST)
    found = fitting(asked, known, most=SHOWN_MOST) if asked else known
    times = given(actor, found)
    return [_kept(one, actor, language=language, now=now, times=times) for one in found]


def _kept(one: Article, actor: Actor, *, language: str, now: datetime, times: Mapping[Id, int]) -> Kept:
    soon = "soon" if one.expires_at < now + SOON else "calm"
    return Kept(
        article=one,
        title=one.title(language),
        text=one.text(language),
        language=one.language(language),
        words=to_fill([(each, one.titles[each], one.texts[each]) for each in sorted(one.titles)]),
        look=soon if one.holds(now) else "late",
        times=times[one.id],
        may_change=may(actor, spec_of("article.revise").grants, one),
    )


def to_fill(words: Sequence[Words]) -> Sequence[Words]:
    """What a form has fields for: what there is, the languages that are always asked for, and one more."""
    there = {code for code, *_ in words}
    lacking = [(code, "", "") for code in ALWAYS if code not in there]
    return [*words, *lacking, *([("", "", "")] if "" not in there else [])]
