"""The rules of a transfer.

1. Whoever holds a case may offer it to another organisation; the clock starts at the offer. One open offer at a time.
2. The sender holds the case until the receiver accepts; then, in the same act, the receiver does.
3. A life in danger goes to the emergency line at once, unasked, whatever was offered before and however often.
4. The receiver may return it under a named rule, with a reason, as often as the terms allow in the life of the case; after
   that an arbiter one level above both decides, once, and the two do not offer it to each other again.
5. Whoever holds a case handles it, whatever is unclear: an offer, a return and an arbiter's thought stop nothing.
6. An emergency line gives a case back at once, unasked, when no life is at risk; that counts as a return, and once too often
   the arbiter decides while the line holds it. Between nodes as `rules_home` says.
7. An unanswered offer, or an undecided one, is brought one level up; the machine moves no case.
8. The terms are those of the two organisations, the stricter of each; where they have none, an emergency line answers in
   ten minutes and is returned to once, others in a working day and twice.
9. Between two nodes the rules of `rules_between` hold as well.
10. No case is offered to an organisation it complains of, and a protected one stays with the body that holds it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.organisation.facts import Organisation, WorkCalendar
from callbox.services.report.facts import Report
from callbox.services.request.facts import Category, Request
from callbox.services.transfer import rules_between, rules_home
from callbox.services.transfer.facts import LINE_TERMS, LINES, OPEN, OTHER_TERMS, RULED, Peer, Terms, Transfer
from callbox.services.transfer.inputs import Accept, Decide, HandBack, Offer, OfTransfer, ReturnTransfer, TransferDue
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


def terms(sender: Organisation, receiver: Organisation, *, own: Sequence[Terms | None] = ()) -> Terms:
    """The terms between two organisations: the stricter of what each has set, or what holds without."""
    found = [one for one in own if one is not None]
    if not found:
        return LINE_TERMS if LINES & {sender.what, receiver.what} else OTHER_TERMS
    seconds = [one.answer_s for one in found if one.answer_s is not None]
    days = [one.answer_days for one in found if one.answer_days is not None]
    return replace(
        found[0],
        answer_s=min(seconds) if seconds else None,
        answer_days=None if seconds or not days else min(days),
        returns_max=min(one.returns_max for one in found),
        arbiter=next((one.arbiter for one in found if one.arbiter), ""),
    )


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
    peer: Peer | None = None,
    to_terms: Terms | None = None,
    incident_terms: Terms | None = None,
    request_terms: Terms | None = None,
) -> Changes:
    """An offer; or, where a life is in danger, the case itself."""
    case, before = case_of(incident, request), incident_transfer or request_transfer
    sender = incident_holder or request_holder
    if sender is None:
        raise Refused("not_found", kind="organisation", id=case.organisation)
    _check_case(case, to.id)
    agreed = terms(sender, to, own=(to_terms, incident_terms or request_terms))
    if act.inputs.danger_to_life and to.what not in LINES:
        raise Refused("transfer.no_line", to=to.id)
    if act.inputs.danger_to_life:
        return _at_once(act, case, agreed=agreed, to=to, peer=peer, before=before, assignments=assignments, units=units)
    if case.transfer is not None:
        raise Refused("transfer.open_already")
    if {case.organisation, to.id} == set(case.settled_between):
        raise Refused("transfer.settled")
    new = _new(act, case, agreed=agreed, to=to, peer=peer, status="offered")
    return [New(new, "transfer.offered", under=case.ref), offered(case, transfer=new.id, to=to.id)]


def _check_case(case: Case, to: str) -> None:
    if case.status == "closed":
        raise Refused("transfer.case_closed")
    if case.status == "elsewhere":
        raise Refused("transfer.elsewhere", organisation=case.organisation)
    if to == case.organisation:
        raise Refused("transfer.same_organisation", to=to)
    if getattr(case, "protected", False):
        raise Refused("transfer.protected")
    about = getattr(case, "about", "")
    if about and within(to, about):
        raise Refused("transfer.complained_of", to=to)


def _new(act: Act[Offer], case: Case, *, agreed: Terms, to: Organisation, peer: Peer | None, status: str) -> Transfer:
    if to.peer is not None and (peer is None or peer.status != "active"):
        raise Refused("transfer.parted", to=to.id)
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
        arbiter=agreed.arbiter or arbiter(case.organisation, to.id),
        offered_at=act.at,
        ended_at=act.at if status == "accepted" else None,
        peer=to.peer,
        of_kind=case.kind,
        of=case.id,
    )


def _at_once(
    act: Act[Offer],
    case: Case,
    *,
    agreed: Terms,
    to: Organisation,
    peer: Peer | None,
    before: Transfer | None,
    assignments: Assignments,
    units: Units,
) -> Changes:
    """Danger to life waits for no answer: an offer still open is withdrawn by it. Another node's line signs by itself."""
    new = _new(act, case, agreed=agreed, to=to, peer=peer, status="offered" if to.peer else "accepted")
    withdrawn: Changes = []
    if before is not None:
        withdrawn = [Change(before, "transfer.withdrawn", {"status": "withdrawn", "ended_at": act.at, **_anew(before)})]
        case = without(case, before, units=units)
    if to.peer is not None:
        return [
            New(new, "transfer.offered", under=case.ref),
            *withdrawn,
            offered(case, transfer=new.id, to=to.id),
        ]
    return [
        New(new, "transfer.sent_at_once", under=case.ref),
        *withdrawn,
        *passed_on(case, to.id, assignments=assignments, units=units),
    ]


