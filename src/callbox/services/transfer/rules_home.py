"""The rules by which an emergency line hands a case back to another node, at once, where no life is at risk.

1. The line owns the case until its ledger holds the other node's signed word that it has it again; that node may work on it
   meanwhile. Until then the report stays in the line's queue.
2. It counts as a return. Once too often, and the arbiter over there decides while the line holds it; whom they decide for
   keeps it for good.
3. What the line has begun to work on is no longer handed back by a key: an incident is offered like any other.
"""

from collections.abc import Mapping
from typing import Any

from callbox.kernel import clocks
from callbox.kernel.facts import Act, Change, Changes, Refused, Value
from callbox.kernel.permission import within
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Organisation
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request
from callbox.services.transfer.facts import BACK, LINES, RULED, Transfer
from callbox.services.transfer.passing import Case

UNDER: Mapping[str, Value] = {"returned_under": "no_danger_to_life"}
AGAIN: Mapping[str, Value] = {"told": False}
OPEN_AGAIN: Mapping[str, Value] = {
    "status": "open",
    "disposition": None,
    "closed_at": None,
    "closed_by": None,
    "same_as": None,
}


def asked(act: Act, *, transfer: Transfer, report: Report | None, to: Organisation | None) -> Changes:
    """One key at the line: the other node is told that it gets the case back."""
    if to is None or to.what not in LINES:
        raise Refused("transfer.no_line", to=transfer.to)
    if not within(transfer.to, act.by.organisation):
        raise Refused("transfer.not_receiver", organisation=transfer.to)
    if act.by.person is None:
        raise Refused("transfer.needs_person")
    if transfer.decided_for == transfer.to:
        raise Refused("transfer.ruled", to=transfer.to)
    if transfer.status != "accepted":
        raise Refused("transfer.not_held", to=transfer.to)
    if report is None or report.status != "received":
        raise Refused("transfer.worked_on")
    sets: dict[str, Value] = {"status": BACK, "ended_at": None, **UNDER, **AGAIN}
    return [Change(transfer, "transfer.handing_back", sets)]


def is_gone(transfer: Transfer) -> bool:
    """Whether the sender let the case go: its ledger holds the receiver's signature."""
    return bool(transfer.acceptance) and not transfer.incoming


def came(act: Act, *, transfer: Transfer, case: Case) -> Changes:
    """The line gives it back: here it is again, or the arbiter decides."""
    if not _is_theirs(case, transfer):
        raise Refused("transfer.nothing_new")
    counted: dict[str, Value] = {"returns": case.returns + 1}
    if case.returns >= transfer.returns_max:
        disputed: dict[str, Value] = {"status": "to_arbiter", "ended_at": None, **UNDER, **AGAIN}
        told = Change(transfer, "transfer.sent_to_arbiter", disputed)
        return [told, *([Change(case, "request.returned", counted)] if isinstance(case, Request) else [])]
    sets: dict[str, Value] = {"status": "returned", "ended_at": act.at, **UNDER, **AGAIN}
    return [Change(transfer, "transfer.handed_back", sets), _again(case, transfer, counted)]


def decided(case: Case, *, transfer: Transfer, sets: Mapping[str, Value], held_by: str) -> Changes:
    """The arbiter's word on a case that the line holds."""
    settled: dict[str, Value] = {"settled_between": (transfer.organisation, transfer.to)}
    if held_by == transfer.organisation:
        return [Change(transfer, "transfer.decided", {**sets, **AGAIN}), _again(case, transfer, settled)]
    ruled = Change(transfer, "transfer.decided", {**sets, **AGAIN, "status": RULED, "ended_at": None})
    return [ruled, *([Change(case, "request.kept", settled)] if isinstance(case, Request) else [])]


def kept(act: Act, *, transfer: Transfer) -> Changes:
    """The line keeps it, as the arbiter said and it signed."""
    return [Change(transfer, "transfer.accepted", {"status": "accepted", "ended_at": act.at, **AGAIN})]


def heard(act: Act, *, says: str, transfer: Transfer, report: Report | None) -> Changes:
    """What the other node says to the line that hands a case back."""
    if says == RULED:
        stays: dict[str, Value] = {"status": "accepted", "ended_at": act.at, "decided_for": transfer.to, **AGAIN}
        return [Change(transfer, "transfer.kept_there", stays)]
    if says not in ("returned", "decided"):
        raise Refused("transfer.nothing_new")
    gone: dict[str, Value] = {"status": "returned", "ended_at": act.at, "known": None, **AGAIN}
    waits = report is not None and report.status == "received"
    closed: dict[str, Value] = {"status": "closed", "closed_as": "handed_back"}
    return [
        Change(transfer, "transfer.handed_back", gone),
        *([Change(report, "report.closed", closed)] if report is not None and waits else []),
    ]


def confirmed(case: Case, transfer: Transfer) -> Changes:
    """The line knows: the case is here for good."""
    if not isinstance(case, Request) or case.transfer != transfer.id:
        raise Refused("transfer.nothing_new")
    return [Change(case, "request.owned", {"transfer": None})]


def _is_theirs(case: Case, transfer: Transfer) -> bool:
    if isinstance(case, Incident):
        return case.status == "closed" and case.disposition == "referred"
    return case.status == "elsewhere" and case.organisation == transfer.to


def _again(case: Case, transfer: Transfer, sets: Mapping[str, Value]) -> Change:
    """The case is ours again. A request waits for the line's word before it goes anywhere else."""
    if isinstance(case, Incident):
        return Change(case, "incident.reopened", {**OPEN_AGAIN, **sets})
    home: dict[str, Value] = {
        "status": "in_work",
        "organisation": transfer.organisation,
        "parties": tuple(one for one in case.parties if one != transfer.organisation),
        "transfer": transfer.id,
        "clocks": _running_on(case, transfer),
    }
    return Change(case, "request.came_back", {**home, **sets})


def _running_on(case: Request, transfer: Transfer) -> Mapping[str, Any]:
    """Its deadlines: those that stood still because it left run on, to the day they had."""
    return {name: _clock(told, transfer) for name, told in case.clocks.items()}


def _clock(told: clocks.One, transfer: Transfer) -> Mapping[str, Any]:
    if told.get("state") != "stopped" or clocks.when(told, "stopped") != transfer.ended_at:
        return told
    return {name: value for name, value in told.items() if name != "stopped"} | {"state": "running"}
