"""What call takers say in writing, on its way to callers: the exchange asks for it and tells what it delivered.

Rules in words: the exchange of an organisation gets what was said on its own lines and was not delivered yet; each look is
recorded. A question that has a code goes out in the caller's language, in words that people translated.
"""

from dataclasses import dataclass

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, opened_all, select
from callbox.kernel.words import language_of, say
from callbox.services.call.facts import LIVE, Call, Saying
from callbox.services.call.port import MACHINE, must_bring_calls

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One thing to bring to a caller, in the order it was said."""

    line: str
    saying: Id
    number: int
    text: str
    language: str


def waiting(actor: Actor) -> tuple[Outgoing, ...]:
    """What is to be brought to callers who write: those on the line by anything but sound.

    Raises:
        Refused: `not_allowed`, when this actor brings no calls.
    """
    must_bring_calls(actor)
    written = Condition(
        "taken_by = %s AND status = ANY(%s) AND channel <> 'call' AND said > 0", (actor.organisation, list(LIVE))
    )
    calls: dict[Id, Call] = {one.id: one for one in select(MACHINE, "call", where=[written], most=MOST)}
    undelivered = Condition("call = ANY(%s) AND side = 'from_taker' AND delivered_at IS NULL", (list(calls),))
    purpose = say("purpose.carry_words")
    found: tuple[Saying, ...] = opened_all(
        MACHINE, "saying", purpose=purpose, where=[undelivered], order="call, number", most=MOST
    )
    return tuple(_outgoing(one, calls[one.call]) for one in found)


def _outgoing(one: Saying, call: Call) -> Outgoing:
    language = language_of(call.language)
    text = say(f"value.{one.question}", language) if one.question else one.text or ""
    return Outgoing(
        line=call.line, saying=one.id, number=one.number, text=text, language=language if one.question else ""
    )
