"""The rules of following a case.

1. A follow begins with a report and follows whatever case the report belongs to: a join, its undoing and a merge need no
   word of their own, and one report's follower never sees another's.
2. Who asked about something protected is never reached and gets no link, unless they themselves asked for it.
3. How to reach somebody is theirs to say and to change at any time; `never` stands until they say otherwise.
4. Whoever follows may end it: from then on its link opens nothing, and how to reach them is known no more.
"""

import re
from typing import Any, Final

from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.follow.facts import HOURS, REACHING, Follow
from callbox.services.follow.inputs import Begin, OfFollow, TellContact
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

NOTE_MAX: Final = 300
MAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
NUMBER: Final = re.compile(r"\+?[\d\s()./-]{3,30}")


def begin(act: Act[Begin], *, report: Report, request: Request | None) -> Changes:
    """Whoever told us of something follows it."""
    if report.erased:
        raise Refused("record.erased", kind=report.kind, id=report.id)
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
    return [New(follow, "follow.begun", under=report.ref)]


def tell_contact(act: Act[TellContact], *, follow: Follow) -> Changes:
    """How they may be reached from now on."""
    _must_be_open(follow)
    told: dict[str, Value] = {"contact_by": act.inputs.contact_by, **_reached(act.inputs, act.inputs.contact_by)}
    sets = {name: value for name, value in told.items() if value != getattr(follow, name)}
    if not sets:
        raise Refused("nothing_changed")
    return [Change(follow, "follow.contact_told", sets)]


def end(act: Act[OfFollow], *, follow: Follow) -> Changes:
    """Whoever followed wants it to end."""
    _must_be_open(follow)
    gone: dict[str, Value] = dict.fromkeys(("contact_to", "contact_hours", "contact_note"))
    return [Change(follow, "follow.ended", {"status": "ended", "ended_at": act.at, "contact_by": "never", **gone})]


def _must_be_open(follow: Follow) -> None:
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
