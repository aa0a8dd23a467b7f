"""What each act on transfers is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links
from callbox.services.transfer.facts import RETURN_RULES


@dataclass(frozen=True, kw_only=True)
class Offer(Inputs):
    """Offer one case, an incident or a request, to another organisation."""

    id: Annotated[Id, "The new transfer's name"]
    incident: Annotated[Id | None, "The incident", Links("incident")] = None
    request: Annotated[Id | None, "The request", Links("request")] = None
    to: Annotated[str, "The organisation it is offered to", Links("organisation")]
    danger_to_life: Annotated[bool, "A life is in danger: it goes to the emergency line at once, unasked"] = False


@dataclass(frozen=True, kw_only=True)
class OfTransfer(Inputs):
    """Something happens to a transfer."""

    transfer: Annotated[Id, "The transfer", Links("transfer")]


@dataclass(frozen=True, kw_only=True)
class ReturnTransfer(OfTransfer):
    """Do not accept a case; the act's reason says why."""

    returned_under: Annotated[str, "The rule under which it is returned", Choice(RETURN_RULES)]


@dataclass(frozen=True, kw_only=True)
class Decide(OfTransfer):
    """Say, as the arbiter, which of the two organisations holds the case."""

    decided_for: Annotated[str, "The organisation that holds it from now on", Links("organisation")]


@dataclass(frozen=True, kw_only=True)
class TransferDue(OfTransfer):
    """A deadline of a transfer passed."""

    clock: Annotated[str, "Which deadline"]
