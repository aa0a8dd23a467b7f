"""What is known of an article of the knowledge base."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Id, Links, Plain, Record

# What a reader gets whose own language an article does not have.
COMMON = ("en", "zh")


@dataclass(frozen=True, kw_only=True)
class Article(Record):
    """An answer to what many ask: in every language it was written in, from a source, until a day. Nothing is personal."""

    kind: ClassVar[str] = "article"

    organisation: Annotated[str, "The organisation that answers for it", Links("organisation")]
    version: Annotated[int, "How often it was written, from 1"] = 1
    titles: Annotated[Mapping[str, str], "What it answers, by language (BCP 47)"]
    texts: Annotated[Mapping[str, str], "The answer, by language (BCP 47)"]
    keywords: Annotated[tuple[str, ...], "Words that people use for it, in any language"] = ()
    categories: Annotated[tuple[Id, ...], "The categories it answers for", Links("category")] = ()
    source: Annotated[str, "What it rests on: a law, a decision, an office's page"]
    public: Annotated[bool, "Whether residents may read it"] = True
    checked_at: Annotated[datetime, "When somebody last said that it holds"]
    checked_by: Annotated[Id | None, "Who said so", Links("person")] = None
    expires_at: Annotated[datetime, "Until when it holds"]
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadline"] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """What it answers, in a language, or the next best it has."""
        return _in(self.titles, language)

    def text(self, language: str) -> str:
        """The answer, in a language, or the next best it has."""
        return _in(self.texts, language)

    def language(self, asked: str) -> str:
        """The language in which a reader of `asked` gets it."""
        tried = (asked, asked.partition("-")[0], *COMMON, *self.texts)
        return next(one for one in tried if one in self.texts)

    def holds(self, now: datetime) -> bool:
        """Whether it may be given as an answer."""
        return self.status == "active" and now < self.expires_at


def _in(told: Mapping[str, str], language: str) -> str:
    tried = (language, language.partition("-")[0], *COMMON, *told)
    return next(told[one] for one in tried if one in told)
