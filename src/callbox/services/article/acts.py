"""What the faces call: the articles that hold now, those that answer something, and how often each was given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, count, select
from callbox.services.article.facts import Article
from callbox.services.article.finding import fitting

ARTICLES_MOST: Final = 2_000


def holding(actor: Actor, *, now: datetime, public: bool = False) -> Sequence[Article]:
    """The articles that hold, by name; `public`: only what residents may read."""
    where = [Condition("status = 'active'"), Condition("expires_at > %s", (now,))]
    where += [Condition("public")] if public else []
    found: Sequence[Article] = select(actor, "article", where=where, order="id", most=ARTICLES_MOST)
    return found


def answering(
    actor: Actor, asked: str, *, now: datetime, public: bool = False, category: Id | None = None, most: int = 5
) -> Sequence[Article]:
    """The articles that answer what is asked, the best first; those of a category where nothing else is known of it."""
    known = holding(actor, now=now, public=public)
    of_it = [one for one in known if category is not None and category in one.categories]
    found = fitting(asked, known, most=most)
    return list({one.id: one for one in (*found, *of_it)}.values())[:most]


def given(actor: Actor, articles: Sequence[Article]) -> Mapping[Id, int]:
    """How many contacts were closed with each, of those that the actor may see."""
    return {one.id: count(actor, "report", where=[Condition("article = %s", (one.id,))]) for one in articles}
