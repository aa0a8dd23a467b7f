"""What is known of one transfer, and the terms that transfers are made on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Plain, Record

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


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How long an offer waits for its answer, and an arbiter's decision; how often a case may be returned."""

    answer_s: float | None = None
    answer_days: int | None = None
    returns_max: int


LINE_TERMS = Terms(answer_s=600.0, returns_max=1)
OTHER_TERMS = Terms(answer_days=1, returns_max=2)


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
    escalations: Annotated[int, "How often a deadline passed and it was brought to the next above"] = 0
    escalated_to: Annotated[str, "The organisation it was last brought to", Links("organisation")] = ""
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)
