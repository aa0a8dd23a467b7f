"""Pages for the officer on duty, on every page of whoever answers for others: heard at once, taken with one key.

Alarms have a bar of their own; this one is for callers who are silent or could not get through, and for call takers who
want help.
"""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from callbox.faces.console.board import reads
from callbox.faces.console.crew.asking import answered, carried_out, given_in
from callbox.faces.console.pages import signed_in
from callbox.kernel.facts import Actor, Id
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, select
from callbox.services.message.facts import Message

HEARERS: Final = frozenset({"supervisor", "leader"})
SHOWN_MOST: Final = 10
_WAITING: Final = Condition("sort = 'page' AND cause IS NOT NULL AND alarm IS NULL AND status = 'sent'")


def hears(actor: Actor) -> bool:
    """Whether somebody in this post is paged on their screen."""
    return actor.unit is None and bool(actor.roles & HEARERS) and reads(actor, Message)


def waiting(actor: Actor) -> Sequence[Message]:
    """Pages that nobody has taken, told to where this actor stands or below."""
    if not hears(actor):
        return ()
    found: Sequence[Message] = select(actor, "message", where=[_WAITING], order="sent_at, id", most=SHOWN_MOST)
    return [one for one in found if any(_is_there(to, actor) for to in one.receipts)]


def _is_there(to: str, actor: Actor) -> bool:
    kind, _, one = to.partition(" ")
    return kind == "organisation" and within(one, actor.organisation)


@require_POST
@signed_in
def take(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Somebody has it."""
    given = {**given_in(request), "message": one}
    carried_out("message.see", actor, given)
    return answered(request, None, back="/messages")
