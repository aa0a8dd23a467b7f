"""What each act on an article is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Id, Inputs, Links


@dataclass(frozen=True, kw_only=True)
class Write(Inputs):
    """A new article."""

    id: Annotated[Id, "The new article's name in the records"]
    organisation: Annotated[str, "The organisation that answers for it", Links("organisation")]
    titles: Annotated[Mapping[str, str], "What it answers, by language (BCP 47)"]
    texts: Annotated[Mapping[str, str], "The answer, by language (BCP 47)"]
    keywords: Annotated[tuple[str, ...], "Words that people use for it, in any language"] = ()
    categories: Annotated[tuple[Id, ...], "The categories it answers for", Links("category")] = ()
    source: Annotated[str, "What it rests on: a law, a decision, an office's page"]
    public: Annotated[bool, "Whether residents may read it"] = True
    expires_at: Annotated[datetime, "Until when it holds"]


@dataclass(frozen=True, kw_only=True)
class Revise(Inputs):
    """Somebody looked at it again: it holds until another day. What is left out stays."""

    article: Annotated[Id, "The article", Links("article")]
    titles: Annotated[Mapping[str, str] | None, "What it answers, by language (BCP 47)"] = None
    texts: Annotated[Mapping[str, str] | None, "The answer, by language (BCP 47)"] = None
    keywords: Annotated[tuple[str, ...] | None, "Words that people use for it, in any language"] = None
    categories: Annotated[tuple[Id, ...] | None, "The categories it answers for", Links("category")] = None
    source: Annotated[str | None, "What it rests on: a law, a decision, an office's page"] = None
    public: Annotated[bool | None, "Whether residents may read it"] = None
    expires_at: Annotated[datetime, "Until when it holds"]


@dataclass(frozen=True, kw_only=True)
class OfArticle(Inputs):
    """An article is used no more."""

    article: Annotated[Id, "The article", Links("article")]


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """The end of an article has come."""

    article: Annotated[Id, "The article", Links("article")]
    clock: Annotated[str, "Which deadline"]
