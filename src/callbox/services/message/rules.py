"""The rules of messages.

1. Whoever works on a case may say something in it; it belongs to the case and is erased with it. Outside a case people
   speak within their own organisation, up or down, never sideways.
2. Told nobody, a message goes to the units that are on the incident; from a unit, to whoever holds the case.
3. A broadcast says who approved it and until when it holds. A supervisor's own is approved by them; another's waits.
4. A crew is told of its assignment, and of where to wait, by a page. Setting out says as much as seeing it.
5. Each of those told has a receipt: told, delivered, seen. Seen is what a person says, never a machine.
6. What nobody has seen in time is told to the next in line: the unit's organisation, then the one above, up to the one
   that holds the case. Nothing but that happens by itself: no deadline of a message closes or delays anything.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from callbox.kernel.clocks import fallen, fired
from callbox.kernel.facts import Act, Actor, Change, Changes, Id, New, Record, Ref, Refused, Value
from callbox.kernel.permission import holder, within
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.message.facts import Message, Receipt
from callbox.services.message.inputs import Broadcast, Deliver, Due, OfMessage, PageCrew, PageMove, Send
from callbox.services.safety.facts import Alarm
from callbox.services.unit.facts import Unit

TOLD_MOST = 200
# Seconds within which a crew should have seen its assignment, by priority; then the next in line is told.
PAGE_S = {"life_threat": 30.0, "emergency": 45.0, "non_emergency": 180.0, "routine": 600.0}
MESSAGE_S = 300.0
APPROVERS = frozenset({"supervisor", "leader"})
OPEN = ("proposed", "sent", "seen")
# An assignment that stands here has not been answered by its crew.
UNANSWERED = ("queued", "assigned", "dispatched")


def send(
    act: Act[Send],
    *,
    incident: Incident | None,
    active: tuple[Assignment, ...] | None,
    units: tuple[Unit, ...],
    posts: tuple[Record, ...],
    organisations: tuple[Record, ...],
) -> Changes:
    """Somebody says something."""
    _must_say(act.inputs.text)
    told: list[Record | Ref] = [*units, *posts, *organisations]
    _must_reach(act.by, told, incident)
    refs = [_ref(one) for one in told] or _otherwise(act.by, incident, active or ())
    message = Message(
        id=act.inputs.id,
        status="sent",
        organisation=incident.organisation if incident else act.by.organisation,
        parties=_parties([*units, *posts], refs, incident=incident),
        incident=incident.id if incident else None,
        units=_units(refs, act.by),
        posts=act.inputs.posts,
        sent_at=act.at,
        sent_by=act.by.person,
        from_unit=act.by.unit,
        patience_s=MESSAGE_S,
        line=_line(_first_told(refs, units), incident),
        receipts=_receipts(refs, act),
        text=act.inputs.text,
    )
    return [New(message, "message.sent", under=incident.ref if incident else None)]


def broadcast(act: Act[Broadcast], *, units: tuple[Unit, ...], organisations: tuple[Record, ...]) -> Changes:
    """Something is said to many."""
    _must_say(act.inputs.text)
    if act.inputs.expires_at <= act.at:
        raise Refused("message.expires_first", expires_at=act.inputs.expires_at)
    _must_reach(act.by, [*units, *organisations], None)
    refs = [one.ref for one in (*units, *organisations)]
    if not refs:
        raise Refused("field.empty", field="organisations")
    approved = bool(act.by.roles & APPROVERS)
    message = Message(
        id=act.inputs.id,
        status="sent" if approved else "proposed",
        organisation=act.by.organisation,
        parties=_parties(units, refs, incident=None),
        sort="broadcast",
        units=act.inputs.units,
        sent_at=act.at,
        sent_by=act.by.person,
        approved_by=act.by.person if approved else None,
        expires_at=act.inputs.expires_at,
        may_leave=act.inputs.may_leave,
        receipts=_receipts(refs, act),
        text=act.inputs.text,
    )
    return [New(message, "message.sent" if approved else "message.proposed")]


def approve(act: Act[OfMessage], *, message: Message) -> Changes:
    """Somebody else answers for a broadcast."""
    if message.status != "proposed":
        raise Refused("message.status", status=message.status)
    told = {to: {**receipt, "told": _when(act)} for to, receipt in message.receipts.items()}
    sets: dict[str, Value] = {"status": "sent", "approved_by": act.by.person, "sent_at": act.at, "receipts": told}
    return [Change(message, "message.sent", sets)]


def page(act: Act[PageCrew], *, incident: Incident, assignment: Assignment, unit: Unit) -> Changes:
    """A crew is told of its assignment."""
    if assignment.status not in UNANSWERED:
        raise Refused("message.overtaken", unit=unit.call_sign)
    message = Message(
        id=act.inputs.id,
        status="sent",
        organisation=incident.organisation,
        parties=_parties([unit], [unit.ref], incident=incident),
        sort="page",
        incident=incident.id,
        assignment=assignment.id,
        units=(unit.id,),
        sent_at=act.at,
        patience_s=PAGE_S[incident.priority],
        line=_line(unit.organisation, incident),
        receipts=_receipts([unit.ref], act),
    )
    return [New(message, "message.sent", under=incident.ref)]


def page_move(act: Act[PageMove], *, unit: Unit) -> Changes:
    """A crew is told where to wait from now on."""
    if not unit.waits_at or unit.assignment is not None:
        raise Refused("message.overtaken", unit=unit.call_sign)
    message = Message(
        id=act.inputs.id,
        status="sent",
        organisation=unit.organisation,
        sort="page",
        units=(unit.id,),
        sent_at=act.at,
        patience_s=PAGE_S["non_emergency"],
        line=_line(unit.organisation, None),
        receipts=_receipts([unit.ref], act),
    )
    return [New(message, "message.sent")]


def deliver(act: Act[Deliver], *, message: Message) -> Changes:
    """It reached somebody."""
    to = act.inputs.to
    receipt = message.receipts.get(to)
    machine = "machine" in act.by.roles
    if receipt is None or not (machine or is_for(act.by, to)):
        raise Refused("message.not_for_you")
    if receipt.get("delivered"):
        raise Refused("message.delivered")
    after = {**receipt, "delivered": _when(act), "by": act.inputs.carrier}
    return [Change(message, "message.delivered", {"receipts": {**message.receipts, to: after}})]


def see(act: Act[OfMessage], *, message: Message) -> Changes:
    """Somebody whom it was told has seen it."""
    mine = [to for to in message.receipts if is_for(act.by, to)]
    if not mine or message.status == "proposed":
        raise Refused("message.not_for_you")
    fresh = [to for to in mine if not message.receipts[to].get("seen")]
    if not fresh:
        raise Refused("message.seen_already")
    receipts = {**message.receipts, **{to: _seen(message.receipts[to], act) for to in fresh}}
    sets: dict[str, Value] = {"receipts": receipts}
    if message.status == "sent" and _answered(message.sort, receipts):
        return [Change(message, "message.answered", {**sets, "status": "seen"})]
    return [Change(message, "message.seen", sets)]


def withdraw(act: Act[OfMessage], *, message: Message) -> Changes:
    """What was said holds no longer."""
    if message.status not in OPEN:
        raise Refused("message.status", status=message.status)
    return [Change(message, "message.withdrawn", {"status": "withdrawn"})]


def overtake(
    act: Act[OfMessage], *, message: Message, assignment: Assignment | None, alarm: Alarm | None = None
) -> Changes:
    """The crew set out, the assignment ended or the alarm is in hand: nobody need say that they have seen it."""
    if message.status != "sent" or not (_moved_on(assignment) or _in_hand(alarm)):
        raise Refused("message.status", status=message.status)
    return [Change(message, "message.overtaken", {"status": "overtaken"})]


def escalate(act: Act[Due], *, message: Message, assignment: Assignment | None, alarm: Alarm | None = None) -> Changes:
    """Nobody has seen it in time: the next in line is told."""
    clocks = _fallen(act, message)
    if _moved_on(assignment) or _in_hand(alarm):
        return [Change(message, "message.overtaken", {"status": "overtaken", "clocks": clocks})]
    sets: dict[str, Value] = {"escalations": message.escalations + 1, "clocks": clocks, "line": message.line[1:]}
    if message.line:
        to = str(Ref("organisation", message.line[0]))
        told: Receipt = {"told": _when(act), "next": True}
        sets["receipts"] = {**message.receipts, to: message.receipts.get(to, told)}
        sets["parties"] = tuple(dict.fromkeys((*message.parties, message.line[0])))
    return [Change(message, "message.escalated", sets)]


def expire(act: Act[Due], *, message: Message) -> Changes:
    """A broadcast holds no longer, as was said when it was approved."""
    return [Change(message, "message.expired", {"status": "expired", "clocks": _fallen(act, message)})]


def patience_s(message: Message) -> float | None:
    """How long until the next in line is told; None when there is nobody left to tell."""
    return message.patience_s if message.line else None


def lasts_s(message: Message) -> float | None:
    """How long a broadcast holds, from when it was sent."""
    return max(0.0, (message.expires_at - message.sent_at).total_seconds()) if message.expires_at else None


def is_for(by: Actor, to: str) -> bool:
    """Whether one of those told is this actor: their unit, their post, or the organisation they stand in or above."""
    kind, _, one = to.partition(" ")
    if kind == "unit":
        return by.unit == one
    if kind == "post":
        return by.post == one
    return by.unit is None and within(one, by.organisation) and "machine" not in by.roles


def _must_say(text: str) -> None:
    if not text.strip():
        raise Refused("field.empty", field="text")


def _must_reach(by: Actor, told: Iterable[Any], incident: Incident | None) -> None:
    """Outside a case nobody speaks sideways; in a case, to whoever has a part in it as well."""
    told = list(told)
    if len(told) > TOLD_MOST:
        raise Refused("message.many", most=TOLD_MOST)
    part = {incident.organisation, *incident.parties, *incident.units} if incident else set()
    for one in told:
        office = holder(one)
        if not (within(office, by.organisation) or within(by.organisation, office) or {one.id, office} & part):
            raise Refused("message.sideways", kind=one.kind, id=one.id)


def _otherwise(by: Actor, incident: Incident | None, active: tuple[Assignment, ...]) -> list[Ref]:
    """Whom a message is for that names nobody."""
    if by.unit is not None:
        return [Ref("organisation", incident.organisation if incident else by.organisation)]
    if not active:
        raise Refused("message.nobody")
    return [Ref("unit", one.unit) for one in active]


def _ref(told: Record | Ref) -> Ref:
    return told if isinstance(told, Ref) else told.ref


def _units(refs: Iterable[Ref], by: Actor) -> tuple[Id, ...]:
    told = [ref.id for ref in refs if ref.kind == "unit"]
    return tuple(dict.fromkeys([*told, *([by.unit] if by.unit else [])]))


def _parties(told: Iterable[Record], refs: Iterable[Ref], *, incident: Incident | None) -> tuple[str, ...]:
    offices = [holder(one) for one in told] + [ref.id for ref in refs if ref.kind == "organisation"]
    return tuple(dict.fromkeys([*offices, *(incident.parties if incident else ())]))


def _first_told(refs: list[Ref], units: tuple[Unit, ...]) -> str | None:
    """The organisation from which a message that is not seen goes up; of a unit's, its own."""
    if units:
        return units[0].organisation
    return refs[0].id.rpartition("/")[0] if refs and refs[0].kind == "organisation" else None


