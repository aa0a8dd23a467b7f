"""What the page of a follow tells of an application: its papers and their uses, the appointment, the decision.

Rules in words:
- Only whoever applied sees it, never somebody who joined; opening it is a look like any other, and is in the ledger.
- Every use of a paper elsewhere is shown where the paper was given: who may look at it, for what, since when, until when.
- A paper given before is found by the code of the case it was given for, which nobody else has; nothing else finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callbox.faces.portal.following_told import Moment, moment
from callbox.faces.portal.looking import office_of
from callbox.kernel.facts import Id, Ref
from callbox.kernel.node import current
from callbox.kernel.read import find
from callbox.kernel.words import say
from callbox.services.application.acts import (
    MACHINE,
    Standing,
    code_of,
    request_of,
    standing,
    usable,
    with_uses,
)
from callbox.services.application.facts import COMING, Appointment, Decision, Paper, PaperUse
from callbox.services.follow import acts as follows
from callbox.services.follow.facts import Follow
from callbox.services.request.facts import Category, PaperAsked, Request, name_of

# What was just done on this part of the page, as its address may say it.
DONE: Final = ("paper", "paper_used", "paper_back", "coming", "other_time", "objected")


@dataclass(frozen=True, kw_only=True)
class Use:
    """One use of a paper elsewhere."""

    id: Id
    what: str
    office: str
    since: Moment
    ended: Moment | None


@dataclass(frozen=True, kw_only=True)
class Given:
    """One paper that was given, or one given before that may be used here."""

    id: Id
    state: str
    """The code of what is said of it."""
    since: Moment
    text: str
    is_photo: bool
    wanting: str
    until: Moment | None
    code: str
    """What its giver tells to let it be used elsewhere; empty where it was given elsewhere or will not do."""
    uses: Sequence[Use]
    used: bool
    """Whether it was given for another application."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One paper that is asked for, and what was given as it."""

    code: str
    name: str
    required: bool
    given: Sequence[Given]


@dataclass(frozen=True, kw_only=True)
class Coming:
    """The appointment."""

    record: Appointment
    begins: Moment
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision."""

    record: Decision
    outcome: str
    office: str
    at: Moment
    remedy_to: str
    until: Moment | None
    is_over: bool
    may_object: bool
    objected: Moment | None
    objection: str
    """Where the objection is followed."""
    objection_code: str


@dataclass(frozen=True, kw_only=True)
class Before:
    """What was given for an earlier case, found by its code."""

    code: str
    what: str
    papers: Sequence[tuple[Id, str, str, Moment]]
    """Name, code and name of the paper it was there, and since when."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """Everything that this part of the page says."""

    slots: Sequence[Slot]
    missing: Sequence[str]
    may_give: bool
    office: str
    coming: Coming | None
    decided: Decided | None
    before: Before | None = None
    not_before: bool = False
    """Whether a code was typed under which there is nothing."""


def told(follow: Follow, language: str, *, before: str = "") -> Applied | None:
    """What the page says to whoever applied; None where it is no application of theirs. `before` is a code they typed."""
    seen = applied(follow, opened=True)
    if seen is None:
        return None
    earlier = _before(seen.request, before, language) if before else None
    now = current().world.clock.now()
    return Applied(
        slots=[_slot(seen, one, language) for one in seen.asked],
        missing=[one.said_in(language) for one in seen.missing(now)],
        may_give=seen.under_way and bool(seen.asked),
        office=office_of(seen.request.organisation, language=language) or seen.request.organisation,
        coming=_coming(seen, language),
        decided=_decided(seen, language, now=now),
        before=earlier,
        not_before=bool(before) and earlier is None,
    )


def applied(follow: Follow, *, opened: bool = False) -> Standing | None:
    """What was applied for by whoever follows; None where they did not apply."""
    case = follows.case_of(follow)
    if not isinstance(case, Request) or case.report != follow.report or case.erased:
        return None
    seen = standing(MACHINE, case, purpose=say("purpose.own_page") if opened else "")
    return with_uses(seen) if seen is not None else None


def earlier(code: str) -> Standing | None:
    """What was applied for by whoever has this code; None where there is nothing under it."""
    follow = follows.follow_of(code)
    return applied(follow) if follow is not None else None


def _before(here: Request, code: str, language: str) -> Before | None:
    there = earlier(code)
    if there is None or there.request.id == here.id:
        return None
    found = usable(there, current().world.clock.now())
    names = {one.code: one.said_in(language) for one in there.asked}
    papers = [(one.id, one.which, names.get(one.which, one.which), moment(one.given_at, language)) for one in found]
    return Before(code=code, what=_what(there.request, language), papers=papers)


def _what(request: Request | None, language: str) -> str:
    if request is None:
        return ""
    category = find(MACHINE, Ref("category", request.category))
    assert isinstance(category, Category)
    return name_of(category, language)


def _slot(seen: Standing, asked: PaperAsked, language: str) -> Slot:
    found = [_given(seen, one, language) for one in seen.of(asked.code) if not one.erased]
    return Slot(code=asked.code, name=asked.said_in(language), required=asked.required, given=found)


def _given(seen: Standing, one: Paper | PaperUse, language: str) -> Given:
    used = isinstance(one, PaperUse)
    here = [] if used else [_use(use, language) for use in seen.lent.get(one.id, ())]
    paper = one if isinstance(one, Paper) else None
    return Given(
        id=one.id,
        state=f"portal.apply.{one.status}",
        since=moment(one.begun_at if isinstance(one, PaperUse) else one.given_at, language),
        text=(paper.text or "") if paper else "",
        is_photo=paper is not None and paper.attachment is not None,
        wanting=one.wanting or "",
        until=moment(one.valid_until, language) if one.valid_until else None,
        code=code_of(one.id) if paper and paper.status != "not_accepted" else "",
        uses=here,
        used=used,
    )


def _use(use: PaperUse, language: str) -> Use:
    return Use(
        id=use.id,
        what=_what(request_of(use.request), language),
        office=office_of(use.organisation, language=language) or use.organisation,
        since=moment(use.begun_at, language),
        ended=moment(use.ended_at, language) if use.ended_at else None,
    )


def _coming(seen: Standing, language: str) -> Coming | None:
    one = seen.appointment
    if one is None or one.erased:
        return None
    return Coming(record=one, begins=moment(one.begins_at, language), is_open=one.status in COMING and seen.under_way)


def _decided(seen: Standing, language: str, *, now: datetime) -> Decided | None:
    one = seen.decision
    if one is None or one.erased:
        return None
    objection = follows.begin(one.objection) if one.objection else None
    return Decided(
        record=one,
        outcome=f"portal.apply.outcome.{one.outcome}",
        office=office_of(one.organisation, language=language) or one.organisation,
        at=moment(one.decided_at, language),
        remedy_to=(office_of(one.remedy_to, language=language) or one.remedy_to) if one.remedy_to else "",
        until=moment(one.remedy_until, language) if one.remedy_until else None,
        is_over=one.remedy_until is not None and now > one.remedy_until,
        may_object=bool(one.remedy_to) and one.objection is None,
        objected=moment(one.objected_at, language) if one.objected_at else None,
        objection=follows.path_of(objection) if objection else "",
        objection_code=follows.code_of(objection) if objection else "",
    )
