"""What each act on neighbours and forwards is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.neighbour.facts import FAULTS


@dataclass(frozen=True, kw_only=True)
class Declare(Inputs):
    """Another city's server, to which requests may be sent on."""

    id: Annotated[Id, "The new neighbour's name in the records"]
    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    name: Annotated[str, "What it is called"]
    address: Annotated[str, "The address of its interface, such as https://city.example.org/open311/v2"]
    jurisdiction: Annotated[str, "The jurisdiction it is asked for; empty: it serves one"] = ""
    keeps_keys: Annotated[bool, "Whether it takes in once what comes twice under one Idempotency-Key"] = False
    api_key: Annotated[str | None, "What opens it", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class OfNeighbour(Inputs):
    """Something happens to a neighbour."""

    neighbour: Annotated[Id, "The neighbour", Links("neighbour")]


@dataclass(frozen=True, kw_only=True)
class Describe(OfNeighbour):
    """A neighbour is called, reached or asked otherwise. What is left out stays as it is."""

    name: Annotated[str | None, "What it is called"] = None
    address: Annotated[str | None, "The address of its interface, such as https://city.example.org/open311/v2"] = None
    jurisdiction: Annotated[str | None, "The jurisdiction it is asked for; empty: it serves one"] = None
    keeps_keys: Annotated[bool | None, "Whether it takes in once what comes twice under one Idempotency-Key"] = None
    codes: Annotated[Mapping[str, str] | None, "Which of their services is meant by each of our categories"] = None
    api_key: Annotated[str | None, "What opens it", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Begin(Inputs):
    """Send a request on. Only what is told here leaves this node; who asked is never told."""

    id: Annotated[Id, "The new forward's name"]
    request: Annotated[Id, "The request", Links("request")]
    neighbour: Annotated[Id, "To whom it goes", Links("neighbour")]
    service_code: Annotated[str, "Which of their services it is for"]
    words: Annotated[str, "What they are told", Personal()]
    address: Annotated[str | None, "Where, in words", Personal()] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class OfForward(Inputs):
    """Something happens to a forward."""

    forward: Annotated[Id, "The forward", Links("forward")]


@dataclass(frozen=True, kw_only=True)
class Arrive(OfForward):
    """They took it in: under a number, or with a token that leads to one."""

    number: Annotated[str, "Its number with them"] = ""
    token: Annotated[str, "What leads to its number, where they gave none at once"] = ""


@dataclass(frozen=True, kw_only=True)
class Fail(OfForward):
    """It did not arrive, or nobody knows whether it did."""

    fault: Annotated[str, "Why it did not arrive", Choice(FAULTS)]
    became: Annotated[str, "What becomes of it", Choice(("waiting", "unsure", "declined"))]


@dataclass(frozen=True, kw_only=True)
class Hear(OfForward):
    """How it stands with them."""

    their_status: Annotated[str, "How it stands with them: open or closed", Choice(("open", "closed"))]
