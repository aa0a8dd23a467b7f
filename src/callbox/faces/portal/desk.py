"""Who stands behind the portal: who takes in what residents send, and who gets what may be danger to life."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from callbox.kernel.facts import Actor

VIA: Final = "portal"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """As the node's settings tell it (`[portal]`)."""

    organisation: str
    """Who takes in what is sent."""
    emergency: str
    """Whose queue gets what may be danger to life."""
    number: str
    """The telephone number of the emergency line; empty: none is shown."""


def desk() -> Desk | None:
    """Who takes in; None where the portal is closed."""
    told = settings.PORTAL
    organisation = told.get("organisation", "")
    if not organisation:
        return None
    return Desk(
        organisation=organisation, emergency=told.get("emergency") or organisation, number=told.get("number", "")
    )


def reporter(organisation: str) -> Actor:
    """Somebody without an account who sends something in, as this organisation takes it."""
    return Actor(organisation=organisation, roles=frozenset({"reporter"}), via=VIA)
