"""The rules of a request's life.

1. A request opens from a report or by itself, in a category that is in use, and goes to that category's department,
   or, where the category goes by place, to the one named that serves it: by a boundary that holds for the place, or for a
   named reason. It keeps the rules of the category as they stood: its deadline, its version, who may see it.
2. The department takes it up, answers it and closes it with a named disposition. What ends it by an answer needs one.
3. Whoever asked says whether it was done, told to somebody other than who answered; "not done" opens it again.
   An application is answered by its decision alone (services/application).
4. The clock stands still only for a named reason, and runs on when the request is resumed or answered.
5. Only a named person closes, holds or extends: the machine delays nothing.
6. When a deadline passes, the category's or the date promised to whoever asked, the request is brought one level up;
   nothing else about it changes.
7. A protected request is held by its department alone, and so is the report it came from, with its call: whoever took
   it in keeps no sight of them, standing higher gives none, and it is never brought above. A request about the
   department itself, or about an organisation it belongs to, is held one level above the organisation complained of.
"""

from collections.abc import Mapping

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Actor, Change, Changes, Id, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.application.facts import Application
from callbox.services.boundary.facts import Boundary
from callbox.services.call.facts import Call
from callbox.services.organisation.facts import Organisation, WorkCalendar
from callbox.services.report.facts import Report
from callbox.services.request.facts import REQUEST_ENDS, Category, Request
from callbox.services.request.inputs import AnswerRequest, CloseRequest, OfRequest, OpenRequest, RequestDue
from callbox.services.request.routing import served_by

AGAIN: Mapping[str, Value] = {
    "status": "in_work",
    "disposition": None,
    "closed_at": None,
    "closed_by": None,
    "same_as": None,
}
# Ends that say what was decided: an application comes to them by a decision alone.
UNDECIDED = ("no_such_place", "not_competent", "declined")
KEPT = (
    *("deadline_days", "deadline_hours", "deadline_calendar_days", "accept_days"),
    *("extensions_max", "extension_days_max", "public", "decides"),
)


def above(organisation: str) -> str:
    """The organisation one level above, by path; the highest has none."""
    return organisation.rpartition("/")[0]


def open_request(
    act: Act[OpenRequest],
    *,
    report: Report | None,
    category: Category,
    about: Organisation | None,
    call: Call | None = None,
    department: Organisation | None = None,
    boundary: Boundary | None = None,
    **_by_which_its_clocks_run: WorkCalendar | None,
) -> Changes:
    """A new request, on its department's desk."""
    if report is not None and report.case is not None:
        raise Refused("report.has_case", report=report.id, case=report.case)
    if category.status != "active":
        raise Refused("category.retired", category=category.id)
    if act.inputs.due_at is not None and act.inputs.due_at <= act.at:
        raise Refused("request.due_first", due=act.inputs.due_at)
    serving = _serving(act, report=report, category=category, department=department, boundary=boundary)
    held_by = _department(serving, about.id if about else "")
    request = _opened(act, report=report, category=category, about=about.id if about else "", department=held_by)
    changes: Changes = [New(request, "request.opened", under=report.ref if report else None)]
    if category.decides:
        changes.append(New(_application(request, category), "application.opened", under=request.ref))
    if report is not None:
        changes.append(
            Change(report, "report.opened_request", {"status": "joined", "request": request.id, **request.hides})
        )
    if call is not None and request.hides:
        changes.append(Change(call, "call.hidden", request.hides))
    return changes


