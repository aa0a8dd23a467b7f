"""The rules of telling an organisation that something of its own waits, without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from callbox.kernel.chain import Entry
from callbox.kernel.facts import Act, Actor, New, Refused
from callbox.kernel.outbox import Told
from callbox.services.article.facts import Article
from callbox.services.message.facts import Message
from callbox.services.message.inputs import Notify
from callbox.services.message.noticing import added_to
from callbox.services.message.rules import patience_s
from callbox.services.message.rules_notice import notify
from callbox.services.request.facts import Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WATER = "coast/harbour/water"
REQUEST = Request(
    id="q1",
    status="in_work",
    organisation=WATER,
    category="c1",
    category_version=1,
    taken_by="coast/harbour/hotline",
    received_at=NOON,
    opened_at=NOON,
)
ARTICLE = Article(
    id="a1", status="expired", organisation=WATER, titles={}, texts={}, source="s", checked_at=NOON, expires_at=NOON
)


def told(cause: str, **about: Any) -> Message:
    given = Notify(id="m1", cause=cause, **{kind: record.id for kind, record in about.items()})
    act = Act(name="message.notify", by=Actor(organisation="", roles=frozenset({"machine"})), at=NOON, inputs=given)
    [made] = notify(act, **{"request": None, "article": None} | about)
    assert isinstance(made, New)
    assert isinstance(made.record, Message)
    return made.record


def test_whoever_holds_it_is_told_in_no_words_and_nobody_above_is_woken() -> None:
    message = told("said_more", request=REQUEST)
    assert (list(message.receipts), message.text, patience_s(message)) == ([f"organisation {WATER}"], None, None)
    assert told("run_out", article=ARTICLE).article == "a1"


def test_what_is_told_of_something_hidden_is_as_hidden() -> None:
    hidden = replace(REQUEST, protected=True, about="coast/harbour/police")
    assert (told("said_more", request=hidden).protected, told("said_more", request=hidden).about) == (
        True,
        hidden.about,
    )


def test_nothing_is_told_of_what_is_not_here() -> None:
    with pytest.raises(Refused):
        told("said_more")
    with pytest.raises(Refused):
        told("said_more", request=replace(REQUEST, status="elsewhere"))


@pytest.mark.parametrize(
    ("event", "via", "request_id", "found"),
    [
        ("note.written", "portal", "q1", "q1"),
        ("attachment.added", "portal", "q1", "q1"),
        ("note.written", "console", "q1", None),
        ("note.written", "portal", None, None),
        ("request.closed", "portal", "q1", None),
    ],
)
def test_only_what_whoever_asked_added_to_a_request_is_told(
    event: str, via: str, request_id: str | None, found: str | None
) -> None:
    entry = Entry(
        kind="note",
        record="n1",
        n=1,
        event=event,
        act="follow.add",
        act_id="x",
        by={"via": via},
        at=NOON,
        recorded_at=NOON,
        because=None,
        sets={"request": request_id},
        before=b"",
    )
    assert added_to(Told(1, entry)) == found
