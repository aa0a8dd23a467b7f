"""What is known of an alarm, and of a check on a crew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record

# Why an alarm sounds: somebody pressed the button, or did not answer.
CAUSES = ("panic", "no_answer")
OUTCOMES = ("helped", "all_well", "mistake", "exercise")


@dataclass(frozen=True, kw_only=True)
class Alarm(Record):
    """Somebody of ours needs help now. It sounds on every screen that sees it until a named person has it in hand."""

    kind: ClassVar[str] = "alarm"

    organisation: Annotated[str, "The organisation of whoever needs help", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The organisation that holds the incident they are on"] = ()
    cause: Annotated[str, "Why it sounds", Choice(CAUSES)]
    raised_at: Annotated[datetime, "When the button was pressed, or an answer was due"]
    raised_by: Annotated[Id | None, "Who pressed it", Links("person")] = None
    post: Annotated[Id | None, "In which post", Links("post")] = None
    unit: Annotated[Id | None, "Which unit needs help", Links("unit")] = None
    assignment: Annotated[Id | None, "What it is on", Links("assignment")] = None
    incident: Annotated[Id | None, "At which incident", Links("incident")] = None
    answered_at: Annotated[datetime | None, "When somebody took it in hand"] = None
    answered_by: Annotated[Id | None, "Who has it in hand", Links("person")] = None
    ended_at: Annotated[datetime | None, "When it ended"] = None
    outcome: Annotated[str | None, "How it ended", Choice(OUTCOMES)] = None
    escalations: Annotated[int, "How often nobody had taken it in hand in time"] = 0
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadline"] = field(default_factory=dict)

    latitude_deg: Annotated[float | None, "Where it was pressed, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where it was pressed, WGS 84", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Check(Record):
    """From time to time a crew on scene is asked whether it is safe; one that does not answer raises an alarm."""

    kind: ClassVar[str] = "check"

    organisation: Annotated[str, "The organisation that the unit belongs to", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The organisation that holds the incident"] = ()
    unit: Annotated[Id, "The unit", Links("unit")]
    assignment: Annotated[Id, "The assignment it is on", Links("assignment")]
    incident: Annotated[Id, "The incident", Links("incident")]
    lone: Annotated[bool, "One person is there alone, so it is asked twice as often"] = False
    every_s: Annotated[float, "So many seconds after the last answer it is asked again"]
    begun_at: Annotated[datetime, "When it began"]
    asked_at: Annotated[datetime | None, "When the crew was last asked"] = None
    safe_at: Annotated[datetime | None, "When the crew last said that it is safe"] = None
    alarm: Annotated[Id | None, "The alarm that no answer raised", Links("alarm")] = None
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)
