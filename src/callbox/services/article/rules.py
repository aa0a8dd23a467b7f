"""The rules of the knowledge base.

1. An article says what it answers, the answer, and what it rests on, in at least one language, each in the same ones. It
   names an organisation that answers for it, and a day until which it holds: 731 days at most.
2. At its end it is an answer no more: nobody is shown it, and whoever answers for it is asked to look. A named person who
   looks says that it holds until another day, and mends what is no longer so: that is a new version.
3. What is retired stays retired: what is so again is another article.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Final

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.article.facts import Article
from callbox.services.article.inputs import Due, OfArticle, Revise, Write
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category

REVIEW: Final = "review"
HOLDS_MOST: Final = timedelta(days=731)
TITLE_MOST, TEXT_MOST, LANGUAGES_MOST = 200, 10_000, 40
SHOWN = ("active", "expired")


def write(act: Act[Write], *, organisation: Organisation, categories: tuple[Category, ...]) -> Changes:
    """A new article."""
    told: dict[str, Any] = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    if organisation.status != "active":
        raise Refused("article.organisation", organisation=organisation.id)
    article = Article(status="active", checked_at=act.at, checked_by=act.by.person, **told)
    _check(article, act.at)
    return [New(article, "article.written")]


def revise(act: Act[Revise], *, article: Article, categories: tuple[Category, ...]) -> Changes:
    """It holds until another day, as it was or as it is now."""
    _must_be_shown(article)
    if act.by.person is None:
        raise Refused("article.needs_person")
    names = [field.name for field in fields(act.inputs) if field.name != "article"]
    told = {name: given for name in names if (given := getattr(act.inputs, name)) is not None}
    sets: dict[str, Any] = {name: value for name, value in told.items() if value != getattr(article, name)}
    if not sets:
        raise Refused("nothing_changed")
    if sets.keys() - {"expires_at"}:
        sets["version"] = article.version + 1
    looked: dict[str, Any] = {"status": "active", "checked_at": act.at, "checked_by": act.by.person}
    _check(_as(article, sets), act.at)
    return [Change(article, "article.revised", sets | looked)]


def retire(act: Act[OfArticle], *, article: Article) -> Changes:
    """It is used no more."""
    _must_be_shown(article)
    return [Change(article, "article.retired", {"status": "retired"})]


def run_out(act: Act[Due], *, article: Article) -> Changes:
    """The day until which it holds has come: it is an answer no more."""
    if article.status != "active":
        raise Refused("article.ended", article=article.id)
    clocks = fired(article.clocks, act.inputs.clock, act.at)
    sets: dict[str, Value] = {"status": "expired", "clocks": clocks}
    return [Change(article, "article.expired", sets)]


def length_s(article: Article) -> float:
    """Seconds from when somebody last looked at it to its end."""
    return (article.expires_at - article.checked_at).total_seconds()


def _as(article: Article, sets: Mapping[str, Any]) -> Article:
    told = {field.name: getattr(article, field.name) for field in fields(article)}
    return Article(**(told | dict(sets)))


def _must_be_shown(article: Article) -> None:
    if article.status not in SHOWN:
        raise Refused("article.ended", article=article.id)


def _check(article: Article, at: datetime) -> None:
    _check_words(article.titles, article.texts)
    if not article.source.strip():
        raise Refused("field.empty", field="source")
    if not at < article.expires_at <= at + HOLDS_MOST:
        raise Refused("article.until", field="expires_at", most=HOLDS_MOST.days)


def _check_words(titles: Mapping[str, str], texts: Mapping[str, str]) -> None:
    if not titles or set(titles) != set(texts) or len(titles) > LANGUAGES_MOST:
        raise Refused("article.languages", most=LANGUAGES_MOST)
    for field, told, most in (("titles", titles, TITLE_MOST), ("texts", texts, TEXT_MOST)):
        if not all(text.strip() for text in told.values()):
            raise Refused("field.empty", field=field)
        if any(len(text) > most for text in told.values()):
            raise Refused("article.long", field=field, most=most)
