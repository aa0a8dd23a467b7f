"""The rules of telling whoever follows that there is news, by mail or text, within safe contact.

1. What is sent says that there is news, and nothing of the case: neither words nor what it is about, who holds it or where
   it is followed. Whoever reads somebody's mail, or holds their telephone, learns no more from it.
2. Nothing is sent of what is protected, to whoever said never or ended it, outside the hours they named, nor to an address
   that was not shown to be theirs: first a code goes there, once, and is typed on their own page. No code, nothing more.
3. What happens at about the same time is told at once. Each news is sent once: before it leaves it is written down that it
   is tried, and whatever then breaks, it goes again only where it is known not to have been taken, or under its own id to
   those who take the same id in once.
4. How they were served is asked a day after the end, by whoever asks (not by whoever closed it), and only while it may be
   answered.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Act, Change, Changes, New, Record, Refused, Value
from callbox.services.follow.facts import NEWS, SENT_BY, Follow, News, may_reach
from callbox.services.follow.inputs import FailNews, OfNews, Prove, Tell, ToNews, TryNews
from callbox.services.follow.judging import asker, may_judge
from callbox.services.follow.rules import must_be_open
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

TOGETHER_FOR: Final = timedelta(minutes=2)
ASKED_AFTER: Final = timedelta(days=1)
CODES_MOST: Final = 5
WRONG_MOST: Final = 5
CODE_GOOD: Final = timedelta(days=3)
AGAIN: Final = tuple(timedelta(minutes=one) for one in (1, 5, 30, 120, 360))


def is_quiet(follow: Follow, cases: Iterable[Record | None]) -> bool:
    """Whether nothing is ever sent to them by itself. Of an address that is not theirs yet see `proved_at`."""
    if follow.status != "open" or follow.erased or follow.contact_by not in SENT_BY:
        return True
    return any(case.erased or getattr(case, "protected", False) for case in cases if case is not None)


def tell(
    act: Act[Tell],
    *,
    follow: Follow,
    report: Report,
    request: Request | None,
    surviving: Request | None = None,
    waiting: News | None = None,
) -> Changes:
    """There is news for them: with what waits already, or by itself."""
    if is_quiet(follow, (report, request, surviving)) or follow.proved_at is None:
        raise Refused("news.quiet")
    if waiting is not None and waiting.status == "waiting":
        tells = tuple(one for one in NEWS if one in {*waiting.tells, *act.inputs.tells})
        if tells == waiting.tells:
            raise Refused("nothing_changed")
        return [Change(waiting, "news.added", {"tells": tells})]
    news = News(
        id=act.inputs.id,
        status="waiting",
        organisation=follow.organisation,
        report=report.id,
        follow=follow.id,
        tells=act.inputs.tells,
        written_at=act.at,
        due_at=act.at + TOGETHER_FOR,
    )
    return [New(news, "news.written", under=report.ref), Change(follow, "follow.news_waits", {"news": news.id})]


def ask(
    act: Act[ToNews], *, follow: Follow, report: Report, request: Request | None, surviving: Request | None = None
) -> Changes:
    """They are to be asked how they were served."""
    asked = surviving or request
    if is_quiet(follow, (report, request, surviving)) or follow.proved_at is None or not may_judge(follow, asked):
        raise Refused("news.quiet")
    assert asked is not None
    news = News(
        id=act.inputs.id,
        status="waiting",
        organisation=asker(asked),
        report=report.id,
        follow=follow.id,
        sort="question",
        written_at=act.at,
        due_at=act.at + ASKED_AFTER,
    )
    return [New(news, "news.written", under=report.ref)]


def send_code(
    act: Act[ToNews], *, follow: Follow, report: Report, request: Request | None, surviving: Request | None = None
) -> Changes:
    """They gave an address: a code goes there, and shows that it is theirs."""
    must_be_open(follow)
    if is_quiet(follow, (report, request, surviving)):
        raise Refused("news.quiet")
    if follow.proved_at is not None:
        raise Refused("follow.proved")
    if follow.codes >= CODES_MOST:
        raise Refused("follow.codes", most=CODES_MOST)
    code = News(
        id=act.inputs.id,
        status="waiting",
        organisation=follow.organisation,
        report=report.id,
        follow=follow.id,
        sort="code",
        written_at=act.at,
        due_at=act.at,
    )
    sets: dict[str, Value] = {"code": code.id, "codes": follow.codes + 1, "wrong_codes": 0}
    return [New(code, "news.written", under=report.ref), Change(follow, "follow.code_asked", sets)]


def prove(act: Act[Prove], *, follow: Follow, code: News | None) -> Changes:
    """They typed a code."""
    must_be_open(follow)
    if code is None or code.tries == 0 or act.at > code.written_at + CODE_GOOD or follow.wrong_codes >= WRONG_MOST:
        raise Refused("follow.code_old")
    if not act.inputs.right:
        return [Change(follow, "follow.code_wrong", {"wrong_codes": follow.wrong_codes + 1})]
    return [Change(follow, "follow.proved", {"proved_at": act.at, "code": None, "codes": 0, "wrong_codes": 0})]


def attempt(
    act: Act[TryNews],
    *,
    news: News,
    follow: Follow,
    report: Report,
    request: Request | None,
    surviving: Request | None = None,
) -> Changes:
    """It is about to be sent: refused until it may be, and needless where it never may be any more."""
    _must_be(news, "waiting")
    if _is_needless(act, news, follow, request=surviving or request) or is_quiet(follow, (report, request, surviving)):
        return [Change(news, "news.dropped", {"status": "needless"})]
    if act.at < news.due_at:
        raise Refused("news.early")
    if not may_reach(follow, follow.contact_by, at=act.at.astimezone(ZoneInfo(act.inputs.zone)).time()):
        raise Refused("news.hours")
    sets: dict[str, Value] = {"status": "trying", "by": follow.contact_by, "tries": news.tries + 1}
    return [Change(news, "news.tried", {**sets, "tried_at": act.at})]


def arrive(act: Act[OfNews], *, news: News) -> Changes:
    """It was taken from us."""
    _must_be(news, "trying")
    return [Change(news, "news.sent", {"status": "sent", "sent_at": act.at, "fault": ""})]


def fail(act: Act[FailNews], *, news: News) -> Changes:
    """It did not get through, or nobody knows."""
    _must_be(news, "trying")
    sets: dict[str, Value] = {"status": act.inputs.became, "fault": act.inputs.fault}
    if act.inputs.became == "waiting":
        sets["due_at"] = act.at + AGAIN[min(news.tries, len(AGAIN)) - 1]
    return [Change(news, "news.failed", sets)]


def _is_needless(act: Act[TryNews], news: News, follow: Follow, *, request: Request | None) -> bool:
    """Whether what was to be told is said already, or may not be said to this address."""
    if news.sort == "code":
        return follow.code != news.id or act.at > news.written_at + CODE_GOOD
    return follow.proved_at is None or (news.sort == "question" and not may_judge(follow, request))


def _must_be(news: News, status: str) -> None:
    if news.status != status:
        raise Refused("news.status", status=news.status)
