"""The rules of a request's time: how its clock stands still, runs on and is given more days.

1. A hold has a named reason and a named person; while it lasts, the clock keeps what is left.
2. A deadline may be extended while it runs: as often, and by as many working days, as the category said when the request
   was opened. It is counted in the department's own calendar.
"""

from collections.abc import Mapping

from callbox.kernel.clocks import RUNNING, extended
from callbox.kernel.facts import Act, Change, Changes, Refused, Value
from callbox.services.organisation.facts import WorkCalendar
from callbox.services.request.facts import Request
from callbox.services.request.inputs import ExtendRequest, HoldRequest, OfRequest
from callbox.services.request.rules import named_person

DEADLINES = ("deadline", "deadline_hours", "deadline_calendar_days")


def hold(act: Act[HoldRequest], *, request: Request, calendar: WorkCalendar | None) -> Changes:
    """The clock stands still."""
    named_person(act.by)
    if request.status not in ("open", "in_work"):
        raise Refused("request.status", status=request.status)
    return [Change(request, "request.held", {"status": "waiting", "held_for": act.inputs.held_for})]


def resume(act: Act[OfRequest], *, request: Request, calendar: WorkCalendar | None) -> Changes:
    """The clock runs on with what was left."""
    if request.status != "waiting":
        raise Refused("request.not_held", status=request.status)
    return [Change(request, "request.resumed", {"status": "in_work", "held_for": None})]


def extend(act: Act[ExtendRequest], *, request: Request, calendar: WorkCalendar | None) -> Changes:
    """The deadline moves by so many working days."""
    named_person(act.by)
    if request.extensions >= request.extensions_max:
        raise Refused("request.extended", most=request.extensions_max)
    if not 1 <= act.inputs.days <= request.extension_days_max:
        raise Refused("request.extension_days", most=request.extension_days_max)
    clocks = extended(request.clocks, _running(request), act.inputs.days, calendar=calendar.days if calendar else None)
    sets: Mapping[str, Value] = {"extensions": request.extensions + 1, "clocks": clocks}
    return [Change(request, "request.extended", sets)]


def _running(request: Request) -> str:
    for name in DEADLINES:
        if request.clocks.get(name, {}).get("state") == RUNNING:
            return name
    raise Refused("request.no_deadline_runs")
