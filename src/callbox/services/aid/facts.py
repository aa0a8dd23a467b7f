"""What is known of mutual aid: units that a neighbouring organisation lends for one incident."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record

# Why a neighbour lends none.
DECLINED_FOR = ("none_free", "too_far", "own_need", "other_duty", "other")


@dataclass(frozen=True, kw_only=True)
class Aid(Record):
    """One organisation asks a neighbour for units on one incident. The neighbour sees what stands here, and no more."""

    kind: ClassVar[str] = "aid"

    organisation: Annotated[str, "The organisation that asks, and holds the incident", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The organisation that is asked"] = ()
    to: Annotated[str, "The organisation that is asked", Links("organisation")]
    incident: Annotated[Id, "The incident", Links("incident")]
    category: Annotated[str, "What happened, as it was when it was asked"]
    priority: Annotated[str, "How urgent, as it was when it was asked"]
    area: Annotated[str, "The district, as it was when it was asked"] = ""
    unit_kind: Annotated[str, "What is wanted: engine, ambulance ..."] = ""
    count: Annotated[int, "How many are wanted"] = 1
    asked_at: Annotated[datetime, "When it was asked"]
    answered_at: Annotated[datetime | None, "When it was answered"] = None
    ended_at: Annotated[datetime | None, "When the units were given back"] = None
    units: Annotated[tuple[Id, ...], "The units that are lent", Links("unit")] = ()
    declined_for: Annotated[str | None, "Why none is lent", Choice(DECLINED_FOR)] = None
    escalations: Annotated[int, "How often nobody answered in time and it was brought to the next above"] = 0
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadline"] = field(default_factory=dict)

    words: Annotated[str | None, "What the neighbour has to know", Personal()] = None