def accept(
    act: Act[Accept],
    *,
    transfer: Transfer,
    incident: Incident | None,
    request: Request | None,
    assignments: Assignments,
    units: Units,
    category: Category | None = None,
    to: Organisation | None = None,
) -> Changes:
    """The receiver holds the case from this act on; of one from another node it signs for it."""
    _must_be_offered(transfer)
    _must_be_receiver(act, transfer)
    if transfer.incoming:
        if to is None:
            raise Refused("not_found", kind="organisation", id=transfer.to)
        return rules_between.agree(act, transfer=transfer, request=request, category=category, to=to)
    case = case_of(incident, request)
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
    _must_be_offered(transfer)
    _must_be_receiver(act, transfer)
    _ended(act, transfer, "returned")
    if transfer.incoming:
        return rules_between.send_back(act, transfer=transfer, under=act.inputs.returned_under)
    case = case_of(incident, request)
    return rules_between.returned(act, transfer=transfer, case=case, under=act.inputs.returned_under, units=units)


def hand_back(  # noqa: PLR0913  what a line gives back, and what depends on it
    act: Act[HandBack],
    *,
    transfer: Transfer,
    incident: Incident | None,
    request: Request | None,
    assignments: Assignments,
    units: Units,
    to: Organisation | None,
    calendar: WorkCalendar | None,
    report: Report | None = None,
) -> Changes:
    """An emergency line gives a case back at once; once too often, and the arbiter decides while the line holds it."""
    if transfer.incoming:
        return rules_home.asked(act, transfer=transfer, report=report, to=to)
    case = case_of(incident, request)
    _check_hand_back(act, transfer, case, to=to)
    counted: dict[str, Value] = {"returns": case.returns + 1}
    under: dict[str, Value] = {"returned_under": "no_danger_to_life"}
    if case.returns >= transfer.returns_max:
        disputed = Change(transfer, "transfer.sent_to_arbiter", {**under, "status": "to_arbiter", "ended_at": None})
        return [disputed, Change(case, f"{case.kind}.returned", {**counted, "transfer": transfer.id})]
    gone, *followed = passed_on(case, transfer.organisation, assignments=assignments, units=units)
    assert isinstance(gone, Change)
    back = Change(transfer, "transfer.handed_back", {**under, "status": "returned", "ended_at": act.at})
    return [back, Change(case, gone.event, {**counted, **gone.sets}), *followed]


def _check_hand_back(act: Act[HandBack], transfer: Transfer, case: Case, *, to: Organisation | None) -> None:
    if to is None or to.what not in LINES or transfer.peer is not None:
        raise Refused("transfer.no_line", to=transfer.to)
    _must_be_receiver(act, transfer)
    if act.by.person is None:
        raise Refused("transfer.needs_person")
    if transfer.status != "accepted" or case.organisation != transfer.to:
        raise Refused("transfer.not_held", to=transfer.to)
    if case.status == "closed":
        raise Refused("transfer.case_closed")
    if case.transfer is not None:
        raise Refused("transfer.open_already")
    if isinstance(case, Incident) and case.priority == "life_threat":
        raise Refused("transfer.life_at_risk")


def withdraw(
    act: Act[OfTransfer], *, transfer: Transfer, incident: Incident | None, request: Request | None, units: Units
) -> Changes:
    """The sender takes its offer back."""
    if transfer.incoming:
        raise Refused("transfer.not_sender", organisation=transfer.organisation)
    case = case_of(incident, request)
    _must_be_offered(transfer)
    if not within(transfer.organisation, act.by.organisation):
        raise Refused("transfer.not_sender", organisation=transfer.organisation)
    ended = Change(transfer, "transfer.withdrawn", {**_ended(act, transfer, "withdrawn"), **_anew(transfer)})
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
    sets = {
        **_ended(act, transfer, "decided"),
        **_anew(transfer),
        "decided_for": decided_for.id,
        "decided_by": act.by.person,
    }
    if rules_home.is_gone(transfer):
        return rules_home.decided(case, transfer=transfer, sets=sets, held_by=decided_for.id)
    settled: dict[str, Value] = {"settled_between": (transfer.organisation, transfer.to)}
    if transfer.peer is not None and decided_for.id == transfer.to:
        # Between nodes the decision binds, and the receiver's signature moves the case.
        ruled = Change(transfer, "transfer.decided", {**sets, "status": RULED, "ended_at": None})
        return [ruled, Change(case, f"{case.kind}.kept", {"settled_between": settled["settled_between"]})]
    ended = Change(transfer, "transfer.decided", sets)
    if decided_for.id == case.organisation:
        return [ended, Change(case, f"{case.kind}.kept", {**settled, **stayed(case, transfer, units=units)})]
    gone, *followed = passed_on(case, decided_for.id, assignments=assignments, units=units)
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


def _anew(transfer: Transfer) -> dict[str, Value]:
    """Between nodes, what changed has to be told."""
    return {"told": False} if transfer.peer is not None else {}
