"""What each act on an incident is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.incident.facts import DISPOSITIONS, PRIORITIES
from callbox.services.unit.facts import STEPS


@dataclass(frozen=True, kw_only=True)
class Open(Inputs):
    """Open an incident, from a report or without one. What is left out is taken from the report."""

    id: Annotated[Id, "The new incident's name"]
    report: Annotated[Id | None, "The report that it opens from", Links("report")] = None
    category: Annotated[str, "What happened, in the words of the node's own list"]
    priority: Annotated[str, "How urgent", Choice(PRIORITIES)]
    source_number: Annotated[str, "Its number in another system"] = ""
    area: Annotated[
        str,
        "The district or station area, as its organisation's id or in words; never the address",
        Links("organisation", loose=True),
    ] = ""
    address: Annotated[str | None, "Where, in words", Personal()] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    summary: Annotated[str | None, "What happened, in short", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Reprioritise(Inputs):
    """Set another urgency."""

    incident: Annotated[Id, "The incident", Links("incident")]
    priority: Annotated[str, "How urgent from now on", Choice(PRIORITIES)]


@dataclass(frozen=True, kw_only=True)
class Close(Inputs):
    """End an incident."""

    incident: Annotated[Id, "The incident", Links("incident")]
    disposition: Annotated[str, "How it ended", Choice(tuple(DISPOSITIONS))]


@dataclass(frozen=True, kw_only=True)
class Confirm(Inputs):
    """Agree, as a second person, with how an incident is to end."""

    incident: Annotated[Id, "The incident", Links("incident")]
    agrees: Annotated[bool, "Whether the second person agrees"] = True


@dataclass(frozen=True, kw_only=True)
class Reopen(Inputs):
    """Open a closed incident again."""

    incident: Annotated[Id, "The incident", Links("incident")]


@dataclass(frozen=True, kw_only=True)
class Merge(Inputs):
    """Say that an incident is the same matter as another."""

    incident: Annotated[Id, "The incident that ends as a duplicate", Links("incident")]
    into: Annotated[Id, "The incident that goes on", Links("incident")]


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """A deadline of an incident passed."""

    incident: Annotated[Id, "The incident", Links("incident")]
    clock: Annotated[str, "Which deadline"]


@dataclass(frozen=True, kw_only=True)
class Watch(Inputs):
    """Have an incident in mind until it is closed or somebody else does."""

    incident: Annotated[Id, "The incident", Links("incident")]


@dataclass(frozen=True, kw_only=True)
class HandWatch(Inputs):
    """Hand the watch of an incident to another post; until it is taken there, it stays."""

    incident: Annotated[Id, "The incident", Links("incident")]
    to: Annotated[Id, "The post", Links("post")]


@dataclass(frozen=True, kw_only=True)
class StandIn(Inputs):
    """An incident's watcher went away, or it has none: put somebody in who is there, or bring it to the next above."""

    incident: Annotated[Id, "The incident", Links("incident")]
    gone: Annotated[Id | None, "The post that watched it until now", Links("post")] = None
    to: Annotated[Id | None, "The post that is there; None: nobody is", Links("post")] = None


@dataclass(frozen=True, kw_only=True)
class WatchArea(Inputs):
    """Have every new incident of a district in mind, from its opening on."""

    area: Annotated[Id, "The district, or another organisation", Links("organisation")]


@dataclass(frozen=True, kw_only=True)
class LeaveArea(Inputs):
    """Watch the new incidents of a district no more; those that are watched stay so."""

    area: Annotated[Id, "The district, or another organisation", Links("organisation")]


@dataclass(frozen=True, kw_only=True)
class StandInArea(Inputs):
    """The watcher of a district went away: put somebody in who is there, or say that nobody watches it."""

    area: Annotated[Id, "The district, or another organisation", Links("organisation")]
    gone: Annotated[Id, "The post that watched it until now", Links("post")]
    to: Annotated[Id | None, "The post that is there; None: nobody is", Links("post")] = None


@dataclass(frozen=True, kw_only=True)
class Assign(Inputs):
    """Assign a unit to an incident: at once, or next in its queue when it is on another."""

    id: Annotated[Id, "The new assignment's name"]
    incident: Annotated[Id, "The incident", Links("incident")]
    unit: Annotated[Id, "The unit", Links("unit")]
    override: Annotated[bool, "Go past what speaks against it; the act's reason says why"] = False
    self_attached: Annotated[bool, "The crew attached itself"] = False
    proposal: Annotated[
        str | None, "The proposal that is accepted, as it was shown; refused if it holds no more", Personal()
    ] = None


@dataclass(frozen=True, kw_only=True)
class Step(Inputs):
    """A unit reached the next step of its assignment. Steps may be skipped, or entered late with their real time."""

    assignment: Annotated[Id, "The assignment", Links("assignment")]
    override: Annotated[bool, "Enter it though the times disagree; the act's reason says why"] = False


@dataclass(frozen=True, kw_only=True)
class Release(Inputs):
    """A unit is done with its assignment, or is called off."""

    assignment: Annotated[Id, "The assignment", Links("assignment")]
    override: Annotated[bool, "Enter it though the times disagree; the act's reason says why"] = False


@dataclass(frozen=True, kw_only=True)
class Undo(Inputs):
    """Take back the last step of an assignment, entered by mistake a moment ago."""

    assignment: Annotated[Id, "The assignment", Links("assignment")]
    step: Annotated[str, "Which step: its last", Choice((*STEPS[1:], "available", "stood_down"))]


@dataclass(frozen=True, kw_only=True)
class Divert(Inputs):
    """Take a unit off what it is on and send it to another incident, in one act."""

    id: Annotated[Id, "The new assignment's name"]
    incident: Annotated[Id, "The incident it goes to", Links("incident")]
    unit: Annotated[Id, "The unit", Links("unit")]
    proposal: Annotated[
        str | None, "The proposal that is accepted, as it was shown; refused if it holds no more", Personal()
    ] = None


@dataclass(frozen=True, kw_only=True)
class Correct(Inputs):
    """Set right a time that was entered wrongly; what was entered stays in the ledger."""

    assignment: Annotated[Id, "The assignment", Links("assignment")]
    step: Annotated[str, "Which step", Choice(("dispatched", "en_route", "on_scene", "transporting", "at_hospital"))]
    to: Annotated[datetime, "When it really was"]
