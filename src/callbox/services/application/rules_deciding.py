"""The rules of appointments and decisions.

1. An appointment is offered by a named person, for a time to come. Whoever applied confirms it or asks for another; one
   offered anew takes the place of the one before. That somebody did not come is said only after it began.
2. The clock stands still for an appointment only where whoever offers it says so, and runs on when the time has come.
3. Only a named person decides: granted, granted in part, refused or not competent; with reasons in plain words and the rule
   it rests on. The decision is the department's answer to the request. No machine decides.
4. Unless all is granted, the decision names an organisation above to object to, or in words where else, until a day that is
   counted on the office's own calendar from the day of the decision.
5. An objection is a report to that organisation, in the person's own words, and about no person; it reads nothing more of
   whoever applied than they write. One that comes late is sent all the same, and said to be late: others judge that.
6. A decision given anew takes the place of the one before; what was objected to stays objected to.
"""

from datetime import datetime
from typing import Any, Final

from callbox.kernel.clocks import days_after
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.application.facts import COMING, Application, Appointment, Decision
from callbox.services.application.inputs import (
    Decide,
    EndAppointment,
    MoveAppointment,
    Object,
    OfAppointment,
    OfferAppointment,
)
from callbox.services.application.rules import goes_on, must_be_there, must_be_under_way, named_person, waits
from callbox.services.organisation.facts import Organisation, WorkCalendar
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

LINE_MAX: Final = 300
REASONS_MAX: Final = 8_000


def offer(
    act: Act[OfferAppointment],
    *,
    request: Request,
    application: Application,
    before: Appointment | None,
    calendar: WorkCalendar | None,
) -> Changes:
    """When and where to come."""
    must_be_under_way(request)
    person = named_person(act.by)
    if act.inputs.begins_at <= act.at:
        raise Refused("appointment.past", begins=act.inputs.begins_at)
    new = Appointment(
        id=act.inputs.id,
        status="offered",
        organisation=request.organisation,
        request=request.id,
        begins_at=act.inputs.begins_at,
        offered_at=act.at,
        offered_by=person,
        place=_said(act.inputs.place, "place", most=LINE_MAX),
        bring=_brief(act.inputs.bring, "bring", most=LINE_MAX),
    )
    replaced = before is not None and before.status in COMING
    return [
        New(new, "appointment.offered", under=request.ref),
        *([Change(before, "appointment.replaced", {"status": "replaced"})] if before and replaced else []),
        Change(application, "application.appointed", {"appointment": new.id}),
        *waits(request, wanted=act.inputs.wait, held_for="appointment"),
    ]


def confirm(act: Act[OfAppointment], *, request: Request, appointment: Appointment) -> Changes:
    """Whoever applied will come."""
    must_be_there(appointment)
    if appointment.status != "offered":
        raise Refused("appointment.status", status=appointment.status)
    return [Change(appointment, "appointment.confirmed", {"status": "confirmed"})]


def move(act: Act[MoveAppointment], *, request: Request, appointment: Appointment) -> Changes:
    """Whoever applied asks for another time."""
    must_be_there(appointment)
    if appointment.status not in ("offered", "confirmed"):
        raise Refused("appointment.status", status=appointment.status)
    wish = _said(act.inputs.wish, "wish", most=LINE_MAX)
    return [Change(appointment, "appointment.to_move", {"status": "to_move", "wish": wish})]


def end(
    act: Act[EndAppointment], *, request: Request, appointment: Appointment, calendar: WorkCalendar | None
) -> Changes:
    """The time has come: they came, or did not."""
    named_person(act.by)
    must_be_there(appointment)
    if appointment.status not in COMING:
        raise Refused("appointment.status", status=appointment.status)
    if not act.inputs.came and act.at < appointment.begins_at:
        raise Refused("appointment.not_yet", begins=appointment.begins_at)
    event, status = ("appointment.kept", "came") if act.inputs.came else ("appointment.missed", "missed")
    return [
        Change(appointment, event, {"status": status}),
        *goes_on(request, (), held_for="appointment"),
    ]


def decide(
    act: Act[Decide],
    *,
    request: Request,
    application: Application,
    before: Decision | None,
    remedy_to: Organisation | None,
    calendar: WorkCalendar | None,
) -> Changes:
    """The decision, which answers the request."""
    must_be_under_way(request)
    decision = Decision(
        id=act.inputs.id,
        status="given",
        organisation=request.organisation,
        request=request.id,
        outcome=act.inputs.outcome,
        rests_on=_said(act.inputs.rests_on, "rests_on", most=LINE_MAX),
        decided_at=act.at,
        decided_by=named_person(act.by),
        reasons=_said(act.inputs.reasons, "reasons", most=REASONS_MAX),
        **_remedy(act, request=request, application=application, remedy_to=remedy_to, calendar=calendar),
    )
    answered: dict[str, Value] = {
        "status": "answered",
        "answer": decision.reasons,
        "answered_at": act.at,
        "answered_by": act.by.person,
        "held_for": None,
    }
    return [
        New(decision, "decision.given", under=request.ref),
        *([Change(before, "decision.replaced", {"status": "replaced"})] if before and before.status == "given" else []),
        Change(application, "application.decided", {"status": "decided", "decision": decision.id}),
        Change(request, "request.answered", answered),
    ]


def _remedy(
    act: Act[Decide],
    *,
    request: Request,
    application: Application,
    remedy_to: Organisation | None,
    calendar: WorkCalendar | None,
) -> dict[str, Any]:
    """What can be done against it, and until when; nothing, where all is granted."""
    told = _brief(act.inputs.remedy, "remedy", most=LINE_MAX) or ""
    if act.inputs.outcome == "granted":
        return {}
    if act.inputs.remedy_to and remedy_to is None:
        raise Refused("not_found", kind="organisation", id=act.inputs.remedy_to)
    if remedy_to is None and not told:
        raise Refused("decision.remedy")
    if remedy_to is not None and within(remedy_to.id, request.organisation):
        raise Refused("decision.remedy_own", organisation=request.organisation)
    until = days_after(act.at, application.objection_days, calendar=calendar.days if calendar else None)
    return {"remedy_to": remedy_to.id if remedy_to else "", "remedy": told, "remedy_until": until}


def object_to(act: Act[Object], *, request: Request, decision: Decision) -> Changes:
    """Whoever applied objects to it, to the organisation that it names."""
    must_be_there(decision)
    if decision.status != "given" or not decision.remedy_to:
        raise Refused("decision.nothing_to_object")
    if decision.objection is not None:
        raise Refused("decision.objected")
    report = Report(
        id=act.inputs.id,
        status="received",
        organisation=decision.remedy_to,
        channel="web",
        received_at=act.at,
        language=act.inputs.language,
        objects_to=request.id,
        said_fact=_said(act.inputs.said, "said", most=REASONS_MAX),
    )
    objected: dict[str, Value] = {"objection": report.id, "objected_at": act.at, "late": _is_late(decision, act.at)}
    # The report is its own: it is told, kept and ended by whoever decides on the objection.
    return [New(report, "report.received"), Change(decision, "decision.objected", objected)]


def _is_late(decision: Decision, at: datetime) -> bool:
    return decision.remedy_until is not None and at > decision.remedy_until


def _said(told: str, name: str, *, most: int) -> str:
    text = _brief(told, name, most=most)
    if text is None:
        raise Refused("field.empty", field=name)
    return text


def _brief(told: str | None, name: str, *, most: int) -> str | None:
    text = (told or "").strip()
    if len(text) > most:
        raise Refused("text.long", field=name, most=most)
    return text or None
