"""Where a telephone system tells that somebody pressed the key: an address that only it was told, made of a keyed digest."""

from urllib.parse import quote

from django.utils.crypto import constant_time_compare, salted_hmac

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Answer, Id
from callbox.kernel.node import current
from callbox.services.message.inputs import Acknowledge

VOICE = Actor(organisation="", roles=frozenset({"machine"}), via="voice")
SALT = "callbox.services.message.acknowledging"


def path_of(message: Id, to: str) -> str:
    """The address, without the node's own."""
    return f"/api/pages/{message}/{_secret(message, to)}?to={quote(to, safe='')}"


def acknowledge(message: Id, to: str) -> Answer:
    """Somebody has it."""
    inputs = Acknowledge(message=message, to=to)
    now = current().world.clock.now()
    return gate.act(Act(name="message.acknowledge", by=VOICE, at=now, inputs=inputs))


def is_told(message: Id, to: str, *, secret: str) -> bool:
    """Whether this is the address that a telephone system was told."""
    return constant_time_compare(secret, _secret(message, to))


def _secret(message: Id, to: str) -> str:
    return salted_hmac(SALT, f"{message} {to}", algorithm="sha256").hexdigest()[:32]
