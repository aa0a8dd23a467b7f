"""The rules of working together on a case.

1. Whoever holds a request may ask another organisation to work on it with them, says what it is asked to do, and declares
   what of the request it sees: parts from a closed list, in none of which whoever asked is named or can be reached.
2. It becomes no party of the request. It sees what is declared, as it stands, while it takes part: from the moment it is
   asked, so that it can decide, until it declines, is done, leaves or is let go. What it wrote stays with the holder.
3. The organisation that a request complains of is never asked, nor one below it, whoever wishes it. A protected request is
   shown only where whoever asks says that they know, and why.
4. Who sees the whole request already is not asked to see a part of it: its holder, who stands above it, its parties. An
   organisation of another node cannot look in here.
5. What may be seen can be changed at any time, and holds at once, both ways.
6. When the request ends, or goes to another node, every part in it ends. When another organisation holds it, the parts go
   on under it; its own ends.
7. A deadline that passes is told to both sides; nothing else changes.
"""

from collections.abc import Iterable

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Request
from callbox.services.share.facts import CASE_OVER, OPEN, SEEN, Share, over
from callbox.services.share.inputs import Declare, Done, Invite, OfShare, ShareDue


def invite(act: Act[Invite], *, request: Request, shares: tuple[Share, ...] | None, to: Organisation) -> Changes:
    """Another organisation is asked to take part."""
    asked = act.inputs
    if request.status in CASE_OVER:
        raise Refused("share.case_over", status=request.status)
    _check_to(request, to, shares or ())
    _check_protected(act, request)
    if asked.until is not None and asked.until <= act.at:
        raise Refused("share.until_first", until=asked.until)
    share = Share(
        id=asked.id,
        status="invited",
        organisation=request.organisation,
        parties=(to.id,),
        about=request.about,
        protected=request.protected,
        request=request.id,
        to=to.id,
        sees=_declared(asked.sees),
        invited_at=act.at,
        until=asked.until,
        asked_for=_said(asked.asked_for, "asked_for"),
    )
    return [
        New(share, "share.invited", under=request.ref),
        Change(request, "request.shared", {"shares": (*request.shares, share.id)}),
    ]


def _check_to(request: Request, to: Organisation, shares: Iterable[Share]) -> None:
    if request.about and within(to.id, request.about):
        raise Refused("share.complained_of", to=to.id)
    if to.status != "active":
        raise Refused("share.retired", to=to.id)
    if to.peer is not None:
        raise Refused("share.other_node", to=to.id)
    if within(request.organisation, to.id) or any(within(party, to.id) for party in request.parties):
        raise Refused("share.sees_all", to=to.id)
    if any(one.to == to.id for one in shares):
        raise Refused("share.twice", to=to.id)


def _check_protected(act: Act[Invite], request: Request) -> None:
    if not request.protected:
        return
    if not act.inputs.although_protected or not act.because.strip():
        raise Refused("share.protected")


def _declared(sees: Iterable[str]) -> tuple[str, ...]:
    """What is declared, each once and in one order."""
    told = set(sees)
    if not told:
        raise Refused("field.empty", field="sees")
    return tuple(one for one in SEEN if one in told)


def _said(text: str, field: str) -> str:
    if not text.strip():
        raise Refused("field.empty", field=field)
    return text.strip()


def take_part(act: Act[OfShare], *, share: Share) -> Changes:
    """The organisation works on it."""
    _must_be(share, "invited")
    _must_be_theirs(act, share)
    return [Change(share, "share.taken_part", {"status": "taking_part", "began_at": act.at})]


def decline(act: Act[OfShare], *, share: Share, request: Request) -> Changes:
    """The organisation does not take part, and says why."""
    _must_be(share, "invited")
    _must_be_theirs(act, share)
    return [Change(share, "share.declined", _over(act, share, "stayed_out")), _without(request, share)]


def done(act: Act[Done], *, share: Share, request: Request) -> Changes:
    """The organisation's part is done; it says what came of it."""
    _must_be(share, "taking_part")
    _must_be_theirs(act, share)
    sets = {**_over(act, share, "finished"), "result": _said(act.inputs.result, "result")}
    return [Change(share, "share.done", sets), _without(request, share)]


def leave(act: Act[OfShare], *, share: Share, request: Request) -> Changes:
    """The organisation leaves before its part is done."""
    _must_be(share, "taking_part")
    _must_be_theirs(act, share)
    return [Change(share, "share.left", _over(act, share, "left")), _without(request, share)]


def end(act: Act[OfShare], *, share: Share, request: Request) -> Changes:
    """The holder lets the organisation go, or takes its invitation back."""
    _must_be(share, *OPEN)
    return [Change(share, "share.ended", _over(act, share, "let_go")), _without(request, share)]


def declare(act: Act[Declare], *, share: Share) -> Changes:
    """The holder says anew what may be seen."""
    _must_be(share, *OPEN)
    sees = _declared(act.inputs.sees)
    if sees == share.sees:
        raise Refused("nothing_changed")
    return [Change(share, "share.declared", {"sees": sees})]


def overdue(act: Act[ShareDue], *, share: Share) -> Changes:
    """Its part is not done by the day that was asked for."""
    return [Change(share, "share.overdue", {"clocks": fired(share.clocks, act.inputs.clock, act.at)})]


def _over(act: Act[OfShare], share: Share, status: str) -> dict[str, Value]:
    if act.at < share.invited_at:
        raise Refused("at.before_start", at=act.at, start=share.invited_at)
    return over(status, act.at)


def _without(request: Request, share: Share) -> Change:
    return Change(request, "request.unshared", {"shares": tuple(one for one in request.shares if one != share.id)})


def _must_be(share: Share, *statuses: str) -> None:
    if share.status not in statuses:
        raise Refused("share.status", status=share.status)


def _must_be_theirs(act: Act[OfShare], share: Share) -> None:
    """Whoever stands in the organisation that was asked, or above it."""
    if not within(share.to, act.by.organisation):
        raise Refused("share.not_theirs", to=share.to)
