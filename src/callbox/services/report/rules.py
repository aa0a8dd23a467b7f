"""The rules of a contact.

1. Every contact is kept as it came, whatever it holds; what is doubtful is flagged, never refused.
2. It opens a case, joins one, or is closed by a named person who says why it needs none. A join can be undone.
3. What the caller saw, what others told them and what they believe are kept apart.
4. A contact that nobody looked at in time is escalated.
"""

from dataclasses import fields

from callbox.kernel.clocks import fallen, fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused
from callbox.services.incident.facts import Incident
from callbox.services.report.facts import Report
from callbox.services.report.inputs import Amend, CloseReport, Due, Flag, Join, Receive, Separate


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


def join(act: Act[Join], *, report: Report, incident: Incident) -> Changes:
    """The contact belongs to a case that is open already."""
    if report.incident is not None:
        raise Refused("report.has_case", report=report.id, incident=report.incident)
    return [Change(report, "report.joined", {"status": "joined", "incident": incident.id})]


def separate(act: Act[Separate], *, report: Report) -> Changes:
    """The join is undone; the contact waits again."""
    if report.incident is None:
        raise Refused("report.no_case")
    return [Change(report, "report.separated", {"status": "received", "incident": None})]


def flag(act: Act[Flag], *, report: Report) -> Changes:
    """Something about it is doubtful."""
    flags = tuple(dict.fromkeys((*report.flags, *act.inputs.flags)))
    if flags == report.flags:
        raise Refused("nothing_changed")
    return [Change(report, "report.flagged", {"flags": flags})]


def close(act: Act[CloseReport], *, report: Report) -> Changes:
    """It needs no case, and a named person says why."""
    if act.by.person is None:
        raise Refused("report.close_needs_person")
    if report.status != "received":
        raise Refused("report.not_waiting", status=report.status)
    return [Change(report, "report.closed", {"status": "closed", "closed_as": act.inputs.closed_as})]


def overdue(act: Act[Due], *, report: Report) -> Changes:
    """Nobody looked at it in time."""
    if act.inputs.clock not in fallen(report.clocks, act.at):
        raise Refused("clock.not_due", clock=act.inputs.clock)
    return [Change(report, "report.escalated", {"clocks": fired(report.clocks, act.inputs.clock, act.at)})]