def _opened(
    act: Act[OpenRequest], *, report: Report | None, category: Category, about: str, department: str
) -> Request:
    asked, told = act.inputs, report or act.inputs
    latitude_deg, longitude_deg = _place(asked, report)
    taken_by = report.organisation if report else act.by.organisation
    return Request(
        id=asked.id,
        status="open",
        organisation=department,
        parties=() if category.protects or taken_by == department else (taken_by,),
        about=about,
        category=category.id,
        category_version=category.version,
        **{name: getattr(category, name) for name in KEPT},
        protected=category.protects,
        elsewhere_for=asked.elsewhere_for,
        due_at=asked.due_at,
        report=asked.report,
        taken_by=taken_by,
        received_at=report.received_at if report else act.at,
        opened_at=act.at,
        area=asked.area,
        wanted=asked.wanted or (report.said_fact if report else None),
        address=asked.address or told.address,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        answers=asked.answers or told.answers,
    )


def _application(request: Request, category: Category) -> Application:
    """What belongs to it as an application; it keeps the papers that were asked for."""
    return Application(
        id=request.id,
        status="open",
        organisation=request.organisation,
        request=request.id,
        papers=category.papers,
        objection_days=category.objection_days,
    )


def _serving(
    act: Act[OpenRequest],
    *,
    report: Report | None,
    category: Category,
    department: Organisation | None,
    boundary: Boundary | None,
) -> str:
    """Who serves it: the category's department, or where the category goes by place the one that was named."""
    elsewhere = act.inputs.elsewhere_for is not None
    if department is None or department.id == category.department:
        if elsewhere:
            raise Refused("request.not_elsewhere", department=category.department)
        return category.department
    if not category.by_area:
        raise Refused("request.department_fixed", department=category.department)
    if department.status != "active":
        raise Refused("request.department_retired", department=department.id)
    there = _by(act, report=report, category=category, boundary=boundary) == department.id
    if there and elsewhere:
        raise Refused("request.not_elsewhere", department=department.id)
    if not there and not elsewhere:
        raise Refused("request.department_beyond", department=department.id)
    return department.id


def _by(act: Act[OpenRequest], *, report: Report | None, category: Category, boundary: Boundary | None) -> str | None:
    """Whom the boundary that was named gives the place to: nobody, where it does not reach there."""
    place = _place(act.inputs, report)
    named = served_by(
        category, latitude_deg=place[0], longitude_deg=place[1], boundaries=(boundary,) if boundary else ()
    )
    return next(iter(named), None)


def _place(asked: OpenRequest, report: Report | None) -> tuple[float | None, float | None]:
    """Where it is: as it is asked, else as it was reported."""
    told = report or asked
    latitude_deg = asked.latitude_deg if asked.latitude_deg is not None else told.latitude_deg
    return latitude_deg, asked.longitude_deg if asked.longitude_deg is not None else told.longitude_deg


def _department(department: str, about: str) -> str:
    """Who holds it: the department that serves it, unless it is itself complained of."""
    if not about or not within(department, about):
        return department
    if not above(about):
        raise Refused("request.nobody_above", about=about)
    return above(about)


def take_up(act: Act[OfRequest], *, request: Request) -> Changes:
    """Somebody in the department begins to work on it."""
    _must_be(request, "open", "in_work")
    if request.handled_by == act.by.person and request.status == "in_work":
        raise Refused("nothing_changed")
    return [Change(request, "request.taken_up", {"status": "in_work", "handled_by": act.by.person})]


def answer(act: Act[AnswerRequest], *, request: Request) -> Changes:
    """The department answers. Whoever asked now says whether it was done."""
    _must_be(request, "open", "in_work", "waiting", "answered")
    if not act.inputs.answer.strip():
        raise Refused("field.empty", field="answer")
    if request.decides:
        raise Refused("request.decides")
    sets: dict[str, Value] = {
        "status": "answered",
        "answer": act.inputs.answer,
        "answered_at": act.at,
        "answered_by": act.by.person,
        "held_for": None,
    }
    return [Change(request, "request.answered", sets)]


