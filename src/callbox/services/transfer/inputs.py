"""What each act on transfers is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal, Value
from callbox.services.transfer.facts import FAULTS, RETURN_RULES


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
class Accept(OfTransfer):
    """Take a case over."""

    category: Annotated[
        Id | None, "For a request from another node: what is asked for, in our own list", Links("category")
    ] = None


@dataclass(frozen=True, kw_only=True)
class HandBack(OfTransfer):
    """No life is at risk: the emergency line gives a case back to whoever handed it over, at once."""


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


@dataclass(frozen=True, kw_only=True)
class TakeIn(Inputs):
    """An offer comes in from another node."""

    id: Annotated[Id, "The transfer's name, the same on both nodes"]
    request: Annotated[Id | None, "The request of that name, where it was here before", Links("request")] = None
    sender: Annotated[str, "The organisation that offers it", Links("organisation")]
    to: Annotated[str, "The organisation it is offered to", Links("organisation")]
    note: Annotated[str, "The sender's statement, signed"]
    known: Annotated[Mapping[str, Value], "The case as the other node tells it", Personal()]


@dataclass(frozen=True, kw_only=True)
class Hear(OfTransfer):
    """How a transfer stands on the other side; why it was returned is the act's reason."""

    note: Annotated[str, "The other side's statement, signed"]
    known: Annotated[Mapping[str, Value] | None, "The case as the other node tells it", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Tell(OfTransfer):
    """The other node has heard how a transfer stands here."""

    said: Annotated[str, "How it stood when that was said"]


@dataclass(frozen=True, kw_only=True)
class IntroducePeer(Inputs):
    """Another node, and the organisations it serves."""

    id: Annotated[Id, "The new node's name in the records"]
    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    name: Annotated[str, "Its name"]
    address: Annotated[str, "Where it answers, such as https://callbox.example.org"]
    vkey: Annotated[str, "The public key it signs with, as its own page of transfers shows it"]
    serves: Annotated[tuple[str, ...], "The organisations it serves", Links("organisation")]


@dataclass(frozen=True, kw_only=True)
class PartFromPeer(Inputs):
    """No case goes to another node any more, or comes from it; what is under way is brought to its end."""

    peer: Annotated[Id, "The other node", Links("peer")]


@dataclass(frozen=True, kw_only=True)
class OfPeer(Inputs):
    """Something becomes known of another node."""

    peer: Annotated[Id, "The other node", Links("peer")]


@dataclass(frozen=True, kw_only=True)
class DescribePeer(OfPeer):
    """Another node is called, reached or trusted otherwise, or serves others. What is left out stays as it is."""

    name: Annotated[str | None, "Its name"] = None
    address: Annotated[str | None, "Where it answers, such as https://callbox.example.org"] = None
    vkey: Annotated[str | None, "The public key it signs with, as its own page of transfers shows it"] = None
    adds: Annotated[tuple[str, ...], "Organisations that it serves from now on", Links("organisation")] = ()
    drops: Annotated[tuple[str, ...], "Organisations that it serves no more", Links("organisation")] = ()


@dataclass(frozen=True, kw_only=True)
class HeardPeer(OfPeer):
    """Another node answered."""

    took: Annotated[tuple[Id, ...], "What it takes now, that it turned down before"] = ()


@dataclass(frozen=True, kw_only=True)
class LostPeer(OfPeer):
    """Another node does not answer."""

    fault: Annotated[str, "Why it does not answer", Choice(FAULTS)]


@dataclass(frozen=True, kw_only=True)
class TurnedDown(OfPeer):
    """Another node does not take what it is told of one transfer. It is told again."""

    transfer: Annotated[Id, "The transfer"]
    code: Annotated[str, "Why, as a code"]


@dataclass(frozen=True, kw_only=True)
class SetTerms(Inputs):
    """On what terms cases are handed to and by an organisation from now on; open transfers keep theirs."""

    id: Annotated[Id, "The new terms' name in the records"]
    organisation: Annotated[str, "The organisation that they are the terms of", Links("organisation")]
    answer_s: Annotated[float | None, "Seconds in which it is answered, and decided"] = None
    answer_days: Annotated[int | None, "Working days in which it is answered, and decided"] = None
    returns_max: Annotated[int, "How often a case may be returned before an arbiter decides"] = 2
    arbiter: Annotated[
        str | None, "Who decides; left out: whoever stands one level above both", Links("organisation")
    ] = None
