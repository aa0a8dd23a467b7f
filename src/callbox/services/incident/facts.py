"""What is known of an incident, and of each unit's assignment to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record

# Most urgent first.
PRIORITIES = ("life_threat", "emergency", "non_emergency", "routine")


@dataclass(frozen=True)
class Disposition:
    """How an incident may end. `second_person`: two people must say so."""

    name: str
    second_person: bool = False


# Whose posts send units, and so have incidents in mind.
WATCHERS = frozenset({"dispatcher", "supervisor"})

DISPOSITIONS = {
    disposition.name: disposition
    for disposition in (
        Disposition("done"),
        Disposition("false", second_person=True),
        Disposition("duplicate"),
        Disposition("cancelled"),
        Disposition("no_such_place"),
        Disposition("refused"),
        Disposition("gone"),
        Disposition("referred"),
    )
}


@dataclass(frozen=True, kw_only=True)
class Incident(Record):
    """A case that needs responders now."""

    kind: ClassVar[str] = "incident"

    organisation: Annotated[str, "The organisation that holds it", Links("organisation")]
    parties: Annotated[tuple[str, ...], "Other organisations with a part in it: those whose units are sent"] = ()
    category: Annotated[str, "What happened, in the words of the node's own list"]
    priority: Annotated[str, "How urgent", Choice(PRIORITIES)]
    received_at: Annotated[datetime, "When the first report of it reached us"]
    opened_at: Annotated[datetime, "When it was opened"]
    source_number: Annotated[str, "Its number in the system it came from"] = ""
    area: Annotated[str, "The district or station area, as its organisation's id or in words; never the address"] = ""
    flags: Annotated[tuple[str, ...], "What is doubtful about it, as codes"] = ()
    assignments: Annotated[tuple[Id, ...], "Its open assignments, active and queued", Links("assignment")] = ()
    past: Annotated[tuple[Id, ...], "Its assignments that have ended", Links("assignment")] = ()
    units: Annotated[tuple[Id, ...], "Every unit that was ever assigned to it", Links("unit")] = ()
    dispatched_at: Annotated[datetime | None, "When the first unit was told"] = None
    arrived_at: Annotated[datetime | None, "When the first unit was on scene"] = None
    disposition: Annotated[str | None, "How it ended", Choice(tuple(DISPOSITIONS))] = None
    closed_by: Annotated[Id | None, "Who proposed how it ended, where a second person must agree"] = None
    closed_at: Annotated[datetime | None, "When it ended"] = None
    same_as: Annotated[Id | None, "The incident that this one duplicates", Links("incident")] = None
    escalations: Annotated[int, "How often a deadline passed and it was brought to the next above"] = 0
    transfer: Annotated[Id | None, "The open transfer over it", Links("transfer")] = None
    returns: Annotated[int, "How often a transfer of it was returned"] = 0
    watcher: Annotated[Id | None, "The post that watches it", Links("post")] = None
    watch_to: Annotated[Id | None, "The post that its watch is being handed to", Links("post")] = None
    watched_since: Annotated[datetime | None, "Since when it is watched by that post, or left alone"] = None
    watch_lapsed: Annotated[bool, "Its watcher went away, and nobody was there to follow"] = False
    settled_between: Annotated[tuple[str, ...], "The two organisations between which an arbiter decided"] = ()
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    address: Annotated[str | None, "Where, in words", Personal(searchable=True)] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    summary: Annotated[str | None, "What happened, in short", Personal(searchable=True)] = None


@dataclass(frozen=True, kw_only=True)
class Assignment(Record):
    """One unit on one incident, from being assigned to being available again."""

    kind: ClassVar[str] = "assignment"

    organisation: Annotated[str, "The organisation that holds the incident", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The unit's organisation"] = ()
    incident: Annotated[Id, "The incident", Links("incident")]
    unit: Annotated[Id, "The unit", Links("unit")]
    queued_at: Annotated[datetime | None, "When it was put in the unit's queue"] = None
    assigned_at: Annotated[datetime | None, "When it was assigned"] = None
    dispatched_at: Annotated[datetime | None, "When it was told"] = None
    en_route_at: Annotated[datetime | None, "When it set out"] = None
    on_scene_at: Annotated[datetime | None, "When it arrived"] = None
    transporting_at: Annotated[datetime | None, "When it left for hospital with a patient"] = None
    at_hospital_at: Annotated[datetime | None, "When it reached hospital"] = None
    available_at: Annotated[datetime | None, "When it was free again"] = None
    self_attached: Annotated[bool, "The crew attached itself"] = False
    overridden: Annotated[bool, "A dispatcher went past a refusal, with a reason"] = False

    proposal: Annotated[
        str | None, "The proposal it was accepted from, as JSON: what it rested on and said", Personal()
    ] = None
