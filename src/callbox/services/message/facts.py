"""What is known of a message, and of a channel that carries messages out of the node."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record, Ref

# A message is said by somebody to somebody; a broadcast is approved and expires; a page tells a crew of its assignment.
SORTS = ("message", "broadcast", "page")
# What happened to cases is carried only where it was asked for, and only to other systems.
CASE = "case"
# That there is news, to those who follow a case: over a channel of its own, each to the address they gave.
RESIDENTS = "residents"
CARRIED = (*SORTS, CASE, RESIDENTS)
# By what a channel reaches those it serves. The screen is always there and needs none.
CARRIERS = ("mail", "webhook", "printer", "voice")
# Why the officer on duty is paged.
CAUSES = ("panic", "no_answer", "silent", "could_not_get_through", "help_wanted")
# What an organisation is told by the node itself, beside pages: whoever asked said more, an article holds no longer.
NOTICES = ("said_more", "run_out")
# Why a channel does not get through.
FAULTS = ("no_connection", "timed_out", "turned_down", "not_trusted", "not_set_up", "answered_badly")

Receipt = Mapping[str, Plain]


@dataclass(frozen=True, kw_only=True)
class Message(Record):
    """Something said to units, posts or organisations, in a case or in none; or a crew told of its assignment.

    `receipts` has one line for each of those told, by kind and id (`unit 1a2b-...`): when they were `told`, when it was
    `delivered` and over what (`by`), when it was `seen`; `next` marks who was told because nobody before had seen it.
    """

    kind: ClassVar[str] = "message"

    organisation: Annotated[
        str, "The organisation that holds the case, or else that of whoever said it", Links("organisation")
    ]
    parties: Annotated[tuple[str, ...], "Organisations that are told, and those of the units told"] = ()
    about: Annotated[str, "The organisation that the call complains of: out of its reach", Links("organisation")] = ""
    protected: Annotated[bool, "Hidden, like the call it is about, from all but those who hold it"] = False
    sort: Annotated[str, "A message, a broadcast or a page", Choice(SORTS)] = "message"
    incident: Annotated[Id | None, "The incident it is about", Links("incident")] = None
    assignment: Annotated[Id | None, "The assignment that a crew is told of", Links("assignment")] = None
    cause: Annotated[str | None, "Why the officer on duty is paged, or what is told", Choice((*CAUSES, *NOTICES))] = (
        None
    )
    request: Annotated[Id | None, "The request it is about", Links("request")] = None
    article: Annotated[Id | None, "The article it is about", Links("article")] = None
    alarm: Annotated[Id | None, "The alarm that the officer on duty is paged about", Links("alarm")] = None
    units: Annotated[tuple[Id, ...], "Units that are told, and the one that said it", Links("unit")] = ()
    posts: Annotated[tuple[Id, ...], "Posts that are told", Links("post")] = ()
    sent_at: Annotated[datetime, "When it was said"]
    sent_by: Annotated[Id | None, "Who said it", Links("person")] = None
    from_unit: Annotated[Id | None, "The unit that said it", Links("unit")] = None
    approved_by: Annotated[Id | None, "Who approved that it is broadcast", Links("person")] = None
    expires_at: Annotated[datetime | None, "Until when a broadcast holds"] = None
    may_leave: Annotated[bool, "It names nobody, so any channel may carry its words"] = False
    patience_s: Annotated[float | None, "Within how many seconds somebody should have seen it"] = None
    line: Annotated[tuple[str, ...], "Organisations that are told next, in order, while nobody has seen it"] = ()
    receipts: Annotated[Mapping[str, Receipt], "Whom it is told, and when it was delivered and seen"] = field(
        default_factory=dict
    )
    escalations: Annotated[int, "How often nobody had seen it and the next in line was told"] = 0
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    text: Annotated[str | None, "What it says", Personal(searchable=True)] = None


@dataclass(frozen=True, kw_only=True)
class Channel(Record):
    """A way out of the node to those it serves: one unit, or one organisation. Who may read what comes out is declared."""

    kind: ClassVar[str] = "channel"

    organisation: Annotated[str, "The organisation it serves, or that of the unit", Links("organisation")]
    unit: Annotated[Id | None, "The unit it serves; None: the organisation", Links("unit")] = None
    name: Annotated[str, "What it is called"]
    carrier: Annotated[str, "By what it reaches them", Choice(CARRIERS)]
    tells: Annotated[tuple[str, ...], "What it carries", Choice(CARRIED)] = SORTS
    confidential: Annotated[bool, "Only those who may read of cases see what comes out of it"] = False
    after_s: Annotated[
        float, "It is used when nobody has seen it for so many seconds: who is reached in which order"
    ] = 0.0
    quiet_from_h: Annotated[int | None, "From this hour it carries no messages and no broadcasts; pages always"] = None
    quiet_until_h: Annotated[int | None, "Until this hour"] = None
    tried_at: Annotated[datetime | None, "When somebody last tried it out"] = None
    passed_at: Annotated[datetime | None, "When a trial last got through"] = None
    failing_since: Annotated[datetime | None, "Since when it does not get through"] = None
    fault: Annotated[str, "Why it does not get through", Choice(FAULTS)] = ""
    given_up: Annotated[int, "How many messages it was too late for"] = 0

    address: Annotated[
        str | None, "Where it leads: a mail address, a web address, or a printer's host and port", Personal()
    ] = None
    secret: Annotated[str | None, "What a webhook's messages are signed with", Personal()] = None

    @property
    def serves(self) -> Ref:
        """Whom it serves."""
        return Ref("organisation", self.organisation) if self.unit is None else Ref("unit", self.unit)


def unseen(message: Message) -> list[str]:
    """Those told who have not seen it, by kind and id."""
    return [to for to, receipt in message.receipts.items() if not receipt.get("seen")]


def is_quiet(channel: Channel, hour: int) -> bool:
    """Whether a channel carries no messages at this hour of its zone; quiet hours may go over midnight."""
    begin, end = channel.quiet_from_h, channel.quiet_until_h
    if begin is None or end is None:
        return False
    return begin <= hour < end if begin <= end else hour >= begin or hour < end
