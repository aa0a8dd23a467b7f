"""The rules of what the public is told, asked by themselves."""

from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, NOON, applied, asked, events, refusal, somebody

from callbox.services.notice import rules
from callbox.services.notice.facts import Notice
from callbox.services.notice.inputs import Propose, Publish, Remove
from callbox.services.request.facts import Category, Request

LEAK = Category(id="c", status="active", organisation=CENTRE, name="Leak", department=CENTRE, public=True)
ASKED = Request(
    id="q", status="open", organisation=CENTRE, category="c", category_version=1, public=True, taken_by=CENTRE,
    received_at=NOON, opened_at=NOON, latitude_deg=22.51237, longitude_deg=114.12349,
)  # fmt: skip
WAITING = Notice(
    id="n", status="proposed", organisation=CENTRE, request="q", category="c", proposed_at=NOON
)  # fmt: skip
PUBLIC = replace(WAITING, status="public")
HANDLER = somebody("handler")


def publishing(by: Any = HANDLER, **told: Any) -> Any:
    return asked(Publish(notice="n", **{"words": "A leak in the road", "precision": "corner", **told}), by=by)


def published(**told: Any) -> Notice:
    changes = rules.publish(publishing(**told), request=ASKED, notice=WAITING, category=LEAK)
    notice: Notice = applied(changes)[WAITING.ref]
    return notice


@pytest.mark.parametrize(
    ("request_now", "category"),
    [
        (replace(ASKED, protected=True), LEAK),
        (replace(ASKED, about=CENTRE), LEAK),
        (replace(ASKED, erased=True), LEAK),
        (replace(ASKED, public=False), LEAK),
        (ASKED, replace(LEAK, public=False)),
        (ASKED, None),
    ],
)
def test_what_the_public_must_not_know_of_is_neither_proposed_nor_published(request_now: Any, category: Any) -> None:
    proposing = asked(Propose(id="n", request="q"))

    assert refusal(rules.propose, proposing, request=request_now, category=category) == "notice.not_public"
    known = {"request": request_now, "notice": WAITING, "category": category}
    assert refusal(rules.publish, publishing(), **known) == "notice.not_public"


def test_a_public_request_waits_to_be_looked_over() -> None:
    assert events(rules.propose(asked(Propose(id="n", request="q")), request=ASKED, category=LEAK)) == [
        "notice.proposed"
    ]


@pytest.mark.parametrize(
    ("precision", "place"), [("corner", (22.512, 114.123)), ("quarter", (22.51, 114.12)), ("district", (None, None))]
)
def test_the_place_is_told_as_coarsely_as_was_chosen(precision: str, place: tuple[float | None, float | None]) -> None:
    notice = published(precision=precision)

    assert (notice.status, notice.published_by) == ("public", "handler-1")
    assert (notice.latitude_deg, notice.longitude_deg) == place


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"words": "  "}, "field.empty"),
        ({"words": "x" * (rules.WORDS_MAX + 1)}, "text.long"),
        ({"words": "call 13800138000"}, "notice.points_at_a_person"),
        ({"place": "x" * (rules.PLACE_MAX + 1)}, "text.long"),
        ({"stored": "../keys"}, "notice.stored"),
        ({"by": replace(HANDLER, person=None)}, "notice.needs_person"),
    ],
)
def test_what_is_published_is_short_names_nobody_and_is_a_named_persons(told: dict[str, Any], code: str) -> None:
    assert refusal(rules.publish, publishing(**told), request=ASKED, notice=WAITING, category=LEAK) == code


def test_words_and_place_may_be_as_long_as_is_said() -> None:
    notice = published(words="x" * rules.WORDS_MAX, place="y" * rules.PLACE_MAX, stored="0" * 32)

    assert (notice.words, notice.place, notice.stored) == ("x" * 500, "y" * 120, "0" * 32)


def test_a_notice_is_published_once_and_removed_once() -> None:
    removing = asked(Remove(notice="n"), by=HANDLER)

    assert refusal(rules.publish, publishing(), request=ASKED, notice=PUBLIC, category=LEAK) == "notice.status"
    removed: Notice = applied(rules.remove(removing, request=ASKED, notice=PUBLIC))[PUBLIC.ref]
    assert (removed.status, removed.removed_at, removed.removed_by) == ("removed", NOON, "handler-1")
    assert refusal(rules.remove, removing, request=ASKED, notice=removed) == "nothing_changed"
