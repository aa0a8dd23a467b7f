"""The rules of following, without a database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from callbox.kernel.facts import Act, Actor, Change, Inputs, New, Refused
from callbox.services.follow import inputs, judging, rules
from callbox.services.follow.facts import TOGETHER, Follow, Tally, Undone, Verdict, may_reach
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOTLINE, WATER = "coast/harbour/hotline", "coast/harbour/water"
SENDER = Actor(organisation=HOTLINE, roles=frozenset({"reporter"}), via="portal")
REPORT = Report(
    id="r1",
    status="joined",
    organisation=HOTLINE,
    channel="web",
    received_at=NOON,
    request="q1",
    caller_phone="555 0142",
)
REQUEST = Request(
    id="q1",
    status="open",
    organisation=WATER,
    category="c1",
    category_version=1,
    public=True,
    report="r1",
    taken_by=HOTLINE,
    received_at=NOON,
    opened_at=NOON,
)
CLOSED = replace(REQUEST, status="closed", answered_at=NOON)
FOLLOW = Follow(id="f1", status="open", organisation=HOTLINE, report="r1", begun_at=NOON)


def act(given: Inputs, by: Actor = SENDER) -> "Act[Any]":
    return Act(name="follow.begin", by=by, at=NOON, inputs=given)


def begun(report: Report = REPORT, request: Request | None = REQUEST, **more: Any) -> Follow:
    made = rules.begin(act(inputs.Begin(id="f1", report="r1", **more)), report=report, request=request)[0]
    assert isinstance(made, New)
    assert isinstance(made.record, Follow)
    return made.record


def sets(changes: Any) -> Mapping[str, Any]:
    return {name: value for one in changes if isinstance(one, Change) for name, value in one.sets.items()}


def code(refused: "pytest.ExceptionInfo[Refused]") -> str:
    return refused.value.code


def test_whoever_asks_gets_a_link_and_is_reached_by_nothing_until_they_say_how() -> None:
    follow = begun()
    assert (follow.linked, follow.contact_by, follow.contact_to) == (True, "link", None)
    assert not any(may_reach(follow, by, at=time(12)) for by in ("mail", "text", "call"))


@pytest.mark.parametrize("hidden", ["report", "request"])
def test_whoever_asks_about_something_protected_is_never_reached_and_gets_no_link(hidden: str) -> None:
    report = replace(REPORT, protected=hidden == "report")
    request = replace(REQUEST, protected=hidden == "request", public=False)
    follow = begun(report, request)
    assert (follow.linked, follow.contact_by) == (False, "never")
    chosen = begun(report, request, linked=True, contact_by="mail", contact_to="lin@example.org")
    assert (chosen.linked, chosen.contact_by) == (True, "mail")


def test_what_somebody_who_is_never_to_be_reached_opened_is_kept_from_the_public() -> None:
    quiet = inputs.TellContact(follow="f1", contact_by="never")
    assert sets(rules.tell_contact(act(quiet), follow=FOLLOW, report=REPORT, request=REQUEST))["public"] is False
    joined = replace(REQUEST, report="r0")
    assert "public" not in sets(rules.tell_contact(act(quiet), follow=FOLLOW, report=REPORT, request=joined))


@pytest.mark.parametrize(
    ("by", "to", "hours", "refused"),
    [
        ("mail", "lin", None, "follow.contact_mail"),
        ("call", "lin@example.org", None, "follow.contact_number"),
        ("text", "", None, "follow.contact_number"),
        ("call", "555 0142", "9-17", "follow.contact_hours"),
    ],
)
def test_a_contact_that_nobody_could_use_is_refused_by_its_field(
    by: str, to: str, hours: str | None, refused: str
) -> None:
    with pytest.raises(Refused) as said:
        begun(contact_by=by, contact_to=to, contact_hours=hours)
    assert code(said) == refused


def test_somebody_is_reached_only_in_the_way_and_between_the_hours_they_named() -> None:
    day = begun(contact_by="call", contact_to="555 0142", contact_hours="09:00-17:00")
    assert [may_reach(day, "call", at=time(hour)) for hour in (8, 9, 16, 17)] == [False, True, True, False]
    assert not may_reach(day, "text", at=time(12))
    night = begun(contact_by="text", contact_to="555 0142", contact_hours="22:00-06:00")
    assert [may_reach(night, "text", at=time(hour)) for hour in (21, 23, 5, 6)] == [False, True, True, False]


def test_a_follow_that_was_ended_keeps_nothing_to_reach_anybody_by_and_changes_no_more() -> None:
    told = sets(rules.end(act(inputs.OfFollow(follow="f1")), follow=FOLLOW))
    assert (told["status"], told["contact_by"], told["contact_to"]) == ("ended", "never", None)
    with pytest.raises(Refused) as said:
        rules.end(act(inputs.OfFollow(follow="f1")), follow=replace(FOLLOW, status="ended"))
    assert code(said) == "follow.ended"


JOIN = inputs.Join(id="f2", report="r2", request="q1")
WAITING = replace(REPORT, id="r2", status="received", request=None)


def test_whoever_joins_has_a_report_and_a_follow_of_their_own() -> None:
    joined, follow = rules.join(act(JOIN), report=WAITING, request=REQUEST)
    assert isinstance(joined, Change)
    assert joined.sets == {"status": "joined", "request": "q1"}
    assert isinstance(follow, New)
    assert (follow.record.id, follow.under) == ("f2", WAITING.ref)


@pytest.mark.parametrize(
    "other", [{"public": False}, {"protected": True}, {"about": WATER}, {"status": "closed"}, {"erased": True}]
)
def test_what_is_not_public_is_joined_by_nobody_and_answered_as_what_never_was(other: Mapping[str, Any]) -> None:
    with pytest.raises(Refused) as said:
        rules.join(act(JOIN), report=WAITING, request=replace(REQUEST, **other))
    assert code(said) == "not_found"


def test_a_join_can_be_undone_by_whoever_joined_and_an_opening_cannot() -> None:
    other = replace(REQUEST, report="r0")
    left = rules.leave(act(inputs.OfFollow(follow="f1")), follow=FOLLOW, report=REPORT, request=other)
    assert sets(left) == {"status": "received", "request": None}
    with pytest.raises(Refused) as said:
        rules.leave(act(inputs.OfFollow(follow="f1")), follow=FOLLOW, report=REPORT, request=REQUEST)
    assert code(said) == "report.opened_it"


def test_more_words_are_a_note_in_the_case_that_is_followed() -> None:
    given = inputs.Add(follow="f1", id="n1", said=" It runs on ")
    [note] = judging.add(act(given), follow=FOLLOW, report=REPORT, request=REQUEST)
    assert isinstance(note, New)
    assert note.under == REQUEST.ref
    [early] = judging.add(act(given), follow=FOLLOW, report=WAITING, request=None)
    assert isinstance(early, New)
    assert early.under == WAITING.ref


def test_what_was_closed_as_the_same_as_another_is_said_of_the_one_that_survives() -> None:
    same = replace(CLOSED, disposition="duplicate", same_as="q9")
    other = replace(REQUEST, id="q9", report="r9")
    given = inputs.Add(follow="f1", id="n1", said="Here too")
    [note] = judging.add(act(given), follow=FOLLOW, report=REPORT, request=same, surviving=other)
    assert isinstance(note, New)
    assert note.under == other.ref


def said_undone(request: Request) -> Undone:
    [made] = judging.say_undone(act(inputs.SayUndone(follow="f1", id="u1")), follow=FOLLOW, request=request)
    assert isinstance(made, New)
    assert isinstance(made.record, Undone)
    return made.record


def test_that_it_was_not_done_counts_only_once_another_organisation_has_looked() -> None:
    undone = said_undone(replace(REQUEST, status="in_work", said_done=False))
    assert (undone.status, undone.organisation, undone.answered) == ("waiting", HOTLINE, WATER)
    review = inputs.Review(undone="u1", counts=True)
    own = Actor(organisation=f"{WATER}/east", roles=frozenset({"supervisor"}), person="p1")
    with pytest.raises(Refused) as said:
        judging.review(act(review, own), undone=undone)
    assert code(said) == "undone.own"
    other = Actor(organisation=HOTLINE, roles=frozenset({"supervisor"}), person="p2")
    assert sets(judging.review(act(review, other), undone=undone))["status"] == "counts"


def test_whoever_took_it_in_asks_unless_they_closed_it_themselves() -> None:
    assert judging.asker(REQUEST) == HOTLINE
    assert judging.asker(replace(REQUEST, taken_by=WATER)) == "coast/harbour"
    assert judging.asker(replace(REQUEST, taken_by=f"{WATER}/east")) == "coast/harbour"
    assert judging.asker(replace(REQUEST, taken_by="coast", organisation="coast")) == ""


@pytest.mark.parametrize(
    ("follow", "request_", "asked"),
    [
        (FOLLOW, CLOSED, True),
        (FOLLOW, REQUEST, False),
        (FOLLOW, None, False),
        (FOLLOW, replace(CLOSED, protected=True), False),
        (replace(FOLLOW, contact_by="never"), CLOSED, False),
        (replace(FOLLOW, judged_at=NOON), CLOSED, False),
        (FOLLOW, replace(CLOSED, taken_by="coast", organisation="coast"), False),
    ],
)
def test_how_somebody_was_served_is_asked_once_after_the_end_and_never_where_it_may_harm(
    follow: Follow, request_: Request | None, asked: bool
) -> None:
    assert judging.may_judge(follow, request_) is asked


def test_a_verdict_is_out_of_reach_of_those_it_is_about() -> None:
    made, once = judging.judge(
        act(inputs.Judge(follow="f1", id="v1", points=5)), follow=FOLLOW, report=REPORT, request=CLOSED
    )
    assert isinstance(made, New)
    assert isinstance(made.record, Verdict)
    assert (made.record.organisation, made.record.about) == (HOTLINE, WATER)
    assert sets([once]) == {"judged_at": NOON}


def verdicts(points: list[int]) -> tuple[Verdict, ...]:
    one = Verdict(id="v0", status="given", organisation=HOTLINE, about=WATER, report="r1", given_at=NOON, points=1)
    return tuple(
        replace(one, id=f"v{place}", points=each, given_at=NOON + timedelta(days=place))
        for place, each in enumerate(points)
    )


def test_ten_verdicts_are_added_up_and_nine_are_not() -> None:
    given = verdicts([1, 2, 3, 4, 5, 5, 5, 4, 4, 1])
    add_up = act(inputs.AddUp(id="t1", verdicts=tuple(one.id for one in given)))
    made = judging.add_up(add_up, verdicts=given)[0]
    assert isinstance(made, New)
    assert isinstance(made.record, Tally)
    assert (made.record.organisation, made.record.points) == (WATER, (2, 1, 1, 3, 3))
    for few in (given[: TOGETHER - 1], (*given[:9], replace(given[9], points=None))):
        with pytest.raises(Refused) as said:
            judging.add_up(add_up, verdicts=few)
        assert code(said) == "tally.few"
    for mixed in (replace(given[9], about="coast/harbour/parks"), replace(given[9], status="added_up")):
        with pytest.raises(Refused) as said:
            judging.add_up(add_up, verdicts=(*given[:9], mixed))
        assert code(said) == "tally.others"
