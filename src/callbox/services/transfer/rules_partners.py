"""The rules of whom cases are handed to, and on what terms.

1. An administrator introduces another node: where it answers, which key it signs with, which organisations it serves. What
   it says counts only with that key, and only about those organisations.
2. Who parts from a node hands nothing to it and takes nothing from it any more; what is under way is brought to its end.
3. What becomes known of a node is written down: when it was heard, since when it is silent and why, what it turned down.
   It changes no case, and no clock waits for it.
4. Terms are of one organisation, set by whoever administers it or stands above it; transfers that are open keep theirs.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from callbox.kernel.checkpoint import CheckpointError, Verifier
from callbox.kernel.facts import Act, Change, Changes, New, Plain, Refused, Value
from callbox.kernel.permission import within
from callbox.services.organisation.facts import Organisation
from callbox.services.transfer.facts import Peer, Terms
from callbox.services.transfer.inputs import (
    DescribePeer,
    HeardPeer,
    IntroducePeer,
    LostPeer,
    PartFromPeer,
    SetTerms,
    TurnedDown,
)

# Only this machine itself may be reached without TLS.
ADDRESS = re.compile(
    r"(https://[A-Za-z0-9.\[\]:-]{1,200}|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)(/[\w./~-]*)?"
)
RETURNS_MOST = 5
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)*")
# A word is written down when it comes after a silence, and else no oftener than this.
HEARD_EVERY = timedelta(minutes=10)
TURNED_DOWN_MOST = 100


def introduce(act: Act[IntroducePeer], *, organisation: Organisation, serves: tuple[Organisation, ...]) -> Changes:
    """Another node."""
    asked = act.inputs
    if not asked.name.strip():
        raise Refused("field.empty", field="name")
    if not serves:
        raise Refused("field.empty", field="serves")
    _check_address(asked.address)
    _check_key(asked.vkey)
    _check_served(act, serves)
    peer = Peer(
        id=asked.id,
        status="active",
        organisation=organisation.id,
        name=asked.name,
        address=asked.address.rstrip("/"),
        vkey=asked.vkey,
    )
    served = [Change(one, "organisation.described", {"peer": peer.id}) for one in serves]
    return [New(peer, "peer.introduced"), *served]


def _check_address(address: str) -> None:
    if not ADDRESS.fullmatch(address):
        raise Refused("peer.address")


def _check_key(vkey: str) -> None:
    try:
        Verifier.parse(vkey)
    except CheckpointError:
        raise Refused("peer.vkey") from None


def _check_served(act: Act, serves: tuple[Organisation, ...]) -> None:
    for one in serves:
        if within(act.by.organisation, one.id) and act.by.organisation:
            raise Refused("peer.ourselves", organisation=one.id)


def describe(
    act: Act[DescribePeer],
    *,
    peer: Peer,
    adds: tuple[Organisation, ...] | None = None,
    drops: tuple[Organisation, ...] | None = None,
) -> Changes:
    """It is called, reached or trusted otherwise, or serves others."""
    if peer.status != "active":
        raise Refused("peer.parted")
    asked = act.inputs
    told = {name: value.strip() for name in ("name", "address", "vkey") if (value := getattr(asked, name)) is not None}
    if not told.get("name", "x"):
        raise Refused("field.empty", field="name")
    if "address" in told:
        _check_address(told["address"])
        told["address"] = told["address"].rstrip("/")
    if "vkey" in told:
        _check_key(told["vkey"])
    _check_served(act, adds or ())
    sets: dict[str, Value] = {name: value for name, value in told.items() if value != getattr(peer, name)}
    served = [Change(one, "organisation.described", {"peer": peer.id}) for one in adds or () if one.peer != peer.id]
    left = [Change(one, "organisation.described", {"peer": None}) for one in drops or () if one.peer == peer.id]
    if not (sets or served or left):
        raise Refused("nothing_changed")
    return [Change(peer, "peer.described", sets), *served, *left]


def part(act: Act[PartFromPeer], *, peer: Peer) -> Changes:
    """The end of it."""
    if peer.status != "active":
        raise Refused("nothing_changed")
    return [Change(peer, "peer.parted", {"status": "parted"})]


def heard(act: Act[HeardPeer], *, peer: Peer) -> Changes:
    """A word of it came."""
    left = {one: told for one, told in peer.turned_down.items() if one not in act.inputs.took}
    is_news = peer.silent_since is not None or peer.heard_at is None or act.at - peer.heard_at >= HEARD_EVERY
    if not is_news and left == peer.turned_down:
        raise Refused("nothing_changed")
    sets: dict[str, Value] = {"heard_at": act.at, "silent_since": None, "fault": "", "turned_down": left}
    return [Change(peer, "peer.heard", sets)]


def lost(act: Act[LostPeer], *, peer: Peer) -> Changes:
    """It does not answer."""
    if peer.silent_since is not None and peer.fault == act.inputs.fault:
        raise Refused("nothing_changed")
    return [Change(peer, "peer.lost", {"silent_since": peer.silent_since or act.at, "fault": act.inputs.fault})]


def turned_down(act: Act[TurnedDown], *, peer: Peer) -> Changes:
    """It does not take what it is told of a transfer. Its own words are not kept, only the code of a refusal."""
    told = act.inputs.code[:60]
    code = told if CODE.fullmatch(told) else "unknown"
    before = peer.turned_down.get(act.inputs.transfer)
    if before is not None and before.get("code") == code:
        raise Refused("nothing_changed")
    new: dict[str, Mapping[str, Plain]] = {
        **peer.turned_down,
        act.inputs.transfer: {"code": code, "at": act.at.isoformat()},
    }
    kept = dict(list(new.items())[-TURNED_DOWN_MOST:])
    return [Change(peer, "peer.turned_down", {"turned_down": kept})]


def set_terms(act: Act[SetTerms], *, organisation: Organisation, arbiter: Organisation | None) -> Changes:
    """The terms of an organisation from now on."""
    asked = act.inputs
    if (asked.answer_s is None) == (asked.answer_days is None):
        raise Refused("terms.one_length")
    length = asked.answer_s if asked.answer_s is not None else asked.answer_days
    if length is None or not length > 0:
        raise Refused("terms.not_positive")
    if not 0 <= asked.returns_max <= RETURNS_MOST:
        raise Refused("number.outside", field="returns_max", least=0, most=RETURNS_MOST)
    new = Terms(
        id=asked.id,
        status="in_force",
        organisation=organisation.id,
        answer_s=asked.answer_s,
        answer_days=asked.answer_days,
        returns_max=asked.returns_max,
        arbiter=arbiter.id if arbiter else "",
    )
    return [New(new, "terms.set"), Change(organisation, "organisation.described", {"terms": new.id})]
