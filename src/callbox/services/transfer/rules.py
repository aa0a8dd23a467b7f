"""The rules of a transfer.

1. Whoever holds a case may offer it to another organisation; the clock starts at the offer. One open offer at a time.
2. The sender holds the case until the receiver accepts; then, in the same act, the receiver does.
3. A life in danger goes to the emergency line at once, unasked, whatever was offered before and however often.
4. The receiver may return it under a named rule, with a reason, as often as the terms allow in the life of the case; after
   that an arbiter one level above both decides, once, and the two do not offer it to each other again.
5. An unanswered offer, or an undecided one, is brought one level up; the machine moves no case.
6. No case is offered to an organisation it complains of, and a protected one stays with the body that holds it.
"""

from itertools import takewhile

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.organisation.facts import Organisation, WorkCalendar
from callbox.services.request.facts import Request
from callbox.services.transfer.facts import LINE_TERMS, LINES, OPEN, OTHER_TERMS, Terms, Transfer
from callbox.services.transfer.inputs import Decide, Offer, OfTransfer, ReturnTransfer, TransferDue
from callbox.services.transfer.passing import Case, case_of, offered, passed_on, stayed, without
from callbox.services.unit.facts import Unit

Assignments = tuple[Assignment, ...] | None
Units = tuple[Unit, ...] | None


