"""What waits is told to whoever holds it: words and photos that whoever asked added, and articles past their day.

Rules in words: what was added on a resident's own page is told once until somebody of those who hold the request has seen
it; looking at the case is seeing it. An article is told once, when it ran out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.node import current
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, select
from callbox.services.message.facts import Message
from callbox.services.message.inputs import Notify, OfMessage

TELLER: Final = Actor(organisation="", roles=frozenset({"machine"}), via="notices")
RECENT: Final = timedelta(days=1)
ADDED: Final = ("note.written", "attachment.added")
BY_RESIDENTS: Final = "portal"
UNSEEN: Final = "cause = 'said_more' AND status = 'sent' AND request = ANY(%s)"


def hear(told: Sequence[Told]) -> None:
    """What an outbox consumer does with the next entries. Doing it twice does nothing twice."""
    now = current().world.clock.now()
    recent = [one for one in told if now - one.entry.recorded_at < RECENT]
    added: dict[Id, int] = {}
    for one in recent:
        if (request := added_to(one)) is not None:
            added.setdefault(request, one.position)
    acts = [*_said_more(added, now), *_run_out(recent, now)]
    if acts:
        gate.perform(acts)


def added_to(told: Told) -> Id | None:
    """The request to which whoever asked added something; None where it is something else."""
    entry = told.entry
    request = entry.sets.get("request") if entry.event in ADDED and entry.by.get("via") == BY_RESIDENTS else None
    return str(request) if request else None


def unseen(actor: Actor, requests: Sequence[Id]) -> Mapping[Id, Message]:
    """By request: that whoever asked said more and nobody who holds it has looked since."""
    found: Sequence[Message] = (
        select(actor, "message", where=[Condition(UNSEEN, (list(requests),))]) if requests else ()
    )
    return {one.request: one for one in found if one.request}


def looked(actor: Actor, request: Id) -> bool:
    """Somebody looks at a request; whether whoever asked had said more that nobody had looked at."""
    waiting = unseen(actor, [request]).get(request)
    if waiting is None:
        return False
    now = current().world.clock.now()
    gate.act(Act(name="message.see", by=actor, at=now, inputs=OfMessage(message=waiting.id)))
    return True


def _said_more(added: Mapping[Id, int], now: datetime) -> Iterator[Act[Any]]:
    known = unseen(TELLER, list(added))
    for request, position in added.items():
        if request not in known:
            inputs = Notify(id=current().ids.new(), cause="said_more", request=request)
            yield Act(name="message.notify", by=TELLER, at=now, inputs=inputs, key=f"more-{position}")


def _run_out(told: Sequence[Told], now: datetime) -> Iterator[Act[Any]]:
    for one in told:
        if one.entry.event == "article.expired":
            inputs = Notify(id=current().ids.new(), cause="run_out", article=one.entry.record)
            yield Act(name="message.notify", by=TELLER, at=now, inputs=inputs, key=f"run-out-{one.position}")
