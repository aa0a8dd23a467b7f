"""What is known of one contact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record, Value

CHANNELS = ("call", "text", "web", "photo", "api", "alert", "walk_in", "relay")


@dataclass(frozen=True, kw_only=True)
class Report(Record):
    """One contact: a call, web form, photo, API post or alert, kept as it came."""

    kind: ClassVar[str] = "report"

    organisation: Annotated[str, "The organisation that received it", Links("organisation")]
    parties: Annotated[tuple[str, ...], "Other organisations with a part in it"] = ()
    about: Annotated[str, "The organisation complained of: out of its reach", Links("organisation")] = ""
    protected: Annotated[bool, "Hidden from all but those who hold it and its parties"] = False
    channel: Annotated[str, "How it came in", Choice(CHANNELS)]
    received_at: Annotated[datetime, "When it reached us"]
    language: Annotated[str, "The language it was told in (BCP 47)"] = ""
    source_number: Annotated[str, "Its number in the system it came from"] = ""
    flags: Annotated[tuple[str, ...], "What is doubtful about it, as codes; it is kept all the same"] = ()
    incident: Annotated[Id | None, "The incident it opened or joined", Links("incident")] = None
    request: Annotated[Id | None, "The request it opened or joined", Links("request")] = None
    call: Annotated[Id | None, "The call it came by", Links("call")] = None
    closed_as: Annotated[str, "Why it needed no case: answered, abandoned, test"] = ""
    article: Annotated[Id | None, "The article that it was answered with", Links("article")] = None
    objects_to: Annotated[Id | None, "The application whose decision it objects to", Links("request")] = None

    caller_name: Annotated[str | None, "Who called, as they said it", Personal(searchable=True)] = None
    caller_phone: Annotated[str | None, "The number to call back", Personal(searchable=True)] = None
    address: Annotated[str | None, "Where, in words", Personal(searchable=True)] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    said_fact: Annotated[str | None, "What the caller saw or heard themselves", Personal(searchable=True)] = None
    said_hearsay: Annotated[str | None, "What others told the caller", Personal(searchable=True)] = None
    said_opinion: Annotated[str | None, "What the caller believes", Personal(searchable=True)] = None
    answers: Annotated[Mapping[str, Value] | None, "Answers to the questions asked", Personal()] = None
    as_received: Annotated[Mapping[str, Value] | None, "The contact exactly as it came in", Personal()] = None
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    @property
    def case(self) -> Id | None:
        """The one case it belongs to."""
        return self.incident or self.request
