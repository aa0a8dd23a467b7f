"""The rules of telling whoever follows that there is news, without a database."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callbox.kernel.facts import Act, Actor, Change, Changes, Inputs, New, Record, Refused
from callbox.services.follow import inputs, rules, telling
from callbox.services.follow.facts import Follow, News, shut
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOTLINE, WATER = "coast/harbour/hotline", "coast/harbour/water"
MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="news")
REPORT = Report(id="r1", status="joined", organisation=HOTLINE, channel="web", received_at=NOON, request="q1")
REQUEST = Request(
    id="q1",
    status="in_work",
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
FOLLOW = Follow(
    id="f1",
    status="open",
    organisation=HOTLINE,
    report="r1",
    begun_at=NOON,
    contact_by="mail",
    contact_to="lin@example.org",
    proved_at=NOON,
)
NEWS = News(
    id="n1",
    status="waiting",
    organisation=HOTLINE,
    report="r1",
    follow="f1",
    tells=("moved",),
    written_at=NOON,
    due_at=NOON,
)


def act(given: Inputs, at: datetime = NOON) -> "Act[Any]":
    return Act(name="news.try", by=MACHINE, at=at, inputs=given)


def told(changes: Changes, kind: type[Record] = News) -> Any:
    return next(one.record for one in changes if isinstance(one, New) and isinstance(one.record, kind))


def sets(changes: Changes, event: str) -> Any:
    return next(one.sets for one in changes if isinstance(one, Change) and one.event == event)


def attempt(news: News = NEWS, *, at: datetime = NOON, follow: Follow = FOLLOW, **cases: Any) -> Changes:
    shown = {"report": REPORT, "request": REQUEST, "surviving": None} | cases
    return telling.attempt(act(inputs.TryNews(news=news.id, zone="UTC"), at), news=news, follow=follow, **shown)


def tell(*tells: str, **shown: Any) -> Changes:
    given = {"follow": FOLLOW, "report": REPORT, "request": REQUEST} | shown
    return telling.tell(act(inputs.Tell(id="n2", follow="f1", tells=tells)), **given)


def test_what_happens_at_about_the_same_time_is_one_message() -> None:
    first = told(tell("moved"))
    assert (first.tells, first.due_at - first.written_at) == (("moved",), telling.TOGETHER_FOR)
    assert sets(tell("answered", waiting=first), "news.added")["tells"] == ("moved", "answered")
    with pytest.raises(Refused, match="nothing_changed"):
        tell("moved", waiting=first)
    assert told(tell("moved", waiting=replace(first, status="sent"))).id == "n2"


@pytest.mark.parametrize(
    "shown",
    [
        {"follow": replace(FOLLOW, contact_by="never")},
        {"follow": replace(FOLLOW, contact_by="link")},
        {"follow": replace(FOLLOW, contact_by="call")},
        {"follow": replace(FOLLOW, proved_at=None)},
        {"follow": shut(FOLLOW)},
        {"report": replace(REPORT, protected=True)},
        {"request": replace(REQUEST, protected=True)},
        {"surviving": replace(REQUEST, protected=True)},
    ],
    ids=[
        "never",
        "link",
        "call",
        "not_theirs_yet",
        "ended",
        "report_protected",
        "request_protected",
        "merged_into_protected",
    ],
)
def test_nothing_is_told_to_whom_nothing_may_be_sent_and_what_waits_is_dropped(shown: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"news\.quiet"):
        tell("moved", **shown)
    assert sets(attempt(**shown), "news.dropped") == {"status": "needless"}


def test_what_comes_outside_the_hours_they_named_waits_until_they_begin() -> None:
    follow = replace(FOLLOW, contact_hours="09:00-11:00")
    with pytest.raises(Refused, match=r"news\.hours"):
        attempt(follow=follow)
    assert sets(attempt(follow=follow, at=NOON + timedelta(hours=21)), "news.tried")["status"] == "trying"


def test_hours_are_read_in_the_zone_where_they_live() -> None:
    follow = replace(FOLLOW, contact_hours="20:00-21:00")
    given = act(inputs.TryNews(news="n1", zone="Asia/Shanghai"))
    assert telling.attempt(given, news=NEWS, follow=follow, report=REPORT, request=REQUEST)


def test_news_under_way_is_not_tried_again_and_may_arrive_once() -> None:
    trying = replace(NEWS, status="trying", tries=1, by="mail")
    with pytest.raises(Refused, match=r"news\.status"):
        attempt(trying)
    sent = replace(trying, status="sent")
    with pytest.raises(Refused, match=r"news\.status"):
        attempt(sent)
    with pytest.raises(Refused, match=r"news\.status"):
        telling.arrive(act(inputs.OfNews(news="n1")), news=sent)


def test_what_failed_waits_longer_each_time() -> None:
    waits = []
    for tries in range(1, 8):
        given = inputs.FailNews(news="n1", fault="no_connection", became="waiting")
        failed = telling.fail(act(given), news=replace(NEWS, status="trying", tries=tries))
        waits.append(sets(failed, "news.failed")["due_at"] - NOON)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)


def test_how_they_were_served_is_asked_a_day_later_by_whoever_did_not_close_it() -> None:
    asked = told(telling.ask(act(inputs.ToNews(id="n2", follow="f1")), follow=FOLLOW, report=REPORT, request=CLOSED))
    assert (asked.sort, asked.organisation, asked.due_at - NOON) == ("question", HOTLINE, timedelta(days=1))
    own = replace(CLOSED, organisation=HOTLINE)
    asked = told(telling.ask(act(inputs.ToNews(id="n2", follow="f1")), follow=FOLLOW, report=REPORT, request=own))
    assert asked.organisation == "coast/harbour"


@pytest.mark.parametrize(
    "shown", [{"request": REQUEST}, {"request": CLOSED, "follow": replace(FOLLOW, judged_at=NOON)}]
)
def test_a_question_that_was_answered_or_is_open_again_is_not_sent(shown: dict[str, Any]) -> None:
    question = replace(NEWS, sort="question", tells=())
    assert sets(attempt(question, **shown), "news.dropped") == {"status": "needless"}


UNPROVED = replace(FOLLOW, proved_at=None)


def send_code(follow: Follow) -> Changes:
    return telling.send_code(act(inputs.ToNews(id="n2", follow="f1")), follow=follow, report=REPORT, request=REQUEST)


def test_an_address_gets_one_code_and_a_few_more_at_most_before_it_is_theirs() -> None:
    made = send_code(UNPROVED)
    assert (told(made).sort, sets(made, "follow.code_asked")["codes"]) == ("code", 1)
    with pytest.raises(Refused, match=r"follow\.codes"):
        send_code(replace(UNPROVED, codes=telling.CODES_MOST))
    with pytest.raises(Refused, match=r"follow\.proved"):
        send_code(FOLLOW)


def test_only_the_newest_code_is_sent_and_none_after_the_address_is_theirs() -> None:
    code = replace(NEWS, sort="code", tells=())
    assert sets(attempt(code, follow=replace(UNPROVED, code="n1")), "news.tried")["by"] == "mail"
    for follow in (replace(UNPROVED, code="n2"), FOLLOW):
        assert sets(attempt(code, follow=follow), "news.dropped") == {"status": "needless"}


def prove(follow: Follow, *, right: bool, at: datetime = NOON, tries: int = 1) -> Changes:
    code = replace(NEWS, sort="code", tries=tries)
    return telling.prove(act(inputs.Prove(follow="f1", right=right), at), follow=follow, code=code)


def test_the_code_shows_that_the_address_is_theirs_and_guessing_ends_soon() -> None:
    waiting = replace(UNPROVED, code="n1")
    assert sets(prove(waiting, right=True), "follow.proved")["proved_at"] == NOON
    assert sets(prove(waiting, right=False), "follow.code_wrong") == {"wrong_codes": 1}
    for follow, at, tries in (
        (replace(waiting, wrong_codes=telling.WRONG_MOST), NOON, 1),
        (waiting, NOON + telling.CODE_GOOD + timedelta(seconds=1), 1),
        (waiting, NOON, 0),
    ):
        with pytest.raises(Refused, match=r"follow\.code_old"):
            prove(follow, right=True, at=at, tries=tries)


def test_another_address_has_to_be_shown_to_be_theirs_again_and_other_hours_do_not() -> None:
    other = inputs.TellContact(follow="f1", contact_by="mail", contact_to="wu@example.org")
    changed = rules.tell_contact(act(other), follow=FOLLOW, report=REPORT, request=REQUEST)
    assert sets(changed, "follow.contact_told")["proved_at"] is None
    hours = inputs.TellContact(
        follow="f1", contact_by="mail", contact_to="lin@example.org", contact_hours="09:00-10:00"
    )
    changed = rules.tell_contact(act(hours), follow=FOLLOW, report=REPORT, request=REQUEST)
    assert "proved_at" not in sets(changed, "follow.contact_told")


ZONE = ZoneInfo("Asia/Shanghai")
HOURS = (None, "09:00-17:00", "22:00-06:00", "12:00-12:30")
ADDRESSES = ("lin@example.org", "wu@example.org")


@dataclass
class Story:
    """One made-up life of a follow: what is asked for by chance, and what left by it."""

    chance: Random
    at: datetime = NOON
    follow: Follow = UNPROVED
    report: Report = REPORT
    request: Request = REQUEST
    news: dict[str, News] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    left: list[tuple[News, str]] = field(default_factory=list)

    def step(self) -> None:
        self.at += timedelta(minutes=self.chance.choice((1, 3, 20, 200, 700)))
        often = (self.happen, self.happen, self.ask, self.code, self.prove, self.prove, self.send, self.send, self.send)
        do = self.chance.choice((*often, *often, self.contact, self.rarely))
        with suppress(Refused):
            do()

    def take(self, changes: Changes) -> None:
        for one in changes:
            if isinstance(one, New) and isinstance(one.record, News):
                self.news[one.record.id] = one.record
            elif isinstance(one, Change):
                changed: Any = replace(one.record, **dict(one.sets))  # type: ignore[arg-type]
                if isinstance(changed, News):
                    self.news[changed.id] = changed
                elif isinstance(changed, Follow):
                    self.follow = changed

    @property
    def cases(self) -> dict[str, Any]:
        return {"follow": self.follow, "report": self.report, "request": self.request}

    def new(self) -> inputs.ToNews:
        return inputs.ToNews(id=f"n{len(self.news)}", follow="f1")

    def happen(self) -> None:
        self.request = replace(self.request, status=self.chance.choice(("in_work", "answered", "closed")))
        given = inputs.Tell(id=f"n{len(self.news)}", follow="f1", tells=(self.chance.choice(("moved", "answered")),))
        self.take(telling.tell(act(given, self.at), **self.cases, waiting=self.news.get(self.follow.news or "")))

    def ask(self) -> None:
        self.take(telling.ask(act(self.new(), self.at), **self.cases))

    def code(self) -> None:
        self.take(telling.send_code(act(self.new(), self.at), **self.cases))

    def prove(self) -> None:
        right = self.chance.random() < 0.7 and any(one.id == self.follow.code for one, _ in self.left)
        code = self.news.get(self.follow.code or "")
        self.take(telling.prove(act(inputs.Prove(follow="f1", right=right), self.at), follow=self.follow, code=code))
        if right:
            self.typed.add(self.follow.contact_to or "")

    def contact(self) -> None:
        by = self.chance.choice(("mail", "mail", "mail", "link", "call", "never"))
        to = "555 0142" if by == "call" else self.chance.choice(ADDRESSES)
        given = inputs.TellContact(follow="f1", contact_by=by, contact_to=to, contact_hours=self.chance.choice(HOURS))
        before = self.follow.contact_to
        self.take(rules.tell_contact(act(given, self.at), follow=self.follow, report=self.report, request=self.request))
        if self.follow.contact_to != before:
            self.typed.clear()

    def rarely(self) -> None:
        """What happens once, if at all: it becomes protected, or it ends."""
        dice = self.chance.random()
        if dice < 0.04:
            self.report = replace(self.report, protected=True)
        elif dice < 0.08:
            self.request = replace(self.request, protected=True)
        elif dice < 0.12:
            self.take(rules.end(act(inputs.OfFollow(follow="f1"), self.at), follow=self.follow))

    def send(self) -> None:
        for news in [one for one in self.news.values() if one.status == "waiting"]:
            try:
                given = inputs.TryNews(news=news.id, zone=str(ZONE))
                self.take(telling.attempt(act(given, self.at), news=news, **self.cases))
            except Refused:
                continue
            if self.news[news.id].status == "trying":
                self.leave(self.news[news.id])

    def leave(self, news: News) -> None:
        """Judged here by what was lived through, in other words than the rules have."""
        assert self.follow.status == "open"
        assert self.follow.contact_by == "mail"
        assert not self.report.protected
        assert not self.request.protected
        assert is_within(self.follow.contact_hours, self.at.astimezone(ZONE))
        assert news.sort == "code" or self.follow.contact_to in self.typed
        assert news.id not in {one.id for one, _ in self.left if one.tried_at != news.tried_at}
        self.left.append((news, self.follow.contact_to or ""))
        self.take(telling.arrive(act(inputs.OfNews(news=news.id), self.at), news=news))


def is_within(hours: str | None, at: datetime) -> bool:
    if hours is None:
        return True
    minutes = [int(part[:2]) * 60 + int(part[3:]) for part in hours.split("-")]
    now, first, last = at.hour * 60 + at.minute, *minutes
    return (now - first) % 1440 < (last - first) % 1440


def lived(seed: int) -> Sequence[tuple[News, str]]:
    one = Story(Random(seed))
    for _ in range(120):
        one.step()
    return one.left


def test_whatever_happens_nothing_leaves_for_never_protected_ended_outside_the_hours_or_to_another_address() -> None:
    left = [news for seed in range(300) for news, _ in lived(seed)]
    # The histories would prove nothing if hardly anything left in them.
    assert len(left) > 300
    assert {one.sort for one in left} == {"news", "question", "code"}
