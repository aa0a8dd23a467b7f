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
from callbox.kernel.read import find, opened
from callbox.kernel.story import Line, story
from callbox.kernel.words import say
from callbox.services.follow.acts import MACHINE
from callbox.services.follow.facts import Follow
from callbox.services.follow.judging import may_judge
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request
from callbox.services.transfer.facts import Transfer

# What of a request's story is told to whoever follows it.
TOLD: Final = tuple(
    f"request.{one}"
    for one in (
        *("opened", "taken_up", "held", "resumed", "extended", "answered", "escalated", "confirmed_done"),
        *("found_undone", "closed", "reopened", "offered", "returned", "kept", "passed_on"),
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
    answer: str = ""
    asked: bool = False
    """Whether they are asked how they were served."""
    own: bool = True
    """Whether the request was opened from their own report; else they joined it."""
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
    if report.request is None:
        return Seen(
            report=report, request=None, holder=report.organisation, since=report.received_at, steps=(received,)
        )
    request = case_of(follow)
    assert isinstance(request, Request)
    steps = (received, *_steps(story(MACHINE, request.ref).lines))
    own = request.report == report.id
    return Seen(
        report=report,
        request=request,
        holder=request.organisation,
        since=next((one.at for one in reversed(steps) if one.event == "request.passed_on"), request.opened_at),
        until=deadline(request),
        offered_to=_offered_to(request),
        answer=_answer(request) if own else "",
        asked=may_judge(follow, request),
        own=own,
        steps=steps,
    )


def _report(one: Id) -> Report:
    held = find(MACHINE, Ref("report", one))
    assert isinstance(held, Report)
    return held


def case_of(follow: Follow) -> Request | Report:
    """What is followed: the request, or the report until there is one. Sealed."""
    report = _report(follow.report)
    if report.request is None:
        return report
    request = find(MACHINE, Ref("request", report.request))
    assert isinstance(request, Request)
    return request


def deadline(request: Request) -> Deadline | None:
    """Until when a request is to be answered: the first of its running deadlines, or the one that has passed."""
    running = [
        Deadline(due=due, passed=clock["state"] == FIRED, paused=clock["state"] == PAUSED)
        for clock in request.clocks.values()
        if clock["state"] in (RUNNING, PAUSED, FIRED) and (due := when(clock, "due"))
    ]
    is_asked = request.status in ("open", "in_work", "waiting")
    return min(running, key=lambda one: one.due, default=None) if is_asked else None


def _steps(lines: Sequence[Line]) -> Iterator[Step]:
    yield from (Step(event=one.event, at=one.at) for one in lines if one.event in TOLD)


def _offered_to(request: Request) -> str:
    if request.transfer is None:
        return ""
    try:
        transfer = find(MACHINE, Ref("transfer", request.transfer))
    except Refused:
        return ""
    return transfer.to if isinstance(transfer, Transfer) and transfer.ended_at is None else ""


def _answer(request: Request) -> str:
    if request.answered_at is None or request.erased:
        return ""
    held = opened(MACHINE, request.ref, purpose=say("purpose.own_page"))
    assert isinstance(held, Request)
    return held.answer or ""
