"""What is known of one session, and of a recording of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record

CHANNELS = ("call", "text", "relay", "web")
SUPERVISION = ("none", "listening", "whispering", "taken_over")
# What came of calling somebody back.
RESULTS = ("reached", "no_answer", "busy", "out_of_service")
ON_LINE = ("answered", "held")
LIVE = ("ringing", *ON_LINE)
# Who said something, and how: in words, by a tap on the caller's own page, or by a key of their telephone.
SIDES = ("from_caller", "from_taker")
SORTS = ("in_words", "by_tap", "by_keys", "as_question")
# What a caller who cannot speak can be asked with one key, and answer with one tap.
QUESTIONS = (
    "ask_danger",
    "ask_hurt",
    "ask_near",
    "ask_weapon",
    "ask_fire",
    "ask_get_out",
    "ask_at_place",
    "ask_can_talk",
    "ask_come_quietly",
)
ANSWERS = ("yes", "no", "unsure")
# Somebody waits: on the line, or to be called back.
OPEN = ("ringing", *ON_LINE, "abandoned")
OVER = ("ended", "called_back", "unreached")


@dataclass(frozen=True, kw_only=True)
class Call(Record):
    """One session of a caller with us. It begins with its report, whose name and key it shares."""

    kind: ClassVar[str] = "call"

    organisation: Annotated[str, "The organisation that holds it", Links("organisation")]
    parties: Annotated[tuple[str, ...], "Other organisations with a part in it"] = ()
    about: Annotated[str, "The organisation complained of: out of its reach", Links("organisation")] = ""
    protected: Annotated[bool, "Hidden with its report from all but those who hold it and its parties"] = False
    taken_by: Annotated[str, "The organisation whose line it rang on", Links("organisation")]
    report: Annotated[Id, "The report it began with", Links("report")]
    channel: Annotated[str, "By what it came", Choice(CHANNELS)]
    line: Annotated[str, "What the exchange calls this session; never used twice"]
    sequence: Annotated[int, "The number of the last thing told of it by the exchange that was used"] = 0
    language: Annotated[str, "The language the caller chose or was heard to speak (BCP 47)"] = ""
    rang_at: Annotated[datetime, "When it rang"]
    answered_at: Annotated[datetime | None, "When it was answered"] = None
    ended_at: Annotated[datetime | None, "When one side hung up"] = None
    taker: Annotated[Id | None, "Who is on it", Links("post")] = None
    extension: Annotated[str, "The telephone it was answered at"] = ""
    transferred_to: Annotated[str, "To whom it was passed on, where that is no post here"] = ""
    device_radius_m: Annotated[float | None, "The caller's device is within so much of its place"] = None
    device_at: Annotated[datetime | None, "When the device was there"] = None
    tries: Annotated[int, "How often we tried to call back"] = 0
    tried_at: Annotated[datetime | None, "When we last tried"] = None
    result: Annotated[str | None, "What came of the last try", Choice(RESULTS)] = None
    closed_by: Annotated[Id | None, "Who called back, or said that nobody can be reached", Links("person")] = None
    supervision: Annotated[str, "Whether a supervisor is on the line too", Choice(SUPERVISION)] = "none"
    supervised_by: Annotated[Id | None, "Which supervisor", Links("post")] = None
    interpreter: Annotated[str, "The language an interpreter was asked for in (BCP 47); empty: none"] = ""
    silent: Annotated[bool, "The caller does not speak: they answer by taps or text"] = False
    help_at: Annotated[datetime | None, "Since when the call taker waits for help"] = None
    said: Annotated[int, "How many things were said in it in writing, by taps or by keys"] = 0
    page_at: Annotated[datetime | None, "When the caller was given a page of their own to answer on"] = None
    blank_at: Annotated[datetime | None, "Since when the caller's page is black"] = None
    paged_at: Annotated[datetime | None, "When the duty officer was last paged about it"] = None
    escalations: Annotated[int, "How often a deadline passed and it was brought to the next above"] = 0
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    number: Annotated[str | None, "The caller's number, as the exchange gave it", Personal(searchable=True)] = None
    device_latitude_deg: Annotated[float | None, "Where the caller's device is, WGS 84", Personal()] = None
    device_longitude_deg: Annotated[float | None, "Where the caller's device is, WGS 84", Personal()] = None
    civic_address: Annotated[str | None, "Where the network says the line is, as an address (RFC 5139)", Personal()] = (
        None
    )


@dataclass(frozen=True, kw_only=True)
class Saying(Record):
    """One thing said in a session that is not sound: in words, by a tap, by keys. They stand in the order they came.

    A machine's translation stands beside what was said and never instead of it.
    """

    kind: ClassVar[str] = "saying"

    organisation: Annotated[str, "The organisation that holds the call", Links("organisation")]
    call: Annotated[Id, "The call", Links("call")]
    report: Annotated[Id, "The report the call began with", Links("report")]
    number: Annotated[int, "Its place among what was said in the call, from 1"]
    side: Annotated[str, "Who said it", Choice(SIDES)]
    sort: Annotated[str, "How it was said", Choice(SORTS)]
    said_at: Annotated[datetime, "When it was said"]
    said_by: Annotated[Id | None, "Which call taker", Links("person")] = None
    question: Annotated[str | None, "The question by its code, where it is one that has one", Choice(QUESTIONS)] = None
    answers: Annotated[int | None, "The number of the question that it answers"] = None
    language: Annotated[str, "The language it was said in (BCP 47), where that is known"] = ""
    delivered_at: Annotated[datetime | None, "When it reached the caller's device"] = None
    translated_by: Annotated[str, "Which machine translated it; empty: none did"] = ""
    translated_to: Annotated[str, "Into which language (BCP 47)"] = ""

    text: Annotated[str | None, "What was said, as it was said", Personal(searchable=True)] = None
    translation: Annotated[str | None, "What a machine makes of it in another language", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Recording(Record):
    """A recording of a call: it lies with the recorder, here are its address and what it must hash to."""

    kind: ClassVar[str] = "recording"

    organisation: Annotated[str, "The organisation that holds the call", Links("organisation")]
    call: Annotated[Id, "The call", Links("call")]
    report: Annotated[Id, "The report the call began with", Links("report")]
    began_at: Annotated[datetime, "When it begins"]
    length_s: Annotated[float | None, "How long it is"] = None
    link: Annotated[str | None, "Where the recorder keeps it", Personal()] = None
    sha256: Annotated[str | None, "SHA-256 of its content, hex", Personal()] = None
