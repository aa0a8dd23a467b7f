"""The caller's own page: a secret link, without an account, by which somebody who cannot speak answers with taps.

Rules in words:
- The link is made of the call's name and a keyed digest of it: nothing is kept that could be stolen, and no link is guessed.
- It lives as long as the call. What it leads to says nothing about who keeps it, before the secret was seen to be right.
- Nothing here counts how often somebody taps: no limit ever stands between a caller and help.
"""

from typing import Any, Final

from django.utils.crypto import constant_time_compare, salted_hmac

from callbox.kernel import gate, registry
from callbox.kernel.facts import Act, Actor, Answer
from callbox.kernel.node import current
from callbox.kernel.read import Condition, opened, select
from callbox.kernel.words import say
from callbox.kernel.world import normal_id
from callbox.services.call.facts import LIVE, Call, Saying

MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="page")
SALT: Final = "callbox.services.call.page"
SECRET_LENGTH: Final = 24
ROOT: Final = "/s/"


def path_of(call: Call) -> str:
    """The address of a call's page, without the node's own."""
    name = call.id.replace("-", "")
    return f"{ROOT}{name}{_secret(name)}"


def call_of(token: str) -> Call | None:
    """The call whose page this is, sealed, while it lives and its caller was sent the page."""
    name, secret = token[:-SECRET_LENGTH], token[-SECRET_LENGTH:]
    if not constant_time_compare(secret, _secret(name)):
        return None
    where = [Condition("id = %s AND status = ANY(%s)", (normal_id(name), list(LIVE)))]
    found: tuple[Call, ...] = select(MACHINE, "call", where=where, most=1)
    return found[0] if found and found[0].page_at is not None else None


def asked_of(call: Call) -> Saying | None:
    """What the call taker asked last, sealed."""
    of_it = [one for one in said_in(call) if one.side == "from_taker"]
    return of_it[-1] if of_it else None


def is_answered(call: Call, question: Saying) -> bool:
    """Whether the caller tapped an answer to it. Which one is not read for that."""
    return any(one.answers == question.number for one in said_in(call))


def said_in(call: Call) -> list[Saying]:
    """Everything said in a call in writing, by taps and keys, sealed, in order."""
    found: tuple[Saying, ...] = select(MACHINE, "saying", where=[Condition("call = %s", (call.id,))], order="number")
    return list(found)


def opened_saying(one: Saying) -> Saying:
    """Something said, with its words; the look is recorded."""
    found: Any = opened(MACHINE, one.ref, purpose=say("purpose.carry_words"))
    assert isinstance(found, Saying)
    return found


def tell(call: Call, name: str, **given: Any) -> Answer:
    """Do what the caller tapped, as the organisation's own telephone exchange would."""
    node = current()
    by = Actor(organisation=call.organisation, roles=frozenset({"reporter"}), via="page")
    spec = registry.act(name)
    of_it: dict[str, Any] = {} if name == "call.reach" else {"call": call.id}
    of_it |= {"id": node.ids.new()} if name == "call.say" else {}
    inputs = spec.inputs(**of_it, **given)
    return gate.act(Act(name=name, by=by, at=node.world.clock.now(), inputs=inputs))


def _secret(name: str) -> str:
    return salted_hmac(SALT, name, algorithm="sha256").hexdigest()[:SECRET_LENGTH]
