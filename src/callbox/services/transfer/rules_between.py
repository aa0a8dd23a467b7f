"""The rules of a transfer between two nodes.

1. The sender's ledger says who owns the case. The sender owns it until that ledger holds the receiver's signed acceptance;
   holding it and letting the case go are one act.
2. Each side tells the other how the transfer stands in its own ledger, signed. What is heard twice, or late, changes
   nothing.
3. The receiver signs when a person there accepts; from then on they may work on a copy of the case. A life in danger waits
   for nobody: on an emergency line it is a report in the queue at once, and signed for.
4. If the sender took its offer back, or the case ended, before it heard of the acceptance, its ledger comes first: the copy
   goes back.
5. Whoever an arbiter decided for accepts like anybody, and can return it no more. Until then the sender owns it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from callbox.kernel.facts import Act, Change, Changes, Id, New, Record, Refused, Value
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Organisation, WorkCalendar
from callbox.services.report.facts import Report
from callbox.services.request.facts import Category, Request
from callbox.services.transfer import rules_home
from callbox.services.transfer.facts import AGREED, BACK, LINES, RETURN_RULES, RULED, Peer, Transfer
from callbox.services.transfer.inputs import Hear, TakeIn, Tell
from callbox.services.transfer.known import again_from, checked, report_from, request_from
from callbox.services.transfer.passing import Case, case_of, stayed
from callbox.services.transfer.statements import RECEIVER, SENDER, Statement, heard
from callbox.services.unit.facts import Unit

AGAIN: Mapping[str, Value] = {"told": False}


def take_in(
    act: Act[TakeIn], *, request: Request | None, sender: Organisation, peer: Peer | None, to: Organisation
) -> Changes:
    """An offer from another node, as it signed it."""
    if peer is None or peer.status != "active":
        raise Refused("transfer.signature")
    said = heard(act.inputs.note, peer.vkey)
    if (said.side, said.transfer, said.sender, said.to) != (SENDER, act.inputs.id, sender.id, to.id):
        raise Refused("transfer.statement")
    if said.says not in ("offered", RULED, "withdrawn"):
        raise Refused("transfer.ended", status=said.says)
    if to.peer is not None:
        raise Refused("transfer.not_here", to=to.id)
    _check_home(request, sender=sender.id)
    line = to.what in LINES
    if said.says == "withdrawn":
        # It was taken back before we heard of it. Kept as such, so that the offer, should it come late, offers nothing.
        late = replace(_came_in(said, act, peer=peer, line=line, known=None), status="withdrawn", ended_at=act.at)
        return [New(late, "transfer.came_late")]
    known = checked(act.inputs.known)
    transfer = _came_in(said, act, peer=peer, line=line, known=known)
    if not said.danger_to_life:
        return [New(transfer, "transfer.came_in")]
    if to.what not in LINES:
        raise Refused("transfer.no_line", to=to.id)
    return [
        New(transfer, "transfer.came_in_at_once"),
        New(report_from(transfer, known), "report.received", under=transfer.ref),
    ]


def _check_home(request: Request | None, *, sender: str) -> None:
    """A case of this name is here already: only one that went to whoever sends it may come back under it."""
    if request is not None and not (request.status == "elsewhere" and request.organisation == sender):
        raise Refused("transfer.case_here")


def _came_in(
    said: Statement, act: Act[TakeIn], *, peer: Peer, line: bool, known: Mapping[str, Value] | None
) -> Transfer:
    status = AGREED if said.danger_to_life else "offered"
    return Transfer(
        id=said.transfer,
        status=status,
        organisation=said.sender,
        parties=(said.to,),
        request=None if line else said.of,
        to=said.to,
        danger_to_life=said.danger_to_life,
        answer_s=said.answer_s,
        answer_days=said.answer_days,
        returns_max=said.returns_max,
        arbiter=said.sender,
        offered_at=datetime.fromisoformat(said.offered_at),
        peer=peer.id,
        incoming=True,
        of_kind=said.of_kind,
        of=said.of,
        report=said.transfer if said.danger_to_life and known else None,
        agreed_at=act.at if said.danger_to_life and known else None,
        decided_for=said.to if said.says == RULED else None,
        known=known,
    )


def agree(
    act: Act, *, transfer: Transfer, request: Request | None, category: Category | None, to: Organisation
) -> Changes:
    """The receiver signs, and has the case to work on. The sender owns it until its ledger says so."""
    if transfer.known is None:
        raise Refused("transfer.untold", transfer=transfer.id)
    sets: dict[str, Value] = {"status": AGREED, "agreed_at": act.at, **AGAIN}
    if to.what in LINES:
        report = report_from(transfer, transfer.known)
        signed = Change(transfer, "transfer.agreed", {**sets, "report": report.id})
        return [signed, New(report, "report.received", under=transfer.ref)]
    agreed = Change(transfer, "transfer.agreed", sets)
    if request is not None:
        _check_home(request, sender=transfer.organisation)
        return [agreed, Change(request, "request.came_back", again_from(transfer))]
    if category is None:
        raise Refused("field.empty", field="category")
    if category.status != "active":
        raise Refused("category.retired", category=category.id)
    return [
        agreed,
        New(request_from(transfer, category=category, at=act.at), "request.came_over", under=transfer.ref),
    ]


def send_back(act: Act, *, transfer: Transfer, under: str) -> Changes:
    """The receiver does not accept. Its ledger forgets the words of the case: they were never its own."""
    if transfer.decided_for == transfer.to:
        raise Refused("transfer.ruled", to=transfer.to)
    sets: dict[str, Value] = {"status": "returned", "returned_under": under, "ended_at": act.at, **AGAIN}
    return [Change(transfer, "transfer.returned", {**sets, "reason": act.because, "known": None})]


def hear(
    act: Act[Hear],
    *,
    transfer: Transfer,
    incident: Incident | None,
    request: Request | None,
    peer: Peer | None,
    units: tuple[Unit, ...] | None,
    calendar: WorkCalendar | None,
    report: Report | None = None,
) -> Changes:
    """How the transfer stands on the other side.

    Raises:
        Refused: `transfer.nothing_new` where that changes nothing here.
    """
    if peer is None:
        raise Refused("transfer.signature")
    said = heard(act.inputs.note, peer.vkey)
    theirs = SENDER if transfer.incoming else RECEIVER
    if (said.side, said.transfer, said.sender, said.to) != (theirs, transfer.id, transfer.organisation, transfer.to):
        raise Refused("transfer.statement")
    if transfer.status == BACK:
        return rules_home.heard(act, says=said.says, transfer=transfer, report=report)
    if transfer.incoming:
        return _from_sender(act, said, transfer=transfer, request=request)
    return _from_receiver(act, said, transfer=transfer, case=case_of(incident, request), units=units)


def _from_receiver(
    act: Act[Hear], said: Statement, *, transfer: Transfer, case: Case, units: tuple[Unit, ...] | None
) -> Changes:
    if said.says == BACK and transfer.status == "accepted":
        return rules_home.came(act, transfer=transfer, case=case)
    if said.says == "returned" and transfer.status in ("returned", "decided"):
        return rules_home.confirmed(case, transfer)
    if rules_home.is_gone(transfer):
        if said.says == "accepted" and transfer.status == RULED:
            return rules_home.kept(act, transfer=transfer)
        raise Refused("transfer.nothing_new")
    if said.says in (AGREED, "accepted") and transfer.status in ("offered", RULED):
        return _let_go(act, transfer=transfer, case=case, units=units)
    if said.says == "returned" and transfer.status == "offered":
        return returned(act, transfer=transfer, case=case, under=_rule(said), units=units)
    raise Refused("transfer.nothing_new")


def _rule(said: Statement) -> str:
    return said.returned_under if said.returned_under in RETURN_RULES else "other_duty"


def _let_go(act: Act[Hear], *, transfer: Transfer, case: Case, units: tuple[Unit, ...] | None) -> Changes:
    """The one moment at which ownership moves."""
    if case.status == "closed":
        ended = Change(transfer, "transfer.withdrawn", {"status": "withdrawn", "ended_at": act.at, **AGAIN})
        return [ended, Change(case, f"{case.kind}.kept", stayed(case, transfer, units=units))]
    sets: dict[str, Value] = {"status": "accepted", "ended_at": act.at, "acceptance": act.inputs.note, **AGAIN}
    return [Change(transfer, "transfer.accepted", sets), _gone(act, case, transfer)]


def _gone(act: Act[Hear], case: Case, transfer: Transfer) -> Change:
    """A request is elsewhere, and may come back; an incident ends here as referred, whoever still drives to it."""
    if isinstance(case, Incident):
        referred: dict[str, Value] = {"status": "closed", "disposition": "referred", "closed_at": act.at}
        return Change(case, "incident.closed", {**referred, "transfer": None})
    return Change(case, "request.left", _left(case, transfer, now_with=transfer.to))


def _left(request: Request, transfer: Transfer, *, now_with: str) -> dict[str, Value]:
    """Whoever took it in keeps sight of it, and so can tell whoever asked who holds it."""
    kept = (request.taken_by,) if request.taken_by == request.organisation else ()
    parties = tuple(dict.fromkeys((*(one for one in request.parties if one != transfer.to), *kept)))
    return {"status": "elsewhere", "organisation": now_with, "parties": parties, "transfer": None}


def returned(act: Act, *, transfer: Transfer, case: Case, under: str, units: tuple[Unit, ...] | None) -> Changes:
    """A return counts; once too often, and an arbiter decides."""
    sets: dict[str, Value] = {"returned_under": under, **(AGAIN if transfer.peer else {})}
    counted: dict[str, Value] = {"returns": case.returns + 1}
    if case.returns >= transfer.returns_max:
        disputed = Change(transfer, "transfer.sent_to_arbiter", {**sets, "status": "to_arbiter"})
        return [disputed, Change(case, f"{case.kind}.returned", counted)]
    ended = Change(transfer, "transfer.returned", {**sets, "status": "returned", "ended_at": act.at})
    return [ended, Change(case, f"{case.kind}.returned", {**counted, **stayed(case, transfer, units=units)})]


def _from_sender(act: Act[Hear], said: Statement, *, transfer: Transfer, request: Request | None) -> Changes:
    if said.says == "accepted" and transfer.status == AGREED:
        sets: dict[str, Value] = {"status": "accepted", "ended_at": act.at, **AGAIN}
        return [Change(transfer, "transfer.confirmed", sets), *_held(request, transfer)]
    if said.says == "withdrawn" and transfer.status in ("offered", AGREED):
        gone: dict[str, Value] = {"status": "withdrawn", "ended_at": act.at, "known": None, **AGAIN}
        return [Change(transfer, "transfer.withdrawn", gone), *_went_back(request, transfer)]
    if said.says == RULED and transfer.status == "returned" and act.inputs.known is not None:
        again: dict[str, Value] = {"status": "offered", "ended_at": None, "decided_for": transfer.to, **AGAIN}
        return [Change(transfer, "transfer.ruled", {**again, "known": checked(act.inputs.known)})]
    raise Refused("transfer.nothing_new")


def _held(request: Request | None, transfer: Transfer) -> Changes:
    """The copy is the case from now on."""
    if request is None or request.transfer != transfer.id:
        return []
    return [Change(request, "request.owned", {"transfer": None})]


def _went_back(request: Request | None, transfer: Transfer) -> Changes:
    if request is None or request.transfer != transfer.id or request.status in ("closed", "elsewhere"):
        return _held(request, transfer)
    return [Change(request, "request.left", _left(request, transfer, now_with=transfer.organisation))]


def tell(act: Act[Tell], *, transfer: Transfer) -> Changes:
    """The other node has heard how the transfer stands here."""
    if transfer.told or transfer.status != act.inputs.said:
        raise Refused("transfer.nothing_new")
    return [Change(transfer, "transfer.told", {"told": True})]


def owner(transfer: Transfer, record: Record) -> str:
    """Who owns a case, as this side knows: the receiver of an offer from elsewhere not before the sender confirmed it."""
    if transfer.incoming and transfer.status in ("offered", AGREED):
        return transfer.organisation
    if rules_home.is_gone(transfer) and getattr(record, "transfer", None) == transfer.id:
        return transfer.to  # handed back, and the line does not know yet that we have it
    return str(getattr(record, "organisation", ""))


def other_side(transfer: Transfer) -> Id | None:
    """The node that has to be told or asked; None where there is nothing more to say."""
    under_way = transfer.status in ("offered", RULED, "to_arbiter", AGREED, BACK)
    return transfer.peer if under_way or not transfer.told else None
