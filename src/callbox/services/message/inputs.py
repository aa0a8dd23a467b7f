"""What each act on messages and channels is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import ANY_KIND, Choice, Id, Inputs, Links, Personal
from callbox.services.message.facts import CARRIED, CARRIERS, CAUSES, FAULTS, NOTICES, SORTS


@dataclass(frozen=True, kw_only=True)
class Send(Inputs):
    """Somebody says something. Told nobody: to the units on the incident, or, from a unit, to those who dispatch it."""

    id: Annotated[Id, "The new message's name"]
    incident: Annotated[Id | None, "The incident it is about", Links("incident")] = None
    units: Annotated[tuple[Id, ...], "Units that are told", Links("unit")] = ()
    posts: Annotated[tuple[Id, ...], "Posts that are told", Links("post")] = ()
    organisations: Annotated[tuple[str, ...], "Organisations that are told", Links("organisation")] = ()
    text: Annotated[str, "What it says", Personal()]


@dataclass(frozen=True, kw_only=True)
class Broadcast(Inputs):
    """Something is said to many; a supervisor approves it, in the same act when they say it themselves."""

    id: Annotated[Id, "The new broadcast's name"]
    units: Annotated[tuple[Id, ...], "Units that are told", Links("unit")] = ()
    organisations: Annotated[tuple[str, ...], "Organisations that are told", Links("organisation")] = ()
    expires_at: Annotated[datetime, "Until when it holds"]
    may_leave: Annotated[bool, "It names nobody, so any channel may carry its words"] = False
    text: Annotated[str, "What it says", Personal()]


@dataclass(frozen=True, kw_only=True)
class PageCrew(Inputs):
    """A crew is told of its assignment."""

    id: Annotated[Id, "The new page's name"]
    assignment: Annotated[Id, "The assignment", Links("assignment")]


@dataclass(frozen=True, kw_only=True)
class PageOfficer(Inputs):
    """The officer on duty is paged: about an alarm, about a call, or because somebody pressed the key without either."""

    id: Annotated[Id, "The new page's name"]
    cause: Annotated[str, "Why", Choice(CAUSES)]
    alarm: Annotated[Id | None, "The alarm", Links("alarm")] = None
    call: Annotated[Id | None, "The call", Links("call")] = None


@dataclass(frozen=True, kw_only=True)
class Notify(Inputs):
    """An organisation is told that something of its own waits to be looked at."""

    id: Annotated[Id, "The new message's name"]
    cause: Annotated[str, "What is told", Choice(NOTICES)]
    request: Annotated[Id | None, "The request", Links("request")] = None
    article: Annotated[Id | None, "The article", Links("article")] = None


@dataclass(frozen=True, kw_only=True)
class Acknowledge(Inputs):
    """Whom a page was read to on a telephone pressed the key that says they have it."""

    message: Annotated[Id, "The message", Links("message")]
    to: Annotated[str, "Whom it was for, by kind and id", Links(ANY_KIND)]


@dataclass(frozen=True, kw_only=True)
class PageMove(Inputs):
    """A crew is told to wait at another station."""

    id: Annotated[Id, "The new page's name"]
    unit: Annotated[Id, "The unit", Links("unit")]


@dataclass(frozen=True, kw_only=True)
class OfMessage(Inputs):
    """A message is seen, approved, withdrawn or overtaken."""

    message: Annotated[Id, "The message", Links("message")]


@dataclass(frozen=True, kw_only=True)
class Deliver(Inputs):
    """A message reached somebody, over a channel or on their screen."""

    message: Annotated[Id, "The message", Links("message")]
    to: Annotated[str, "Whom, by kind and id, such as `unit 1a2b-...`", Links(ANY_KIND)]
    carrier: Annotated[str, "Over what", Choice((*CARRIERS, "screen"))] = "screen"


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """A message was not seen in time, or a broadcast holds no longer."""

    message: Annotated[Id, "The message", Links("message")]
    clock: Annotated[str, "Which deadline"]


@dataclass(frozen=True, kw_only=True)
class Declare(Inputs):
    """A channel leads out of the node, to a unit or an organisation."""

    id: Annotated[Id, "The new channel's name in the records"]
    organisation: Annotated[str, "The organisation it serves, or that of the unit", Links("organisation")]
    unit: Annotated[Id | None, "The unit it serves; left out: the organisation", Links("unit")] = None
    name: Annotated[str, "What it is called"]
    carrier: Annotated[str, "By what it reaches them", Choice(CARRIERS)]
    tells: Annotated[tuple[str, ...], "What it carries", Choice(CARRIED)] = SORTS
    confidential: Annotated[bool, "Only those who may read of cases see what comes out of it"] = False
    address: Annotated[
        str, "Where it leads: a mail address, a web address, or a printer's host and port", Personal()
    ] = ""
    secret: Annotated[str | None, "What a webhook's messages are signed with", Personal()] = None
    after_s: Annotated[float, "It is used when nobody has seen it for so many seconds"] = 0.0
    quiet_from_h: Annotated[int | None, "From this hour it carries no messages and no broadcasts; pages always"] = None
    quiet_until_h: Annotated[int | None, "Until this hour"] = None


@dataclass(frozen=True, kw_only=True)
class Arrange(Inputs):
    """When a channel is used changes."""

    channel: Annotated[Id, "The channel", Links("channel")]
    after_s: Annotated[float, "It is used when nobody has seen it for so many seconds"] = 0.0
    quiet_from_h: Annotated[int | None, "From this hour it carries no messages and no broadcasts; pages always"] = None
    quiet_until_h: Annotated[int | None, "Until this hour"] = None


@dataclass(frozen=True, kw_only=True)
class OfChannel(Inputs):
    """A channel is tried out, or its trial got through."""

    channel: Annotated[Id, "The channel", Links("channel")]


@dataclass(frozen=True, kw_only=True)
class EndChannel(Inputs):
    """A channel carries nothing from now on."""

    channel: Annotated[Id, "The channel", Links("channel")]


@dataclass(frozen=True, kw_only=True)
class Fail(Inputs):
    """A channel does not get through, or gives a message up."""

    channel: Annotated[Id, "The channel", Links("channel")]
    fault: Annotated[str, "Why", Choice(FAULTS)]
    gives_up: Annotated[bool, "It is too late for a message"] = False


@dataclass(frozen=True, kw_only=True)
class Recover(Inputs):
    """A channel gets through again."""

    channel: Annotated[Id, "The channel", Links("channel")]
