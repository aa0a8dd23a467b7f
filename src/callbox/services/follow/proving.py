"""That an address is theirs, and how whoever reads the messages stops them: what the faces call.

Rules in words:
- The code is made of the news that brings it and a keyed digest: it is kept nowhere, and nobody who reads the records can
  type it.
- Whoever reads a message may stop the messages by the address in it. That address opens nothing, and tells nothing.
"""

from typing import Any, Final

from django.utils.crypto import constant_time_compare, salted_hmac

from callbox.kernel.facts import Answer, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, select
from callbox.kernel.world import ID_LETTERS, normal_id
from callbox.services.follow.acts import MACHINE, is_hidden, tell, tell_contact
from callbox.services.follow.facts import SENT_BY, Contact, Follow
from callbox.services.message.facts import RESIDENTS, Channel

CODE_SALT: Final = "callbox.services.follow.code"
STOP_SALT: Final = "callbox.services.follow.stop"
STOP: Final = "/stop/"
DIGITS: Final = 6
STOP_LETTERS: Final = 16
# By what a channel to residents reaches them.
CARRIERS: Final = {"mail": "mail", "text": "webhook"}


def channel_of(organisation: str, by: str) -> Channel | None:
    """The channel to residents that an organisation uses: its own, or that of the nearest above. Sealed."""
    where = [Condition("%s = ANY(tells) AND carrier = %s AND status <> 'ended'", (RESIDENTS, CARRIERS.get(by, "")))]
    found: tuple[Channel, ...] = select(MACHINE, "channel", where=where, order="id")
    own = [one for one in found if within(organisation, one.organisation)]
    return max(own, key=lambda one: len(one.organisation), default=None)


def is_told(follow: Follow, by: str = "") -> bool:
    """Whether the node tells them by itself that there is news, once the address is theirs; `by`: if they chose this way."""
    way = by or follow.contact_by
    if way not in SENT_BY or not current().world.may_reach_outside or is_hidden(follow):
        return False
    return channel_of(follow.organisation, way) is not None


def send_code(follow: Follow, *, key: str | None = None) -> Answer:
    """Let a code go to the address they gave, within the hours they named.

    Raises:
        Refused: what speaks against it.
    """
    return tell(follow, "follow.send_code", key=key, id=current().ids.new())


def digits_of(news: Id) -> str:
    """The code that this news brings."""
    digest = salted_hmac(CODE_SALT, news, algorithm="sha256").digest()
    return str(int.from_bytes(digest[:8], "big") % 10**DIGITS).zfill(DIGITS)


def prove(follow: Follow, typed: str) -> bool:
    """They typed a code; whether it is the one that was sent.

    Raises:
        Refused: when there is none, it is too old, or too many were typed.
    """
    if follow.code is None:
        raise Refused("follow.code_old")
    letters = "".join(one for one in typed if one.isdecimal() and one.isascii())
    right = constant_time_compare(letters, digits_of(follow.code))
    tell(follow, "follow.prove", right=right).ref  # noqa: B018  raises what refused it
    return right


def stop_path(follow: Follow) -> str:
    """The address that stops the messages, without the node's own: for the message, and nothing else."""
    name = follow.id.replace("-", "")
    return f"{STOP}{name}{_secret(name)}"


def stopped_by(token: str) -> Follow | None:
    """The open follow whose messages an address stops, sealed."""
    letters = normal_id(token[:100]).replace("-", "")
    name, secret = letters[:ID_LETTERS], letters[ID_LETTERS:]
    if not secret.isascii() or not constant_time_compare(secret, _secret(name)):
        return None
    where: list[Any] = [Condition("id = %s AND status = 'open'", (normal_id(name),))]
    found: tuple[Follow, ...] = select(MACHINE, "follow", where=where, most=1)
    return found[0] if found else None


def stop(follow: Follow) -> None:
    """Send them nothing more: from now on they look themselves. The address is known no more."""
    if follow.contact_by in SENT_BY:
        tell_contact(follow, Contact(by="link"))


def _secret(name: str) -> str:
    return salted_hmac(STOP_SALT, name, algorithm="sha256").hexdigest()[:STOP_LETTERS]
