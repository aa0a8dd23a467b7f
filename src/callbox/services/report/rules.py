"""The rules of a contact.

1. Every contact is kept as it came, whatever it holds; what is doubtful is flagged, never refused.
2. It opens a case, joins one, or is closed by a named person who says why it needs none, and with which article it was
   answered. It belongs to one case, an
   incident or a request. A join can be undone; a request keeps the contact it was opened from, whose key it shares. What
   joined a protected request stays as hidden as it: its words may tell of it, and so does the call it came by. Who only
   sends things in adds to open requests that the public may know of, and to nothing else.
3. What the caller saw, what others told them and what they believe are kept apart.
4. A contact that nobody looked at in time is escalated.
"""

from dataclasses import fields

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.article.facts import Article
from callbox.services.call.facts import Call
from callbox.services.incident.facts import Incident
from callbox.services.report.facts import Report
from callbox.services.report.inputs import Amend, CloseReport, Due, Flag, Join, Receive, Separate
from callbox.services.request.facts import Request

SENDERS = frozenset({"reporter"})


def receive(act: Act[Receive]) -> Changes:
    """A contact came in."""
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    report = Report(status="received", organisation=act.by.organisation, received_at=act.at, **told)
    return [New(report, "report.received")]


def amend(act: Act[Amend], *, report: Report) -> Changes:
    """More that the caller said."""
    names = [field.name for field in fields(act.inputs) if field.name != "report"]
    sets = {name: told for name in names if (told := getattr(act.inputs, name)) not in (None, getattr(report, name))}
    if not sets:
        raise Refused("nothing_changed")
    return [Change(report, "report.amended", sets)]


def join(
    act: Act[Join], *, report: Report, incident: Incident | None, request: Request | None, call: Call | None = None
) -> Changes:
    """The contact belongs to a case that is known already."""
    case = incident or request
    if case is None or (incident and request):
        raise Refused("report.join_one")
    if report.case is not None:
        raise Refused("report.has_case", report=report.id, case=report.case)
    if case.erased:
        raise Refused("record.erased", kind=case.kind, id=case.id)
    if act.by.roles <= SENDERS and not (request and _is_known_outside(request)):
        raise Refused("not_found", kind=case.kind, id=case.id)
    hidden = request.hides if request else {}
    joined: Changes = [Change(report, "report.joined", {"status": "joined", case.kind: case.id, **hidden})]
    return [*joined, Change(call, "call.hidden", hidden)] if call and hidden else joined


def _is_known_outside(request: Request) -> bool:
    return request.public and not request.protected and not request.about and request.status != "closed"


def separate(act: Act[Separate], *, report: Report, request: Request | None) -> Changes:
    """The join is undone; the contact waits again."""
    if report.case is None:
        raise Refused("report.no_case")
    if request is not None and request.report == report.id:
        raise Refused("report.opened_it", report=report.id, request=request.id)
    left: dict[str, Value] = {"request": None} if report.request else {"incident": None}
    return [Change(report, "report.separated", {"status": "received", **left})]


def flag(act: Act[Flag], *, report: Report) -> Changes:
    """Something about it is doubtful."""
    flags = tuple(dict.fromkeys((*report.flags, *act.inputs.flags)))
    if flags == report.flags:
        raise Refused("nothing_changed")
    return [Change(report, "report.flagged", {"flags": flags})]


def close(act: Act[CloseReport], *, report: Report, article: Article | None = None) -> Changes:
    """It needs no case, and a named person says why."""
    if act.by.person is None:
        raise Refused("report.close_needs_person")
    if report.status != "received":
        raise Refused("report.not_waiting", status=report.status)
    sets: dict[str, Value] = {"status": "closed", "closed_as": act.inputs.closed_as}
    if article is not None:
        _check_answer(act, article)
        sets["article"] = article.id
    return [Change(report, "report.closed", sets)]


def _check_answer(act: Act[CloseReport], article: Article) -> None:
    """Only what holds is an answer, and only an answer is given with it."""
    if act.inputs.closed_as != "answered":
        raise Refused("report.article_answers")
    if not article.holds(act.at):
        raise Refused("article.ended", article=article.id)


def overdue(act: Act[Due], *, report: Report) -> Changes:
    """Nobody looked at it in time."""
    return [Change(report, "report.escalated", {"clocks": fired(report.clocks, act.inputs.clock, act.at)})]
