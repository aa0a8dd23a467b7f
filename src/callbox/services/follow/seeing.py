"""What whoever follows a case sees of it: who holds it, since when, until when, and what was done.

Rules in words:
- Nothing of another's is shown: no words, no photos, no number, nor who works on it. Everybody who follows sees the same
  dates; the department's answer is written to the person who asked, so only whose report opened the request reads it.
- Opening that answer is a look like any other, and is in the ledger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callbox.kernel.clocks import FIRED, PAUSED, RUNNING, when
from callbox.kernel.facts import Id, Ref, Refused
from callbox.kernel.read import Condition, find, opened, select
from callbox.kernel.story import Line, story
from callbox.kernel.words import say
from callbox.services.follow.acts import MACHINE, case_of
from callbox.services.follow.facts import Follow
from callbox.services.follow.judging import may_judge
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request
from callbox.services.share.facts import Share
from callbox.services.transfer.facts import Transfer

# What of a request's story is told to whoever follows it.
TOLD: Final = tuple(
    f"request.{one}"
    for one in (
        *("opened", "taken_up", "held", "resumed", "extended", "answered", "escalated", "confirmed_done"),
        *("found_undone", "closed", "reopened", "offered", "returned", "kept", "passed_on"),
        *("left", "came_back", "came_over"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened to it, by the name of its event."""

    event: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Until when it is to be answered. `passed`: it fell due; `paused`: it stands still."""

    due: datetime
    passed: bool
    paused: bool


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A case as whoever follows it sees it."""

    report: Report
    request: Request | None
    holder: str
    """The organisation that holds it now."""
    since: datetime
    until: Deadline | None = None
    offered_to: str = ""
    helped_by: Sequence[str] = ()
    """Other organisations that work on it with the holder; of a protected case none is told."""
    answer: str = ""
    asked: bool = False
    """Whether they are asked how they were served."""
    own: bool = True
    """Whether the request was opened from their own report; else they joined it."""
    merged: bool = False
    """Whether the request was closed as the same as another, which is the one that is followed now."""
    steps: Sequence[Step] = ()

    @property
    def may_say_undone(self) -> bool:
        """Whether they may say now that it was not done."""
        return self.request is not None and self.request.status in ("answered", "closed") and not self.request.erased

    @property
    def may_say_done(self) -> bool:
        """Whether they may say now that it was done: only whose own report opened it."""
        return self.may_say_undone and self.own and self.request is not None and not self.request.said_done

    @property
    def state(self) -> str:
        """How it stands, as a code: that of the request, else of the report before there is one."""
        if self.request is not None:
            return f"request.{self.request.status}"
        return "report.incident" if self.report.incident else f"report.{self.report.status}"


def seen(follow: Follow) -> Seen:
    """What the one who follows sees now."""
    report = _report(follow.report)
    received = Step(event="report.received", at=report.received_at)
    case = case_of(follow)
    if report.request is None or isinstance(case, Report):
        return Seen(
            report=report, request=None, holder=report.organisation, since=report.received_at, steps=(received,)
        )
    joined = find(MACHINE, Ref("request", report.request))
    assert isinstance(joined, Request)
    steps = (received, *_steps(joined, case))
    return Seen(
        report=report,
        request=case,
        holder=case.organisation,
        since=next((one.at for one in reversed(steps) if one.event == "request.passed_on"), case.opened_at),
        until=deadline(case),
        offered_to=_offered_to(case),
        helped_by=_helped_by(case),
        answer=_answer(joined) if joined.report == report.id else "",
        asked=may_judge(follow, case),
        own=case.report == report.id,
        merged=case.id != joined.id,
        steps=steps,
    )


def _report(one: Id) -> Report:
    held = find(MACHINE, Ref("report", one))
    assert isinstance(held, Report)
    return held


def deadline(request: Request) -> Deadline | None:
    """Until when a request is to be answered: the first of its running deadlines, or the one that has passed."""
    running = [
        Deadline(due=due, passed=clock["state"] == FIRED, paused=clock["state"] == PAUSED)
        for clock in request.clocks.values()
        if clock["state"] in (RUNNING, PAUSED, FIRED) and (due := when(clock, "due"))
    ]
    is_asked = request.status in ("open", "in_work", "waiting")
    return min(running, key=lambda one: one.due, default=None) if is_asked else None


def _steps(joined: Request, case: Request) -> Iterator[Step]:
    """What happened to the request; after it was found to be the same as another, what happened to that one."""
    yield from _told(story(MACHINE, joined.ref).lines)
    if case.id != joined.id and joined.closed_at is not None:
        yield Step(event="request.merged", at=joined.closed_at)
        yield from (one for one in _told(story(MACHINE, case.ref).lines) if one.at > joined.closed_at)


def _told(lines: Sequence[Line]) -> Iterator[Step]:
    yield from (Step(event=one.event, at=one.at) for one in lines if one.event in TOLD)


def _offered_to(request: Request) -> str:
    if request.transfer is None:
        return ""
    try:
        transfer = find(MACHINE, Ref("transfer", request.transfer))
    except Refused:
        return ""
    return transfer.to if isinstance(transfer, Transfer) and transfer.ended_at is None else ""


def _helped_by(request: Request) -> Sequence[str]:
    if request.protected:
        return ()
    where = Condition("request = %s AND status = 'taking_part'", (request.id,))
    found: Sequence[Share] = select(MACHINE, "share", where=[where], order="began_at, id")
    return tuple(one.to for one in found)


def _answer(request: Request) -> str:
    if request.answered_at is None or request.erased:
        return ""
    held = opened(MACHINE, request.ref, purpose=say("purpose.own_page"))
    assert isinstance(held, Request)
    return held.answer or ""
