"""The rules of following a case.

1. A follow begins with a report and follows whatever case the report belongs to: a join, its undoing and a merge need no
   word of their own, and one report's follower never sees another's.
2. Who asked about something protected is never reached and gets no link, unless they themselves asked for it.
3. How to reach somebody is theirs to say and to change at any time; `never` stands until they say otherwise.
   Where they opened the matter themselves, it also keeps it from the public.
4. Whoever follows may end it: from then on its link opens nothing, and how to reach them is known no more.
5. Somebody may join what is open, public and known already, with a report and a follow of their own. They may leave it
   again, as anybody who works on it may separate them: their report then waits to be looked at. Nobody is ever joined for a
   number or a name: only by somebody who says so.
"""

import re
from typing import Any, Final

from callbox.kernel.facts import Act, Change, Changes, New, Record, Refused, Value
from callbox.services.follow.facts import HOURS, REACHING, Follow
from callbox.services.follow.inputs import Begin, Join, OfFollow, TellContact
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

NOTE_MAX: Final = 300
MAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
NUMBER: Final = re.compile(r"\+?[\d\s()./-]{3,30}")


def begin(act: Act[Begin], *, report: Report, request: Request | None) -> Changes:
    """Whoever told us of something follows it."""
    must_be_there(report)
    asked, is_protected = act.inputs, report.protected or (request is not None and request.protected)
    by = asked.contact_by or ("never" if is_protected else "link")
    follow = Follow(
        id=asked.id,
        status="open",
        organisation=report.organisation,
        report=report.id,
        language=asked.language,
        begun_at=act.at,
        linked=asked.linked if asked.linked is not None else not is_protected,
        contact_by=by,
        **_reached(asked, by),
    )
    return [New(follow, "follow.begun", under=report.ref), *kept_quiet(by, report, request)]


def join(act: Act[Join], *, report: Report, request: Request) -> Changes:
    """Somebody tells us of what is known already, and follows it too."""
    if report.case is not None:
        raise Refused("report.has_case", report=report.id, case=report.case)
    # What is not public is answered as what never was: joining tells nobody whether there is such a request.
    if not request.public or request.protected or request.about or request.erased or request.status == "closed":
        raise Refused("not_found", kind=request.kind, id=request.id)
    joined = Change(report, "report.joined", {"status": "joined", "request": request.id})
    return [joined, *begin(act, report=report, request=None)]


def leave(act: Act[OfFollow], *, follow: Follow, report: Report, request: Request | None) -> Changes:
    """It was not the same matter after all: their report waits to be looked at."""
    must_be_open(follow)
    if request is None:
        raise Refused("report.no_case")
    if request.report == report.id:
        raise Refused("report.opened_it", report=report.id, request=request.id)
    return [Change(report, "report.separated", {"status": "received", "request": None})]


def tell_contact(act: Act[TellContact], *, follow: Follow, report: Report, request: Request | None) -> Changes:
    """How they may be reached from now on."""
    must_be_open(follow)
    told: dict[str, Value] = {"contact_by": act.inputs.contact_by, **_reached(act.inputs, act.inputs.contact_by)}
    sets = {name: value for name, value in told.items() if value != getattr(follow, name)}
    if not sets:
        raise Refused("nothing_changed")
    if {"contact_by", "contact_to"} & sets.keys():
        # Another address may be somebody else's.
        unproved: dict[str, Value] = {"proved_at": None, "code": None}
        sets |= {name: value for name, value in unproved.items() if getattr(follow, name) is not None}
    return [Change(follow, "follow.contact_told", sets), *kept_quiet(act.inputs.contact_by, report, request)]


def end(act: Act[OfFollow], *, follow: Follow) -> Changes:
    """Whoever followed wants it to end."""
    must_be_open(follow)
    gone: dict[str, Value] = dict.fromkeys(("contact_to", "contact_hours", "contact_note"))
    unproved: dict[str, Value] = dict.fromkeys(("proved_at", "code"))
    return [
        Change(
            follow, "follow.ended", {"status": "ended", "ended_at": act.at, "contact_by": "never", **gone, **unproved}
        )
    ]


def kept_quiet(by: str, report: Report, request: Request | None) -> Changes:
    """What somebody who is never to be reached opened themselves is not told to the public either."""
    if by != "never" or request is None or request.report != report.id or not request.public:
        return []
    return [Change(request, "request.kept_quiet", {"public": False})]


def must_be_there(case: Record) -> None:
    """Refuse a case whose values are gone."""
    if case.erased:
        raise Refused("record.erased", kind=case.kind, id=case.id)


def must_be_open(follow: Follow) -> None:
    """Refuse a follow that was ended."""
    if follow.status != "open":
        raise Refused("follow.ended")


def _reached(told: Begin | TellContact, by: str) -> dict[str, Any]:
    """The sealed part of how to reach somebody; nothing is kept that the way they chose does not need."""
    if by not in REACHING:
        return {"contact_to": None, "contact_hours": None, "contact_note": None}
    to, hours, note = ((text or "").strip() for text in (told.contact_to, told.contact_hours, told.contact_note))
    if not (MAIL if by == "mail" else NUMBER).fullmatch(to):
        raise Refused("follow.contact_mail" if by == "mail" else "follow.contact_number")
    if hours and not HOURS.fullmatch(hours):
        raise Refused("follow.contact_hours")
    if len(note) > NOTE_MAX:
        raise Refused("text.long", field="contact_note", most=NOTE_MAX)
    return {"contact_to": to, "contact_hours": hours or None, "contact_note": note or None}