def close(act: Act[CloseRequest], *, request: Request, same_as: Request | None) -> Changes:
    """The end of a request."""
    _must_be(request, "open", "in_work", "waiting", "answered")
    person = named_person(act.by)
    end = REQUEST_ENDS[act.inputs.disposition]
    if end.needs_answer and request.status != "answered":
        raise Refused("request.answer_first", disposition=end.name)
    if end.needs_reason and not act.because.strip():
        raise Refused("request.end_needs_reason", disposition=end.name)
    if request.decides and request.status != "answered" and end.name in UNDECIDED:
        raise Refused("request.decides")
    if act.at < request.received_at:
        raise Refused("at.before_start", at=act.at, start=request.received_at)
    _check_same(request, same_as, duplicate=end.name == "duplicate")
    return [Change(request, "request.closed", _ended(act, person) | {"same_as": act.inputs.same_as})]


def _check_same(request: Request, same_as: Request | None, *, duplicate: bool) -> None:
    if duplicate != (same_as is not None):
        raise Refused("request.duplicate_of_what")
    if same_as is not None and same_as.id == request.id:
        raise Refused("request.same_as_itself")
    if same_as is not None and same_as.protected and not request.protected:
        # Its link would tell of the protected one to all who see this one.
        raise Refused("not_found", kind=same_as.kind, id=same_as.id)
    if same_as is not None and same_as.status == "closed" and same_as.same_as is not None:
        # The surviving one is named, so that nobody who looks goes from one duplicate to the next.
        raise Refused("request.merged_already", same_as=same_as.same_as)


def _ended(act: Act[CloseRequest], person: Id) -> dict[str, Value]:
    return {
        "status": "closed",
        "disposition": act.inputs.disposition,
        "closed_by": person,
        "closed_at": act.at,
        "held_for": None,
    }


def reopen(act: Act[OfRequest], *, request: Request, calendar: WorkCalendar | None) -> Changes:
    """A closed request is worked on again, with a clock of its own."""
    _must_be(request, "closed")
    return [Change(request, "request.reopened", {**AGAIN, "reopenings": request.reopenings + 1})]


def confirm_done(act: Act[OfRequest], *, request: Request) -> Changes:
    """Whoever asked says that it was done."""
    _check_word(act.by, request)
    if request.said_done:
        raise Refused("nothing_changed")
    sets: dict[str, Value] = {"said_done": True}
    if request.status == "answered":
        ended = {"status": "closed", "disposition": "done", "closed_by": act.by.person, "closed_at": act.at}
        sets |= ended
    return [Change(request, "request.confirmed_done", sets)]


def not_done(act: Act[OfRequest], *, request: Request, calendar: WorkCalendar | None) -> Changes:
    """Whoever asked says that it was not done: it is worked on again, with a clock of its own."""
    _check_word(act.by, request)
    return [
        Change(request, "request.found_undone", {**AGAIN, "said_done": False, "reopenings": request.reopenings + 1})
    ]


def _check_word(by: Actor, request: Request) -> None:
    """The word of whoever asked comes after an answer, and not through the person who gave it."""
    _must_be(request, "answered", "closed")
    if by.person is not None and by.person in (request.answered_by, request.closed_by):
        raise Refused("request.needs_other_person")


def overdue(act: Act[RequestDue], *, request: Request) -> Changes:
    """A deadline passed: the request is brought one level up."""
    sets: dict[str, Value] = {
        "escalations": request.escalations + 1,
        "escalated_to": _next_above(request),
        "clocks": fired(request.clocks, act.inputs.clock, act.at),
    }
    return [Change(request, "request.escalated", sets)]


def _next_above(request: Request) -> str:
    """A protected request stays where it is held; no request is brought to whom it is about."""
    held = request.escalated_to or request.organisation
    higher = above(held)
    if request.protected or not higher or (request.about and within(higher, request.about)):
        return held
    return higher


def named_person(by: Actor) -> Id:
    """Who acts, where only a named person may."""
    if by.person is None:
        raise Refused("request.needs_person")
    return by.person


def _must_be(request: Request, *statuses: str) -> None:
    if request.status not in statuses:
        raise Refused("request.status", status=request.status)
