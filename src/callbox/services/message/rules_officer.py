"""The rules of paging the officer on duty.

1. An alarm, a silent caller, a caller who could not get through before, and a call taker who wants help page the officer
   on duty: whoever the organisation's own channels reach. With a line or without one, the key pages.
2. Nobody who has it within half a minute: the organisation above is told, and so on to the top.
3. A page names nobody: which unit, and why. Who rang is opened inside. A page about a protected call is as hidden as it.
4. Only who has a part in an alarm or a call pages about it.
5. A key pressed on the telephone that a page was read on says that somebody has it, as seeing it on a screen does.
"""

from callbox.kernel.facts import Act, Actor, Change, Changes, New, Ref, Refused, Value
from callbox.kernel.permission import within
from callbox.services.call.facts import Call
from callbox.services.message.facts import Message
from callbox.services.message.inputs import Acknowledge, PageOfficer
from callbox.services.safety.facts import Alarm

OFFICER_S = 30.0


def page_officer(act: Act[PageOfficer], *, alarm: Alarm | None, call: Call | None) -> Changes:
    """The officer on duty is paged."""
    if alarm is not None and alarm.status != "sounding":
        raise Refused("alarm.in_hand_already")
    cause = alarm or call
    if cause is not None and not _has_part(act.by, cause):
        raise Refused("not_found", kind=cause.kind, id=cause.id)
    organisation = cause.organisation if cause is not None else act.by.organisation
    told = str(Ref("organisation", organisation))
    message = Message(
        id=act.inputs.id,
        status="sent",
        organisation=organisation,
        parties=alarm.parties if alarm else (),
        about=call.about if call else "",
        protected=call is not None and call.protected,
        sort="page",
        cause=act.inputs.cause,
        alarm=alarm.id if alarm else None,
        units=(alarm.unit,) if alarm and alarm.unit else (),
        incident=alarm.incident if alarm else None,
        sent_at=act.at,
        sent_by=act.by.person,
        patience_s=OFFICER_S,
        # Standing higher gives no right to know of a protected call.
        line=() if call is not None and call.protected else above(organisation),
        receipts={told: {"told": act.at.isoformat()}},
    )
    return [New(message, "message.sent")]


def _has_part(by: Actor, cause: Alarm | Call) -> bool:
    """Nobody calls the officers of others out of bed: the organisation that pages has a part in what it pages about."""
    return any(within(one, by.organisation) for one in (cause.organisation, *cause.parties))


def above(organisation: str) -> tuple[str, ...]:
    """The organisations above one, the nearest first."""
    parts = organisation.split("/")
    return tuple("/".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))


def acknowledge(act: Act[Acknowledge], *, message: Message) -> Changes:
    """Somebody pressed the key."""
    to = act.inputs.to
    receipt = message.receipts.get(to)
    if receipt is None:
        raise Refused("message.not_for_you")
    if receipt.get("seen"):
        raise Refused("message.seen_already")
    now = act.at.isoformat()
    receipts = {**message.receipts, to: {"delivered": now, **receipt, "by": "voice", "seen": now}}
    sets: dict[str, Value] = {"receipts": receipts}
    if message.status == "sent" and message.sort == "page":
        return [Change(message, "message.answered", {**sets, "status": "seen"})]
    return [Change(message, "message.seen", sets)]
