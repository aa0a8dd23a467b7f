"""What is known of one transfer, and the terms that transfers are made on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record, Value

# What organisations that answer calls for help are, as their own field `what` says it.
LINES = frozenset({"centre", "emergency_line"})

# The rules under which an offer may be returned. Each return names one.
RETURN_RULES = (
    "other_area",
    "other_duty",
    "other_body",
    "not_enough_known",
    "already_handled",
    "no_danger_to_life",
)
OPEN = ("offered", "to_arbiter")
# Why another node was not heard, as far as it is known.
FAULTS = ("no_connection", "timed_out", "not_trusted", "answered_badly", "turned_down")
# Between nodes: decided for the receiver, whose signature is waited for; signed by the receiver, not yet heard of.
RULED, AGREED = "ruled", "agreed"
# Between nodes: an emergency line gives it back, and owns it until the sender signs that it has it again.
BACK = "going_back"


@dataclass(frozen=True, kw_only=True)
class Peer(Record):
    """Another node that cases are handed to and come from. Which organisations it serves, they say themselves."""

    kind: ClassVar[str] = "peer"

    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    name: Annotated[str, "Its name"]
    address: Annotated[str, "Where it answers, such as https://callbox.example.org"]
    vkey: Annotated[str, "The public key it signs with, as its own page of transfers shows it"]
    heard_at: Annotated[datetime | None, "When a word of it was last heard, to within some minutes"] = None
    silent_since: Annotated[datetime | None, "Since when it does not answer"] = None
    fault: Annotated[str, "Why it does not answer", Choice(FAULTS)] = ""
    turned_down: Annotated[
        Mapping[str, Mapping[str, Plain]], "What it does not take, by transfer: why, as a code, and since when"
    ] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Terms(Record):
    """What holds when cases are handed to or by an organisation: how long, how often, and who decides."""

    kind: ClassVar[str] = "terms"

    organisation: Annotated[str, "The organisation that they are the terms of", Links("organisation")]
    answer_s: Annotated[float | None, "Seconds in which it is answered, and decided"] = None
    answer_days: Annotated[int | None, "Working days in which it is answered, and decided"] = None
    returns_max: Annotated[int, "How often a case may be returned before an arbiter decides"]
    arbiter: Annotated[str, "Who decides; empty: whoever stands one level above both", Links("organisation")] = ""


# What holds where an organisation has no terms of its own.
LINE_TERMS = Terms(id="", status="in_force", organisation="", answer_s=600.0, returns_max=1)
OTHER_TERMS = Terms(id="", status="in_force", organisation="", answer_days=1, returns_max=2)


@dataclass(frozen=True, kw_only=True)
class Transfer(Record):
    """A contract over handing one case to another organisation. The sender holds the case until it is accepted."""

    kind: ClassVar[str] = "transfer"

    organisation: Annotated[str, "The organisation that offers the case", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The organisation it is offered to"] = ()
    about: Annotated[str, "The organisation the case complains of: out of its reach", Links("organisation")] = ""
    incident: Annotated[Id | None, "The incident", Links("incident")] = None
    request: Annotated[Id | None, "The request", Links("request")] = None
    to: Annotated[str, "The organisation it is offered to", Links("organisation")]
    had_part: Annotated[bool, "Whether that organisation had a part in the case before"] = False
    danger_to_life: Annotated[bool, "It went over at once, unasked, because a life was in danger"] = False
    answer_s: Annotated[float | None, "Seconds in which it is answered, and decided"] = None
    answer_days: Annotated[int | None, "Working days in which it is answered, and decided"] = None
    returns_max: Annotated[int, "How often the case may be returned before an arbiter decides"]
    arbiter: Annotated[str, "The organisation one level up that decides", Links("organisation")]
    offered_at: Annotated[datetime, "When it was offered"]
    ended_at: Annotated[datetime | None, "When it was accepted, returned, withdrawn or decided"] = None
    returned_under: Annotated[str | None, "The rule under which it was returned", Choice(RETURN_RULES)] = None
    decided_for: Annotated[str | None, "The organisation that holds the case by the arbiter's decision"] = None
    decided_by: Annotated[Id | None, "Who decided", Links("person")] = None
    peer: Annotated[Id | None, "The other node, where it is between nodes", Links("peer")] = None
    incoming: Annotated[bool, "It came from the other node, whose ledger says who owns the case"] = False
    of_kind: Annotated[str, "What the case is at the node that it comes from"] = ""
    of: Annotated[str, "The name of the case at the node that it comes from"] = ""
    report: Annotated[Id | None, "The report that it became on an emergency line", Links("report")] = None
    agreed_at: Annotated[datetime | None, "When the receiver signed"] = None
    acceptance: Annotated[str, "The receiver's signed acceptance, a note that anybody can check"] = ""
    told: Annotated[bool, "The other node has our last word on it"] = False
    escalations: Annotated[int, "How often a deadline passed and it was brought to the next above"] = 0
    escalated_to: Annotated[str, "The organisation it was last brought to", Links("organisation")] = ""
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    reason: Annotated[str | None, "Why it was returned, for the other node", Personal()] = None
    known: Annotated[Mapping[str, Value] | None, "The case as the other node told it", Personal()] = None
