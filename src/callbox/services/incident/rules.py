"""The rules of an incident's life.

1. An incident opens from a report or by itself; whoever opens it says how urgent it is. Where its district is watched, it is
   watched from its first moment.
2. Urgency may be raised by anyone who may act on it; lowering it needs a reason, and never happens by machine.
3. A named person ends an incident with a named disposition, only when no unit is on it any more. `false` needs a second
   person, other than the first. It may be opened again.
4. When a deadline passes, the incident is brought to the next above; nothing else about it changes.
"""

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.incident.area_watching import from_the_start
from callbox.services.incident.facts import DISPOSITIONS, PRIORITIES, Incident
from callbox.services.incident.inputs import Close, Confirm, Due, Merge, Open, Reopen, Reprioritise
from callbox.services.organisation.facts import Post
from callbox.services.report.facts import Report


def open_incident(act: Act[Open], *, report: Report | None, watcher: Post | None = None) -> Changes:
    """A new incident, from a report or without one. `watcher`: the post that watches its district."""
    if report is not None and report.case is not None:
        raise Refused("report.has_case", report=report.id, case=report.case)
    told = report or act.inputs
    incident = Incident(
        id=act.inputs.id,
        status="open",
        organisation=act.by.organisation,
        category=act.inputs.category,
        priority=act.inputs.priority,
        received_at=report.received_at if report else act.at,
        opened_at=act.at,
        source_number=act.inputs.source_number or (report.source_number if report else ""),
        area=act.inputs.area,
        address=act.inputs.address or told.address,
        latitude_deg=act.inputs.latitude_deg if act.inputs.latitude_deg is not None else told.latitude_deg,
        longitude_deg=act.inputs.longitude_deg if act.inputs.longitude_deg is not None else told.longitude_deg,
        summary=act.inputs.summary,
    )
    opened: Changes = [New(from_the_start(incident, watcher, act.at), "incident.opened")]
    if report is not None:
        opened.append(Change(report, "report.opened_incident", {"status": "joined", "incident": incident.id}))
    return opened


def reprioritise(act: Act[Reprioritise], *, incident: Incident) -> Changes:
    """Another urgency."""
    _must_be_open(incident)
    if act.inputs.priority == incident.priority:
        raise Refused("incident.same_priority", priority=act.inputs.priority)
    lower = PRIORITIES.index(act.inputs.priority) > PRIORITIES.index(incident.priority)
    if lower and not act.because.strip():
        raise Refused("incident.lower_needs_reason", priority=act.inputs.priority)
    if lower and act.by.person is None:
        raise Refused("incident.lower_needs_person")
    return [Change(incident, "incident.reprioritised", {"priority": act.inputs.priority})]


def close(act: Act[Close], *, incident: Incident) -> Changes:
    """The end of an incident, or the proposal of an end that a second person must confirm."""
    _must_be_open(incident)
    if act.by.person is None:
        raise Refused("incident.close_needs_person")
    if incident.assignments:
        raise Refused("incident.units_active", count=len(incident.assignments))
    if act.at < incident.received_at:
        raise Refused("at.before_start", at=act.at, start=incident.received_at)
    if DISPOSITIONS[act.inputs.disposition].second_person:
        proposed: dict[str, Value] = {
            "status": "to_confirm",
            "disposition": act.inputs.disposition,
            "closed_by": act.by.person,
        }
        return [Change(incident, "incident.close_proposed", proposed)]
    ended: dict[str, Value] = {
        "status": "closed",
        "disposition": act.inputs.disposition,
        "closed_by": act.by.person,
        "closed_at": act.at,
    }
    return [Change(incident, "incident.closed", ended)]


def confirm(act: Act[Confirm], *, incident: Incident) -> Changes:
    """A second person agrees with the proposed end, or does not."""
    if incident.status != "to_confirm":
        raise Refused("incident.nothing_to_confirm")
    if act.by.person is None or act.by.person == incident.closed_by:
        raise Refused("incident.needs_second_person")
    if not act.inputs.agrees:
        return [Change(incident, "incident.close_declined", {"status": "open", "disposition": None, "closed_by": None})]
    return [Change(incident, "incident.closed", {"status": "closed", "closed_at": act.at})]


def reopen(act: Act[Reopen], *, incident: Incident) -> Changes:
    """A closed incident needs responders again."""
    if incident.status != "closed":
        raise Refused("incident.not_closed")
    again = {"status": "open", "disposition": None, "closed_at": None, "closed_by": None, "same_as": None}
    return [Change(incident, "incident.reopened", again)]


def merge(act: Act[Merge], *, incident: Incident, into: Incident) -> Changes:
    """An incident is the same matter as another: it closes as its duplicate, its reports stay with it."""
    _must_be_open(incident)
    if act.by.person is None:
        raise Refused("incident.close_needs_person")
    if incident.id == into.id:
        raise Refused("incident.same_as_itself")
    if into.status == "closed":
        raise Refused("incident.closed", status=into.status)
    if incident.assignments:
        raise Refused("incident.units_active", count=len(incident.assignments))
    ended: dict[str, Value] = {
        "status": "closed",
        "disposition": "duplicate",
        "same_as": into.id,
        "closed_at": act.at,
        "closed_by": act.by.person,
    }
    return [Change(incident, "incident.closed", ended), Change(into, "incident.absorbed", {})]


def overdue(act: Act[Due], *, incident: Incident) -> Changes:
    """A deadline passed: the incident is brought to the next above."""
    sets: dict[str, Value] = {
        "escalations": incident.escalations + 1,
        "clocks": fired(incident.clocks, act.inputs.clock, act.at),
    }
    return [Change(incident, "incident.escalated", sets)]


def _must_be_open(incident: Incident) -> None:
    if incident.status != "open":
        raise Refused("incident.closed", status=incident.status)
