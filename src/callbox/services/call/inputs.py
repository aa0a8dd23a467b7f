"""What each act on a call is given. `sequence` numbers what the exchange tells of one line, from 1; 0: nobody numbers it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.call.facts import ANSWERS, CHANNELS, QUESTIONS, RESULTS


@dataclass(frozen=True, kw_only=True)
class Ring(Inputs):
    """Somebody rings, writes or opens a chat. The report that begins with it gets the same name."""

    id: Annotated[Id, "The new call's name, and its report's"]
    line: Annotated[str, "What the exchange calls this session; never used twice"]
    sequence: Annotated[int, "The number of this among what is told of the line"] = 0
    channel: Annotated[str, "By what it came", Choice(CHANNELS)] = "call"
    language: Annotated[str, "The language the caller chose (BCP 47)"] = ""
    number: Annotated[str | None, "The caller's number", Personal()] = None
    device_latitude_deg: Annotated[float | None, "Where the caller's device is, WGS 84", Personal()] = None
    device_longitude_deg: Annotated[float | None, "Where the caller's device is, WGS 84", Personal()] = None
    device_radius_m: Annotated[float | None, "The device is within so much of it"] = None
    device_at: Annotated[datetime | None, "When the device was there"] = None
    said: Annotated[str | None, "What the caller wrote first, in a text or chat session", Personal()] = None
    civic_address: Annotated[str | None, "Where the network says the line is, as an address", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Answer(Inputs):
    """A call is answered."""

    call: Annotated[Id, "The call", Links("call")]
    sequence: Annotated[int, "The number of this among what is told of the line"] = 0
    extension: Annotated[str, "The telephone it is answered at"] = ""


@dataclass(frozen=True, kw_only=True)
class OnLine(Inputs):
    """A call is held, taken up again, or over."""

    call: Annotated[Id, "The call", Links("call")]
    sequence: Annotated[int, "The number of this among what is told of the line"] = 0


@dataclass(frozen=True, kw_only=True)
class PassOn(Inputs):
    """A call is passed to another post, or to somebody who is none here."""

    call: Annotated[Id, "The call", Links("call")]
    sequence: Annotated[int, "The number of this among what is told of the line"] = 0
    post: Annotated[Id | None, "The post that has it from now on", Links("post")] = None
    to: Annotated[str, "Who has it from now on, where that is no post here"] = ""
    extension: Annotated[str, "The telephone it is at from now on"] = ""


@dataclass(frozen=True, kw_only=True)
class Locate(Inputs):
    """Where the caller's device is. The place that a call taker confirmed is not touched."""

    call: Annotated[Id, "The call", Links("call")]
    device_latitude_deg: Annotated[float, "WGS 84", Personal()]
    device_longitude_deg: Annotated[float, "WGS 84", Personal()]
    device_radius_m: Annotated[float | None, "The device is within so much of it"] = None
    device_at: Annotated[datetime | None, "When it was there, if not now"] = None


@dataclass(frozen=True, kw_only=True)
class Identify(Inputs):
    """The number, or what came with the first ring, is told late."""

    call: Annotated[Id, "The call", Links("call")]
    number: Annotated[str | None, "The caller's number", Personal()] = None
    language: Annotated[str, "The language the caller chose (BCP 47)"] = ""
    civic_address: Annotated[str | None, "Where the network says the line is, as an address", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Say(Inputs):
    """The caller wrote something, tapped an answer or pressed keys: it is added to what the report says they told.

    One of `said`, `answer` and `keys` is given.
    """

    id: Annotated[Id, "What was said gets this name"]
    call: Annotated[Id, "The call", Links("call")]
    said: Annotated[str, "What they wrote", Personal()] = ""
    answer: Annotated[str | None, "What they tapped", Choice(ANSWERS), Personal()] = None
    answers: Annotated[int | None, "The number of the question that they answered"] = None
    keys: Annotated[str, "The keys they pressed on their telephone", Personal()] = ""
    language: Annotated[str, "The language it was written in (BCP 47)"] = ""
    translation: Annotated[str, "What a machine makes of it in another language", Personal()] = ""
    translated_by: Annotated[str, "Which machine"] = ""
    translated_to: Annotated[str, "Into which language (BCP 47)"] = ""


@dataclass(frozen=True, kw_only=True)
class Ask(Inputs):
    """The call taker asks something or says it in writing: one of the questions that have a code, or their own words."""

    id: Annotated[Id, "What was said gets this name"]
    call: Annotated[Id, "The call", Links("call")]
    question: Annotated[str | None, "The question by its code", Choice(QUESTIONS)] = None
    said: Annotated[str, "Their own words", Personal()] = ""


@dataclass(frozen=True, kw_only=True)
class Reach(Inputs):
    """What the call taker said reached the caller's device."""

    saying: Annotated[Id, "What was said", Links("saying")]
    translation: Annotated[str, "What a machine made of it for the caller", Personal()] = ""
    translated_by: Annotated[str, "Which machine"] = ""
    translated_to: Annotated[str, "Into which language (BCP 47)"] = ""


@dataclass(frozen=True, kw_only=True)
class Blank(Inputs):
    """The caller turned their page black, or back."""

    call: Annotated[Id, "The call", Links("call")]
    black: Annotated[bool, "Whether it is black now"]


@dataclass(frozen=True, kw_only=True)
class TryBack(Inputs):
    """A caller who hung up before they were answered is called back."""

    call: Annotated[Id, "The call", Links("call")]
    result: Annotated[str, "What came of it", Choice(RESULTS)]


@dataclass(frozen=True, kw_only=True)
class OfCall(Inputs):
    """Something is done about one call."""

    call: Annotated[Id, "The call", Links("call")]


@dataclass(frozen=True, kw_only=True)
class AskInterpreter(Inputs):
    """An interpreter is to join."""

    call: Annotated[Id, "The call", Links("call")]
    language: Annotated[str, "The language (BCP 47)"]


@dataclass(frozen=True, kw_only=True)
class AttachRecording(Inputs):
    """The recorder has a recording of a call."""

    id: Annotated[Id, "The new recording's name"]
    call: Annotated[Id, "The call", Links("call")]
    link: Annotated[str, "Where the recorder keeps it: an address, http or https", Personal()]
    sha256: Annotated[str, "SHA-256 of its content, hex", Personal()]
    began_at: Annotated[datetime | None, "When it begins, if not with the answer"] = None
    length_s: Annotated[float | None, "How long it is"] = None


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """A deadline of a call passed."""

    call: Annotated[Id, "The call", Links("call")]
    clock: Annotated[str, "Which deadline"]
