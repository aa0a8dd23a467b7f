"""Messages on the dispatcher's side: who has not seen what, what waits to be read, broadcasts, and channels that are dead.

A list says who was told and who has seen it, never what was said: that is opened, one message or one case at a time, and the
look is recorded.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.board import reads
from callbox.faces.console.crew.asking import answered, carried_out, given_in
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may, within
from callbox.kernel.read import Condition, find, opened, opened_all, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.message.facts import Channel, Message
from callbox.services.unit.facts import Unit

SHOWN_MOST = 100
HOURS = (1, 4, 12, 24)
ACTS = {"see": "message.see", "approve": "message.approve", "withdraw": "message.withdraw"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One of those a message was told to, and how far it came."""

    to: str
    called: str
    told_at: datetime
    delivered_at: datetime | None
    seen_at: datetime | None
    carrier: str
    is_next: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message on a list."""

    message: Message
    receipts: Sequence[Told]
    to_me: bool
    may_approve: bool

    @property
    def unseen(self) -> Sequence[Told]:
        return [one for one in self.receipts if one.seen_at is None]


@require_GET
@signed_in
def messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page."""
    return render(request, "console/messages.html", _shown(request, actor))


@require_POST
@signed_in
def read(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """One message, opened: whoever it was told to has seen it then."""
    message = opened(actor, Ref("message", one), purpose=say("purpose.message", language_for(request)))
    with suppress(Refused):  # it was told to others, or seen before
        carried_out("message.see", actor, {"message": one, "key": f"read-{one}-{actor.post or actor.via}"})
    return render(request, "console/messages.html", _shown(request, actor) | {"opened": message})


@require_GET
@signed_in
def of_case(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """What was said in a case, in order, with its receipts."""
    return _case(request, actor, on)


@require_POST
@signed_in
def send(request: HttpRequest, actor: Actor, on: Id) -> HttpResponse:
    """Say something to the units on an incident."""
    try:
        carried_out("message.send", actor, {**given_in(request), "incident": on})
    except Refused as refused:
        return _case(request, actor, on, refused=refused)
    return answered(request, None, back=f"/incidents/{on}/messages")


@require_POST
@signed_in
def broadcast(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say something to an organisation and all that belongs to it, until a time."""
    given = given_in(request)
    try:
        carried_out("message.broadcast", actor, given | {"expires_at": _until(given.get("hours", ""))})
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": given}
        return render(request, "console/messages.html", context, status=422)
    return answered(request, None, back="/messages")


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A message is approved, withdrawn or seen."""
    given = {**given_in(request), "message": one}
    name = ACTS.get(given.get("what", ""))
    if name is None:
        raise Http404
    try:
        carried_out(name, actor, given)
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused)}
        return render(request, "console/messages.html", context, status=422)
    return answered(request, None, back="/messages")


def _until(hours: str) -> str:
    if hours not in {str(one) for one in HOURS}:
        raise Refused("console.hours", field="hours")
    return (current().world.clock.now() + timedelta(hours=int(hours))).isoformat()


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    if not reads(actor, Message) or actor.unit is not None:
        raise Refused("not_allowed", act="message.send")
    still = Condition("status IN ('sent', 'proposed') OR (status = 'seen' AND expires_at IS NOT NULL)")
    found: Sequence[Message] = select(actor, "message", where=[_grouped(still)], order="sent_at, id", most=SHOWN_MOST)
    lines = _lines(request, actor, found)
    own = [actor.organisation, *(one.organisation for one in _units(actor, ()))]
    return {
        "actor": actor,
        "mine": [one for one in lines if one.to_me],
        "unseen": [one for one in lines if one.message.sort != "broadcast" and one.unseen and not one.to_me],
        "broadcasts": [one for one in lines if one.message.sort == "broadcast"],
        "channels": select(actor, "channel", where=[Condition("status <> 'ended'")]) if reads(actor, Channel) else (),
        "may": powers(actor, {"broadcast": "message.broadcast", "withdraw": "message.withdraw"}, None),
        "offices_told": names(actor, "organisation", own, language=language_for(request)),
        "hours": HOURS,
        "typed": {},
        "key": current().ids.new(),
        **offices(actor, own, language=language_for(request)),
    }


def _grouped(condition: Condition) -> Condition:
    return Condition(f"({condition.sql})", condition.parameters)


def _case(request: HttpRequest, actor: Actor, on: Id, *, refused: Refused | None = None) -> HttpResponse:
    language = language_for(request)
    incident = find(actor, Ref("incident", on))
    where = [Condition("incident = %s AND sort <> 'page'", (on,))]
    purpose = say("purpose.message", language)
    found = opened_all(actor, "message", purpose=purpose, where=where, order="sent_at, id", most=SHOWN_MOST)
    context = {
        "actor": actor,
        "incident": incident,
        "lines": _lines(request, actor, found),
        "may_send": may(actor, spec_of("message.send").grants, incident),
        "refused": words_of(request, refused) if refused else "",
        "typed": request.POST.get("text", ""),
        "key": current().ids.new(),
    }
    return render(request, "console/case_messages.html", context, status=422 if refused else 200)


def _lines(request: HttpRequest, actor: Actor, found: Sequence[Message]) -> list[Line]:
    called = _called(request, actor, found)
    approves = spec_of("message.approve").grants
    return [
        Line(
            message=one,
            receipts=sorted(_receipts(one, called), key=lambda told: (told.is_next, told.told_at, told.called)),
            to_me=_is_mine(one, actor),
            may_approve=one.status == "proposed" and may(actor, approves, one),
        )
        for one in found
    ]


def _is_mine(message: Message, actor: Actor) -> bool:
    """Whether it was told to the organisation or the post that this actor stands in, and nobody there has seen it."""
    waits = [to for to, receipt in message.receipts.items() if not receipt.get("seen")]
    own = f"post {actor.post}" in waits
    offices = [to.removeprefix("organisation ") for to in waits if to.startswith("organisation ")]
    return message.status == "sent" and (own or any(within(one, actor.organisation) for one in offices))


def _receipts(message: Message, called: dict[str, str]) -> Iterable[Told]:
    for to, receipt in message.receipts.items():
        kind, _, one = to.partition(" ")
        yield Told(
            to=to,
            called=called.get(one, one) if kind else one,
            told_at=datetime.fromisoformat(str(receipt["told"])),
            delivered_at=_time(receipt.get("delivered")),
            seen_at=_time(receipt.get("seen")),
            carrier=str(receipt.get("by", "")),
            is_next=bool(receipt.get("next")),
        )


def _time(told: object) -> datetime | None:
    return datetime.fromisoformat(str(told)) if told else None


def _called(request: HttpRequest, actor: Actor, found: Sequence[Message]) -> dict[str, str]:
    """What those told, and those who said it, are called."""
    told = [to.partition(" ") for one in found for to in one.receipts]
    ids = {kind: [one for its, _, one in told if its == kind] for kind in ("unit", "organisation", "post")}
    ids["unit"] += [one.from_unit for one in found if one.from_unit]
    called = {one.id: one.call_sign for one in _units(actor, ids["unit"])}
    called |= names(actor, "organisation", ids["organisation"], language=language_for(request))
    posts = select(actor, "post", where=[Condition("id = ANY(%s)", (ids["post"],))]) if ids["post"] else ()
    return called | {one.id: one.title for one in posts}


def _units(actor: Actor, ids: Sequence[Id]) -> Sequence[Unit]:
    """These units; all of one's own where none is named."""
    where = [Condition("id = ANY(%s)", (list(ids),))] if ids else []
    found: Sequence[Unit] = select(actor, "unit", where=where, order="call_sign, id", most=2000)
    return found
