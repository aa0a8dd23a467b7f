"""The rules of what whoever follows says of their case, and of who gets to see it.

1. More words are a note in the case they follow: whoever works on it reads them, and nobody else who follows it.
2. That it was not done counts for those who answered only once somebody of another organisation has looked, and said why.
3. How somebody was served is asked once, after the end, by an organisation other than the one that closed the case; never
   where the case is protected or they wish not to be asked.
4. What was closed as the same as another request is said of the one that survives.
5. Those whom a verdict is about see it only added up with at least nine others. Each tally is made of verdicts that no
   other has, so that no two figures tell one by their difference.
"""

from typing import Final

from callbox.kernel.facts import Act, Change, Changes, New, Refused
from callbox.kernel.permission import within
from callbox.services.follow.facts import POINTS, TOGETHER, Follow, Tally, Undone, Verdict
from callbox.services.follow.inputs import Add, AddUp, Judge, Review, SayUndone
from callbox.services.follow.rules import must_be_open, must_be_there
from callbox.services.note.facts import Note
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

SAID_MAX: Final = 4_000


def add(
    act: Act[Add], *, follow: Follow, report: Report, request: Request | None, surviving: Request | None = None
) -> Changes:
    """More words of whoever follows."""
    must_be_open(follow)
    request = surviving or request
    case = request or report
    must_be_there(case)
    said = act.inputs.said.strip()
    if not said:
        raise Refused("field.empty", field="said")
    if len(said) > SAID_MAX:
        raise Refused("text.long", field="said", most=SAID_MAX)
    note = Note(
        id=act.inputs.id,
        status="written",
        organisation=case.organisation,
        report=None if request else report.id,
        request=request.id if request else None,
        basis="fact",
        written_at=act.at,
        text=said,
    )
    return [New(note, "note.written", under=case.ref)]


def say_undone(
    act: Act[SayUndone], *, follow: Follow, request: Request | None, surviving: Request | None = None
) -> Changes:
    """It was not done; somebody else looks whether that counts."""
    must_be_open(follow)
    request = surviving or request
    if request is None or request.said_done is not False:
        raise Refused("undone.not_said")
    if request.protected or not asker(request):
        # Nobody else may know of it, so nobody else can look.
        raise Refused("undone.nobody")
    undone = Undone(
        id=act.inputs.id,
        status="waiting",
        organisation=asker(request),
        parties=(request.organisation,),
        about=request.about,
        request=request.id,
        answered=request.organisation,
        said_at=act.at,
    )
    return [New(undone, "undone.said", under=request.ref)]


def review(act: Act[Review], *, undone: Undone) -> Changes:
    """Somebody looked whether it counts."""
    if undone.status != "waiting":
        raise Refused("undone.reviewed")
    if act.by.person is None:
        raise Refused("request.needs_person")
    if within(act.by.organisation, undone.answered):
        raise Refused("undone.own")
    status = "counts" if act.inputs.counts else "does_not_count"
    return [Change(undone, "undone.reviewed", {"status": status, "reviewed_by": act.by.person, "reviewed_at": act.at})]


def judge(
    act: Act[Judge], *, follow: Follow, report: Report, request: Request | None, surviving: Request | None = None
) -> Changes:
    """How whoever asked was served."""
    must_be_open(follow)
    request = surviving or request
    if not may_judge(follow, request):
        raise Refused("verdict.once" if follow.judged_at else "verdict.not_asked")
    assert request is not None
    if act.inputs.points not in POINTS:
        raise Refused("number.outside", field="points", least=POINTS[0], most=POINTS[-1])
    verdict = Verdict(
        id=act.inputs.id,
        status="given",
        organisation=asker(request),
        about=request.organisation,
        report=report.id,
        given_at=act.at,
        points=act.inputs.points,
        said=(act.inputs.said or "").strip()[:SAID_MAX] or None,
    )
    return [
        New(verdict, "verdict.given", under=report.ref),
        Change(follow, "follow.judged", {"judged_at": act.at}),
    ]


def may_judge(follow: Follow, request: Request | None) -> bool:
    """Whether somebody is asked how they were served."""
    if request is None or request.protected or request.erased or request.status != "closed":
        return False
    return follow.judged_at is None and follow.contact_by != "never" and bool(asker(request))


def add_up(act: Act[AddUp], *, verdicts: tuple[Verdict, ...]) -> Changes:
    """So many verdicts on one organisation are added up."""
    about = {one.about for one in verdicts}
    points = [one.points for one in verdicts if one.points is not None]
    if len(points) < TOGETHER or len(points) != len(verdicts):
        raise Refused("tally.few", least=TOGETHER)
    if len(about) != 1 or any(one.status != "given" for one in verdicts):
        raise Refused("tally.others")
    given = [one.given_at for one in verdicts]
    tally = Tally(
        id=act.inputs.id,
        status="added_up",
        organisation=about.pop(),
        verdicts=len(verdicts),
        points=tuple(points.count(one) for one in POINTS),
        begins_at=min(given),
        ends_at=max(given),
    )
    counted = [Change(one, "verdict.added_up", {"status": "added_up", "tally": tally.id}) for one in verdicts]
    return [New(tally, "tally.added_up"), *counted]


def asker(request: Request) -> str:
    """Who asks, and looks whether it counts: who took it in, unless they closed it themselves; then who stands above.

    Empty: there is nobody else.
    """
    if not within(request.taken_by, request.organisation):
        return request.taken_by
    return request.organisation.rpartition("/")[0]
