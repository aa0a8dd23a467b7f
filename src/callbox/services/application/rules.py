"""The rules of papers.

1. A paper is one of those that the application's category asked for when it was opened. It is given once: as a photo, as
   what it says, or both. Typed is as good as photographed.
2. A paper that arrives starts the clock again that stood still for whoever applied, as soon as nothing required is missing.
3. Only a named person says whether a paper will do, and why not; they may let the clock stand still until another is given.
4. A paper given once may be used for another application of the same person: only whoever gave it knows its word, and saying
   it, on their own page or in person, is their consent. Each use is a record of its own.
5. Consent is taken back at any time, by whoever gave the paper; from then on the other case sees it no more.
6. No paper is a picture of a person: no category asks for one (services/request/papers).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from callbox.kernel.facts import Act, Actor, Change, Changes, Id, New, Record, Refused, Value
from callbox.services.application.facts import Application, Paper, PaperUse, counts, there
from callbox.services.application.inputs import CheckPaper, CheckUse, GivePaper, UsePaper, WithdrawPaper
from callbox.services.note.facts import Attachment
from callbox.services.organisation.facts import WorkCalendar
from callbox.services.request.facts import PaperAsked, Request, papers_of

TEXT_MAX: Final = 1_000
WANTING_MAX: Final = 1_000
WORD_LETTERS_MIN: Final = 8
# More than anybody needs; a case is no store.
PAPERS_MAX: Final = 60
UNDER_WAY: Final = ("open", "in_work", "waiting", "answered")
Papers = Sequence[Paper]
Uses = Sequence[PaperUse]


@dataclass(frozen=True)
class Standing:
    """An application with all that was given for it, as a rule is shown it."""

    application: Application
    papers: Papers
    uses: Uses

    def missing(self, at: datetime, *, besides: Paper | PaperUse | None = None) -> tuple[str, ...]:
        """The codes of the required papers that are not there, besides this one that is given now."""
        have = there([*self.papers, *self.uses, *([besides] if besides else [])], at)
        return tuple(one.code for one in papers_of(self.application) if one.required and one.code not in have)


def give(
    act: Act[GivePaper],
    *,
    request: Request,
    application: Application,
    papers: Papers,
    uses: Uses,
    attachment: Attachment | None,
    calendar: WorkCalendar | None,
) -> Changes:
    """A paper is given."""
    must_be_under_way(request)
    wanted = _asked(application, act.inputs.which)
    text = (act.inputs.text or "").strip()
    if not text and attachment is None:
        raise Refused("paper.empty")
    if len(text) > TEXT_MAX:
        raise Refused("text.long", field="text", most=TEXT_MAX)
    if attachment is not None and (attachment.request != request.id or attachment.status != "added"):
        raise Refused("paper.other_case")
    if len(application.given) >= PAPERS_MAX:
        raise Refused("paper.many", most=PAPERS_MAX)
    paper = Paper(
        id=act.inputs.id,
        status="handed_in",
        organisation=request.organisation,
        request=request.id,
        which=wanted.code,
        given_at=act.at,
        taken_by=act.by.person,
        valid_until=_valid_until(wanted, act.at),
        attachment=act.inputs.attachment,
        text=text or None,
        word_sha256=_hashed(act.inputs.word),
    )
    standing = Standing(application, papers, uses)
    return [
        New(paper, "paper.given", under=request.ref),
        Change(application, "application.paper_given", {"given": (*application.given, paper.id)}),
        *goes_on(request, standing.missing(act.at, besides=paper)),
    ]


def check(act: Act[CheckPaper], *, request: Request, paper: Paper, calendar: WorkCalendar | None) -> Changes:
    """Somebody looked at a paper."""
    wanting = _wanting(act)
    must_be_there(paper)
    status = "accepted" if act.inputs.accepted else "not_accepted"
    looked: dict[str, Value] = {"status": status, "checked_at": act.at, "checked_by": act.by.person, "wanting": wanting}
    return [Change(paper, "paper.checked", looked), *waits(request, wanted=act.inputs.wait and not act.inputs.accepted)]


def use(
    act: Act[UsePaper],
    *,
    request: Request,
    application: Application,
    papers: Papers,
    uses: Uses,
    paper: Paper,
    calendar: WorkCalendar | None,
) -> Changes:
    """A paper given for another application may be used for this one."""
    must_be_under_way(request)
    wanted = _asked(application, act.inputs.which)
    if paper.erased or not compare_digest(paper.word_sha256 or "", _hashed(act.inputs.word)):
        # Whoever does not know its word learns nothing of it, not even that there is such a paper.
        raise Refused("not_found", kind="paper", id=paper.id)
    if paper.request == request.id:
        raise Refused("paper.given_here")
    if any(one.paper == paper.id and one.status != "ended" for one in uses):
        raise Refused("paper.used_already")
    if not counts(paper, act.at):
        raise Refused("paper.no_good")
    if len(application.uses) >= PAPERS_MAX:
        raise Refused("paper.many", most=PAPERS_MAX)
    new = PaperUse(
        id=act.inputs.id,
        status="standing",
        organisation=request.organisation,
        request=request.id,
        paper=paper.id,
        which=wanted.code,
        consent="in_person" if act.by.person else "own_page",
        begun_at=act.at,
        begun_by=act.by.person,
        valid_until=_earlier(paper.valid_until, _valid_until(wanted, paper.given_at)),
    )
    standing = Standing(application, papers, uses)
    # Its key is its own: it ends with either of the two cases, and takes neither's key with it.
    return [
        New(new, "paper_use.begun"),
        Change(application, "application.paper_lent", {"uses": (*application.uses, new.id)}),
        *goes_on(request, standing.missing(act.at, besides=new)),
    ]


def check_use(act: Act[CheckUse], *, request: Request, use: PaperUse, calendar: WorkCalendar | None) -> Changes:
    """Somebody looked at a paper given for another application."""
    wanting = _wanting(act)
    if use.erased or use.status == "ended":
        raise Refused("paper.taken_back")
    status = "accepted" if act.inputs.accepted else "not_accepted"
    looked: dict[str, Value] = {"status": status, "checked_at": act.at, "checked_by": act.by.person, "wanting": wanting}
    return [
        Change(use, "paper_use.checked", looked),
        *waits(request, wanted=act.inputs.wait and not act.inputs.accepted),
    ]


def withdraw(act: Act[WithdrawPaper], *, giving: Request, use: PaperUse) -> Changes:
    """Whoever gave a paper takes back that it may be used again."""
    if use.erased or use.status == "ended":
        raise Refused("paper.taken_back")
    return [Change(use, "paper_use.ended", {"status": "ended", "ended_at": act.at})]


def goes_on(request: Request, missing: Sequence[str], *, held_for: str = "asker") -> Changes:
    """The clock that stood still for this runs on, once nothing is missing."""
    if request.status != "waiting" or request.held_for != held_for or missing:
        return []
    return [Change(request, "request.resumed", {"status": "in_work", "held_for": None})]


def waits(request: Request, *, wanted: bool, held_for: str = "asker") -> Changes:
    """The clock stands still, where somebody said so and it runs."""
    if not wanted or request.status not in ("open", "in_work"):
        return []
    return [Change(request, "request.held", {"status": "waiting", "held_for": held_for})]


def must_be_under_way(request: Request) -> None:
    """Refuse what comes for a request that has ended."""
    if request.erased or request.status not in UNDER_WAY:
        raise Refused("application.ended", status=request.status)


def named_person(by: Actor) -> Id:
    """Who acts, where only a named person may."""
    if by.person is None:
        raise Refused("application.needs_person")
    return by.person


def must_be_there(record: Record) -> None:
    """Refuse what was erased."""
    if record.erased:
        raise Refused("record.erased", kind=record.kind, id=record.id)


def _asked(application: Application, code: str) -> PaperAsked:
    known = papers_of(application)
    found = next((one for one in known if one.code == code), None)
    if found is None:
        raise Refused("paper.which", known=", ".join(one.code for one in known) or "–")
    return found


def _wanting(act: Act[CheckPaper] | Act[CheckUse]) -> str | None:
    """Why a paper will not do: said where it will not, and only there."""
    named_person(act.by)
    told = (act.inputs.wanting or "").strip()
    if not act.inputs.accepted and not told:
        raise Refused("paper.say_why")
    if len(told) > WANTING_MAX:
        raise Refused("text.long", field="wanting", most=WANTING_MAX)
    return None if act.inputs.accepted else told


def _hashed(told: str) -> str:
    """What is kept of a paper's word: those who work on its case can check it, and not say it."""
    word = "".join(letter for letter in told.casefold() if letter.isalnum())
    if len(word) < WORD_LETTERS_MIN:
        raise Refused("paper.word", least=WORD_LETTERS_MIN)
    return sha256(word.encode()).hexdigest()


def _valid_until(wanted: PaperAsked, given_at: datetime) -> datetime | None:
    return None if wanted.valid_days is None else given_at + timedelta(days=wanted.valid_days)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)