def arbiter(sender: str, receiver: str) -> str:
    """The nearest organisation above both, by path. Where there is none, the highest that there is."""
    pairs = zip(sender.split("/"), receiver.split("/"), strict=False)
    shared = "/".join(step for step, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if shared in (sender, receiver):
        shared = shared.rpartition("/")[0] or shared
    return shared or sender.partition("/")[0]


def terms(sender: Organisation, receiver: Organisation) -> Terms:
    """The terms between two organisations."""
    return LINE_TERMS if LINES & {sender.what, receiver.what} else OTHER_TERMS


def offer(  # noqa: PLR0913  what an offer is about, and what it depends on
    act: Act[Offer],
    *,
    incident: Incident | None,
    request: Request | None,
    incident_transfer: Transfer | None,
    request_transfer: Transfer | None,
    assignments: Assignments,
    to: Organisation,
    incident_holder: Organisation | None,
    request_holder: Organisation | None,
    units: Units,
    calendar: WorkCalendar | None,
) -> Changes:
    """An offer; or, where a life is in danger, the case itself."""
    case, before = case_of(incident, request), incident_transfer or request_transfer
    sender = incident_holder or request_holder
    if sender is None:
        raise Refused("not_found", kind="organisation", id=case.organisation)
    _check_case(case, to.id)
    if act.inputs.danger_to_life:
        return _at_once(act, case, sender=sender, to=to, before=before, assignments=assignments, units=units)
    if case.transfer is not None:
        raise Refused("transfer.open_already")
    if {case.organisation, to.id} == set(case.settled_between):
        raise Refused("transfer.settled")
    new = _new(act, case, sender=sender, to=to, status="offered")
    return [New(new, "transfer.offered", under=case.ref), offered(case, transfer=new.id, to=to.id)]


def _check_case(case: Case, to: str) -> None:
    if case.status == "closed":
        raise Refused("transfer.case_closed")
    if to == case.organisation:
        raise Refused("transfer.same_organisation", to=to)
    if getattr(case, "protected", False):
        raise Refused("transfer.protected")
    about = getattr(case, "about", "")
    if about and within(to, about):
        raise Refused("transfer.complained_of", to=to)


def _new(act: Act[Offer], case: Case, *, sender: Organisation, to: Organisation, status: str) -> Transfer:
    agreed = terms(sender, to)
    return Transfer(
        id=act.inputs.id,
        status=status,
        organisation=case.organisation,
        parties=(to.id,),
        about=getattr(case, "about", ""),
        incident=act.inputs.incident,
        request=act.inputs.request,
        to=to.id,
        had_part=to.id in case.parties,
        danger_to_life=act.inputs.danger_to_life,
        answer_s=agreed.answer_s,
        answer_days=agreed.answer_days,
        returns_max=agreed.returns_max,
        arbiter=arbiter(case.organisation, to.id),
        offered_at=act.at,
        ended_at=act.at if status == "accepted" else None,
    )


def _at_once(
    act: Act[Offer],
    case: Case,
    *,
    sender: Organisation,
    to: Organisation,
    before: Transfer | None,
    assignments: Assignments,
    units: Units,
) -> Changes:
    """Danger to life waits for no answer: an offer still open is withdrawn by it."""
    if to.what not in LINES:
        raise Refused("transfer.no_line", to=to.id)
    new = _new(act, case, sender=sender, to=to, status="accepted")
    withdrawn: Changes = []
    if before is not None:
        withdrawn = [Change(before, "transfer.withdrawn", {"status": "withdrawn", "ended_at": act.at})]
        case = without(case, before, units=units)
    return [
        New(new, "transfer.sent_at_once", under=case.ref),
        *withdrawn,
        *passed_on(case, to.id, assignments=assignments, units=units),
    ]


def accept(
    act: Act[OfTransfer],
    *,
    transfer: Transfer,
    incident: Incident | None,
    request: Request | None,
    assignments: Assignments,
    units: Units,
) -> Changes:
    """The receiver holds the case from this act on."""
    case = case_of(incident, request)
    _must_be_offered(transfer)
    _must_be_receiver(act, transfer)
    if case.status == "closed":
        raise Refused("transfer.case_closed")
    return [
        Change(transfer, "transfer.accepted", _ended(act, transfer, "accepted")),
        *passed_on(case, transfer.to, assignments=assignments, units=units),
    ]


def send_back(
    act: Act[ReturnTransfer],
    *,
    transfer: Transfer,
    incident: Incident | None,
    request: Request | None,
    units: Units,
    calendar: WorkCalendar | None,
) -> Changes:
    """The receiver does not accept; once too often, and an arbiter decides."""
    case = case_of(incident, request)
    _must_be_offered(transfer)
    _must_be_receiver(act, transfer)
    counted: dict[str, Value] = {"returns": case.returns + 1}
    under: dict[str, Value] = {"returned_under": act.inputs.returned_under}
    if case.returns >= transfer.returns_max:
        disputed = Change(transfer, "transfer.sent_to_arbiter", {**under, "status": "to_arbiter"})
        return [disputed, Change(case, f"{case.kind}.returned", counted)]
    ended = Change(transfer, "transfer.returned", {**under, **_ended(act, transfer, "returned")})
    return [ended, Change(case, f"{case.kind}.returned", {**counted, **stayed(case, transfer, units=units)})]


def withdraw(
    act: Act[OfTransfer], *, transfer: Transfer, incident: Incident | None, request: Request | None, units: Units
) -> Changes:
    """The sender takes its offer back."""
    case = case_of(incident, request)
    _must_be_offered(transfer)
    if not within(transfer.organisation, act.by.organisation):
        raise Refused("transfer.not_sender", organisation=transfer.organisation)
    ended = Change(transfer, "transfer.withdrawn", _ended(act, transfer, "withdrawn"))
    return [ended, Change(case, f"{case.kind}.kept", stayed(case, transfer, units=units))]


def decide(
    act: Act[Decide],
    *,
    transfer: Transfer,
    incident: Incident | None,
    request: Request | None,
    assignments: Assignments,
    decided_for: Organisation,
    units: Units,
) -> Changes:
    """The arbiter says who holds the case: once, and for good between these two."""
    case = case_of(incident, request)
    if transfer.status != "to_arbiter":
        raise Refused("transfer.not_disputed", status=transfer.status)
    if act.by.organisation != transfer.arbiter or act.by.person is None:
        raise Refused("transfer.not_arbiter", arbiter=transfer.arbiter)
    if decided_for.id not in (transfer.organisation, transfer.to):
        raise Refused("transfer.decide_between", sender=transfer.organisation, to=transfer.to)
    sets = {**_ended(act, transfer, "decided"), "decided_for": decided_for.id, "decided_by": act.by.person}
    settled: dict[str, Value] = {"settled_between": (transfer.organisation, transfer.to)}
    ended = Change(transfer, "transfer.decided", sets)
    if decided_for.id == transfer.organisation:
        return [ended, Change(case, f"{case.kind}.kept", {**settled, **stayed(case, transfer, units=units)})]
    gone, *followed = passed_on(case, transfer.to, assignments=assignments, units=units)
    assert isinstance(gone, Change)
    return [ended, Change(case, gone.event, {**settled, **gone.sets}), *followed]


def overdue(act: Act[TransferDue], *, transfer: Transfer) -> Changes:
    """Nobody answered, or nobody decided: it is brought to the organisation above the one that did not."""
    silent = transfer.arbiter if transfer.status == "to_arbiter" else transfer.to
    sets: dict[str, Value] = {
        "escalations": transfer.escalations + 1,
        "escalated_to": silent.rpartition("/")[0] or silent,
        "clocks": fired(transfer.clocks, act.inputs.clock, act.at),
    }
    return [Change(transfer, "transfer.escalated", sets)]


def _must_be_offered(transfer: Transfer) -> None:
    if transfer.status == "to_arbiter":
        raise Refused("transfer.with_arbiter", arbiter=transfer.arbiter)
    if transfer.status not in OPEN:
        raise Refused("transfer.ended", status=transfer.status)


def _must_be_receiver(act: Act[OfTransfer], transfer: Transfer) -> None:
    """Whoever stands in the receiving organisation, or above it."""
    if not within(transfer.to, act.by.organisation):
        raise Refused("transfer.not_receiver", organisation=transfer.to)


def _ended(act: Act[OfTransfer], transfer: Transfer, status: str) -> dict[str, Value]:
    if act.at < transfer.offered_at:
        raise Refused("at.before_start", at=act.at, start=transfer.offered_at)
    return {"status": status, "ended_at": act.at}