def _line(first: str | None, incident: Incident | None) -> tuple[str, ...]:
    """Who is told next, in order: from the first organisation upwards to the one that holds the case."""
    top = incident.organisation if incident else None
    line: list[str] = []
    while first and first.count("/") >= (top or "").count("/") and first != top:
        line.append(first)
        first = first.rpartition("/")[0]
    return tuple(dict.fromkeys([*line, *([top] if top else [])]))


def _when(act: Act[Any]) -> str:
    return act.at.isoformat()


def _receipts(refs: Iterable[Ref], act: Act[Any]) -> dict[str, Receipt]:
    return {str(ref): {"told": _when(act)} for ref in refs}


def _seen(receipt: Receipt, act: Act[Any]) -> Receipt:
    return {"delivered": _when(act), "by": "screen", **receipt, "seen": _when(act)}


def _answered(sort: str, receipts: Mapping[str, Receipt]) -> bool:
    """Whether nobody further need be told: of a page, anybody saw it; else all did, or one whom it was brought to."""
    seen = [bool(one.get("seen")) for one in receipts.values() if not one.get("next")]
    brought = any(one.get("seen") for one in receipts.values() if one.get("next"))
    return brought or (any(seen) if sort == "page" else all(seen))


def _moved_on(assignment: Assignment | None) -> bool:
    return assignment is not None and assignment.status not in UNANSWERED


def _in_hand(alarm: Alarm | None) -> bool:
    return alarm is not None and alarm.status != "sounding"


def _fallen(act: Act[Due], message: Message) -> dict[str, Any]:
    if act.inputs.clock not in fallen(message.clocks, act.at):
        raise Refused("clock.not_due", clock=act.inputs.clock)
    return fired(message.clocks, act.inputs.clock, act.at)
