"""The rules of sending a request on to a neighbour.

1. A named person sends a request on, in words they choose for it. Nothing else leaves: not who asked, not their answers. A
   protected request and one about an organisation never leave.
2. The request stays with whoever holds it here, its clock runs on, and whoever asked is answered from here: another city's
   server can take a matter in, it cannot accept one as a transfer does.
3. Before a word leaves it is written down that it is tried. Whatever breaks then, nobody sends it again unless it is known
   that it did not arrive, or the neighbour takes in once what comes twice: else a person looks there and says.
4. What the neighbour says of it is written down; nothing is closed by it.
"""

import re
from typing import Final

from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.neighbour.facts import Forward, Neighbour
from callbox.services.neighbour.inputs import Arrive, Begin, Declare, Describe, Fail, Hear, OfForward, OfNeighbour
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Request

ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.\[\]:-]{1,250}(/[A-Za-z0-9._~/-]{0,200})?")
WORDS_MOST: Final = 3_900  # the standard's 4,000, and room for the reference


def declare(act: Act[Declare], *, organisation: Organisation) -> Changes:
    """A neighbour that requests may be sent on to."""
    told = act.inputs
    _check(told.name, told.address)
    neighbour = Neighbour(
        id=told.id,
        status="active",
        organisation=organisation.id,
        name=told.name,
        address=told.address.rstrip("/"),
        jurisdiction=told.jurisdiction,
        keeps_keys=told.keeps_keys,
        api_key=told.api_key,
    )
    return [New(neighbour, "neighbour.declared")]


def _check(name: str, address: str) -> None:
    if not name.strip():
        raise Refused("field.empty", field="name")
    if not ADDRESS.fullmatch(address):
        raise Refused("neighbour.address")


def describe(act: Act[Describe], *, neighbour: Neighbour) -> Changes:
    """It is called, reached or asked otherwise."""
    if neighbour.status != "active":
        raise Refused("neighbour.ended")
    names = ("name", "address", "jurisdiction", "keeps_keys", "codes", "api_key")
    told = {name: value for name in names if (value := getattr(act.inputs, name)) is not None}
    if "address" in told:
        told["address"] = told["address"].rstrip("/")
    if "codes" in told:
        told["codes"] = {ours: theirs.strip() for ours, theirs in told["codes"].items() if theirs.strip()}
    sets = {name: value for name, value in told.items() if value != getattr(neighbour, name)}
    if not sets:
        raise Refused("nothing_changed")
    _check(told.get("name", neighbour.name), told.get("address", neighbour.address))
    return [Change(neighbour, "neighbour.described", sets)]


def end(act: Act[OfNeighbour], *, neighbour: Neighbour) -> Changes:
    """Nothing is sent on to it any more."""
    return [Change(neighbour, "neighbour.ended", {"status": "ended", "api_key": None})]


def begin(act: Act[Begin], *, request: Request, neighbour: Neighbour) -> Changes:
    """A request is sent on."""
    told = act.inputs
    if act.by.person is None:
        raise Refused("request.needs_person")
    if request.protected or request.about or request.erased:
        raise Refused("forward.protected")
    if neighbour.status != "active":
        raise Refused("neighbour.ended")
    if not told.words.strip():
        raise Refused("field.empty", field="words")
    if len(told.words) > WORDS_MOST:
        raise Refused("text.long", field="words", most=WORDS_MOST)
    placed = told.latitude_deg is not None and told.longitude_deg is not None
    if not placed and not (told.address or "").strip():
        raise Refused("forward.place")
    forward = Forward(
        id=told.id,
        status="waiting",
        organisation=request.organisation,
        request=request.id,
        neighbour=neighbour.id,
        service_code=told.service_code,
        begun_at=act.at,
        words=told.words,
        address=told.address,
        latitude_deg=told.latitude_deg,
        longitude_deg=told.longitude_deg,
    )
    return [New(forward, "forward.begun", under=request.ref)]


def attempt(act: Act[OfForward], *, forward: Forward) -> Changes:
    """It is tried: from now on nobody knows whether it arrived, until that is told."""
    _must_be(forward, "waiting")
    return [Change(forward, "forward.tried", {"status": "trying", "tries": forward.tries + 1, "tried_at": act.at})]


def arrive(act: Act[Arrive], *, forward: Forward) -> Changes:
    """They took it in."""
    _must_be(forward, "trying", "unsure", "sent")
    told = act.inputs
    if not (told.number or told.token):
        raise Refused("forward.number")
    if (forward.number, forward.token) == (told.number, told.token):
        raise Refused("nothing_changed")
    sets: dict[str, Value] = {"status": "sent", "number": told.number, "token": told.token, "fault": ""}
    return [Change(forward, "forward.arrived", sets | ({} if forward.sent_at else {"sent_at": act.at}))]


def fail(act: Act[Fail], *, forward: Forward) -> Changes:
    """It did not arrive, or nobody knows."""
    _must_be(forward, "trying")
    return [Change(forward, "forward.failed", {"status": act.inputs.became, "fault": act.inputs.fault})]


def again(act: Act[OfForward], *, forward: Forward) -> Changes:
    """A person looked, and says that it did not arrive, or that what was wrong is put right."""
    _must_be(forward, "unsure", "declined")
    if act.by.person is None:
        raise Refused("request.needs_person")
    return [Change(forward, "forward.sent_again", {"status": "waiting", "fault": ""})]


def hear(act: Act[Hear], *, forward: Forward) -> Changes:
    """How it stands with them."""
    _must_be(forward, "sent")
    if forward.their_status == act.inputs.their_status:
        raise Refused("nothing_changed")
    return [Change(forward, "forward.heard", {"their_status": act.inputs.their_status, "heard_at": act.at})]


def _must_be(forward: Forward, *statuses: str) -> None:
    if forward.status not in statuses:
        raise Refused("forward.status", status=forward.status)
