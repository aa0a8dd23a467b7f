"""Who asks: the API key, which is an access token of this node, wherever a client puts it."""

from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest

from callbox.faces.feeds.open311.asked import Given, first
from callbox.faces.feeds.open311.faults import fault
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.node import current
from callbox.services.organisation.acts import actor_of_token, secret_of, token_of

VIA: Final = "open311"


@dataclass(frozen=True)
class Keyed:
    """A key that is good: who acts with it, and which token it is."""

    actor: Actor
    token: Id

    @property
    def mark(self) -> str:
        """What says of a report that it came by this key."""
        return f"{VIA}:{self.token}"


def keyed(request: HttpRequest, given: Given) -> Keyed | None:
    """The key of a request; None where it has none.

    Raises:
        Faults: where it has one that is no good.
    """
    secret = first(given, "api_key") or secret_of(request)
    if not secret:
        return None
    try:
        actor = actor_of_token(secret, at=current().world.clock.now())
        token = token_of(secret)
    except Refused:
        token = None
    if token is None:
        raise fault(403, "key")
    return Keyed(replace(actor, via=VIA), token.id)


def needed(request: HttpRequest, given: Given) -> Keyed:
    """The key of a request that must have one.

    Raises:
        Faults: where it has none that is good.
    """
    found = keyed(request, given)
    if found is None:
        raise fault(403, "no_key")
    return found
