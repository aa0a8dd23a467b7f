"""What each act on a report is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal, Value
from callbox.services.report.facts import CHANNELS


@dataclass(frozen=True, kw_only=True)
class Receive(Inputs):
    """A contact, as it came in."""

    id: Annotated[Id, "The new report's name"]
    channel: Annotated[str, "How it came in", Choice(CHANNELS)] = "api"
    language: Annotated[str, "The language it was told in (BCP 47)"] = ""
    source_number: Annotated[str, "Its number in the system it came from"] = ""
    flags: Annotated[tuple[str, ...], "What is doubtful about it, as codes"] = ()
    caller_name: Annotated[str | None, "Who called, as they said it", Personal()] = None
    caller_phone: Annotated[str | None, "The number to call back", Personal()] = None
    address: Annotated[str | None, "Where, in words", Personal()] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    said_fact: Annotated[str | None, "What the caller saw or heard themselves", Personal()] = None
    said_hearsay: Annotated[str | None, "What others told the caller", Personal()] = None
    said_opinion: Annotated[str | None, "What the caller believes", Personal()] = None
    answers: Annotated[Mapping[str, Value] | None, "Answers to the questions asked", Personal()] = None
    as_received: Annotated[Mapping[str, Value] | None, "The contact exactly as it came in", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Amend(Inputs):
    """More that the caller said, or said better. What is left out stays; what stood before stays in the ledger."""

    report: Annotated[Id, "The report", Links("report")]
    caller_name: Annotated[str | None, "Who called, as they said it", Personal()] = None
    caller_phone: Annotated[str | None, "The number to call back", Personal()] = None
    address: Annotated[str | None, "Where, in words", Personal()] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    said_fact: Annotated[str | None, "What the caller saw or heard themselves", Personal()] = None
    said_hearsay: Annotated[str | None, "What others told the caller", Personal()] = None
    said_opinion: Annotated[str | None, "What the caller believes", Personal()] = None
    answers: Annotated[Mapping[str, Value] | None, "Answers to the questions asked", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Join(Inputs):
    """This contact is about a case that is known already: an incident or a request, one of the two."""

    report: Annotated[Id, "The report", Links("report")]
    incident: Annotated[Id | None, "The incident it belongs to", Links("incident")] = None
    request: Annotated[Id | None, "The request it belongs to", Links("request")] = None


@dataclass(frozen=True, kw_only=True)
class Separate(Inputs):
    """This contact was not about the case it was joined to: the join is undone."""

    report: Annotated[Id, "The report", Links("report")]


@dataclass(frozen=True, kw_only=True)
class Flag(Inputs):
    """Something about a contact is doubtful."""

    report: Annotated[Id, "The report", Links("report")]
    flags: Annotated[tuple[str, ...], "What is doubtful, as codes"]


@dataclass(frozen=True, kw_only=True)
class CloseReport(Inputs):
    """This contact needs no case."""

    report: Annotated[Id, "The report", Links("report")]
    closed_as: Annotated[str, "Why", Choice(("answered", "abandoned", "test", "unusable"))]
    article: Annotated[Id | None, "The article that answered it", Links("article")] = None


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """Nobody looked at this contact in time."""

    report: Annotated[Id, "The report", Links("report")]
    clock: Annotated[str, "Which deadline"]
