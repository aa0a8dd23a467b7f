"""What belongs to a request, for its page: its duplicates, its parts, the whole it is a part of, what was asked and said.

Every line is a request that the reader may see; of any other nothing is told, not even that there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from callbox.faces.console.naming import names
from callbox.faces.console.pages import powers
from callbox.kernel.facts import SEALED, Actor, Id, Record, Value
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.kernel.story import story
from callbox.services.request.facts import Category, Request, answered, questions_of

PARTS_MOST = 200
MAY = {"undo": "request.reopen", "take_out": "request.take_out"}


@dataclass(frozen=True, kw_only=True)
class Joined:
    """One request beside the one on the page, and what may be undone between them."""

    request: Request
    category: str
    may_undo: bool
    may_take_out: bool


def joined(actor: Actor, record: Record, *, language: str) -> dict[str, Any]:
    """What the page of a case needs of the requests that belong to it; nothing for a case of another kind."""
    if not isinstance(record, Request):
        return {}
    duplicates = _found(actor, Condition("same_as = %s AND status = 'closed'", (record.id,)), language=language)
    parts = _found(actor, Condition("part_of = %s", (record.id,)), language=language) if record.parts else ()
    shown: dict[str, Any] = {"duplicates": duplicates, "parts": parts, "key": current().ids.new()}
    shown |= {"same": _one(actor, record.same_as, language), "whole": _one(actor, record.part_of, language)}
    return {"joined": shown | powers(actor, MAY, record)}


def _one(actor: Actor, one: Id | None, language: str) -> Joined | None:
    found = _found(actor, Condition("id = %s", (one,)), language=language) if one else ()
    return found[0] if found else None


def _found(actor: Actor, where: Condition, *, language: str) -> Sequence[Joined]:
    found: Sequence[Request] = select(actor, "request", where=[where], order="received_at, id", most=PARTS_MOST)
    called = names(actor, "category", (one.category for one in found), language=language)
    return [_joined(actor, one, called.get(one.category, one.category)) for one in found]


def _joined(actor: Actor, one: Request, category: str) -> Joined:
    may = powers(actor, MAY, one)
    return Joined(request=one, category=category, may_undo=may["undo"], may_take_out=may["take_out"])


def asked_and_said(actor: Actor, record: Record, *, language: str) -> Sequence[tuple[str, str]]:
    """The answers to a category's questions, each under the question's own words; `record` is opened."""
    said = getattr(record, "answers", None)
    if not isinstance(record, Request) or said is SEALED or not said:
        return ()
    return answers_in_words(actor, record.category, record.category_version, said=said, language=language)


def answers_in_words(
    actor: Actor, category: Id, version: int, *, said: Mapping[str, Value], language: str
) -> Sequence[tuple[str, str]]:
    """Answers to the questions of a version of a category, each under the question's own words."""
    found: Sequence[Category] = select(actor, "category", where=[Condition("id = %s", (category,))], most=1)
    questions = [one for its in found for one in questions_of(_as_it_was(actor, its, version))]
    return answered(questions, dict(said), language=language)


def _as_it_was(actor: Actor, category: Category, version: int) -> Category:
    """The category with the questions of that version: what was answered then is told in the words of then."""
    if category.version == version:
        return category
    questions: Any = ()
    for line in story(actor, category.ref).lines:
        after = {change.name: change.after for change in line.changes}
        if int(after.get("version", 0)) > version:
            break
        questions = after.get("questions", questions)
    return replace(category, questions=tuple(questions))
