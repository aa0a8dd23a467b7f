"""The rules of whom cases are handed to, and on what terms.

1. An administrator introduces another node: where it answers, which key it signs with, which organisations it serves. What
   it says counts only with that key, and only about those organisations.
2. Who parts from a node hands nothing to it and takes nothing from it any more; what is under way is brought to its end.
3. Terms are of one organisation, set by whoever administers it or stands above it; transfers that are open keep theirs.
"""

import re

from callbox.kernel.checkpoint import CheckpointError, Verifier
from callbox.kernel.facts import Act, Change, Changes, New, Refused
from callbox.kernel.permission import within
from callbox.services.organisation.facts import Organisation
from callbox.services.transfer.facts import Peer, Terms
from callbox.services.transfer.inputs import IntroducePeer, PartFromPeer, SetTerms

# Only this machine itself may be reached without TLS.
ADDRESS = re.compile(
    r"(https://[A-Za-z0-9.\[\]:-]{1,200}|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)(/[\w./~-]*)?"
)
RETURNS_MOST = 5


def introduce(act: Act[IntroducePeer], *, organisation: Organisation, serves: tuple[Organisation, ...]) -> Changes:
    """Another node."""
    asked = act.inputs
    if not asked.name.strip():
        raise Refused("field.empty", field="name")
    if not serves:
        raise Refused("field.empty", field="serves")
    _check_address(asked.address)
    try:
        Verifier.parse(asked.vkey)
    except CheckpointError:
        raise Refused("peer.vkey") from None
    for one in serves:
        if within(act.by.organisation, one.id) and act.by.organisation:
            raise Refused("peer.ourselves", organisation=one.id)
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


def part(act: Act[PartFromPeer], *, peer: Peer) -> Changes:
    """The end of it."""
    if peer.status != "active":
        raise Refused("nothing_changed")
    return [Change(peer, "peer.parted", {"status": "parted"})]


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
