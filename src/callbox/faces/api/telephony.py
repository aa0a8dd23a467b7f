"""The neutral port for telephone exchanges: what happened on their lines comes in, in batches; how lines stand goes out."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO, spoken, told
from callbox.faces.api.schemas import Moment, Strict
from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.services.call import outgoing, port
from callbox.services.call.facts import CHANNELS, LIVE

BATCH_MAX = 500
TEXT = 2_000


class DevicePlace(Strict):
    """Where the caller's device is. A place that cannot be is left out; the call is taken all the same."""

    latitude_deg: Annotated[float, Field(allow_inf_nan=False, description="WGS 84")]
    longitude_deg: Annotated[float, Field(allow_inf_nan=False, description="WGS 84")]
    radius_m: Annotated[float | None, Field(allow_inf_nan=False, description="The device is within so much")] = None
    age_s: Annotated[float, Field(allow_inf_nan=False, description="How old this place was then, in seconds")] = 0.0


class EventTold(Strict):
    """One thing that happened on a line."""

    line: Annotated[str, Field(min_length=1, max_length=150, pattern="^[!-~]+$", description="The call's own name")]
    sequence: Annotated[int, Field(ge=1, le=2**31 - 1, description="Numbers what happened on the line, from 1")]
    event: Annotated[Literal[port.EVENTS], Field(description="What happened")]  # type: ignore[valid-type]
    at: Annotated[Moment, Field(description="When it happened")]
    channel: Annotated[Literal[CHANNELS], Field(description="By what the caller came")] = "call"  # type: ignore[valid-type]
    language: Annotated[str, Field(max_length=40, description="The language they chose (BCP 47)")] = ""
    number: Annotated[str | None, Field(max_length=200, description="The caller's number")] = None
    extension: Annotated[str, Field(max_length=200, description="answered, transferred: at which telephone")] = ""
    to: Annotated[str, Field(max_length=200, description="transferred: to whom, if not to a telephone here")] = ""
    place: Annotated[DevicePlace | None, Field(description="Where the device is; with any event")] = None
    said: Annotated[str, Field(max_length=TEXT, description="ringing, said: what the caller wrote or tapped")] = ""
    civic_address: Annotated[
        str, Field(max_length=TEXT, description="ringing, located: the line's address, in words")
    ] = ""
    keys: Annotated[str, Field(max_length=40, pattern="^[0-9A-D*#]*$", description="pressed: which keys")] = ""
    saying: Annotated[str, Field(max_length=40, description="delivered: the id of what reached the caller")] = ""
    translation: Annotated[str, Field(max_length=TEXT, description="said, delivered: what a machine makes of it")] = ""
    translated_by: Annotated[str, Field(max_length=100, description="Which machine")] = ""
    translated_to: Annotated[str, Field(max_length=40, description="Into which language (BCP 47)")] = ""
    link: Annotated[str, Field(max_length=TEXT, description="recorded: where the recorder keeps it")] = ""
    sha256: Annotated[str, Field(max_length=64, description="recorded: SHA-256 of its content, hex")] = ""
    length_s: Annotated[float | None, Field(allow_inf_nan=False, description="recorded: how long it is")] = None


class EventsTold(Strict):
    """A batch of what happened, on one line or on many."""

    events: Annotated[list[EventTold], Field(min_length=1, max_length=BATCH_MAX)]


class EventHeard(Schema):
    """What became of one thing told."""

    line: str
    sequence: int
    outcome: Literal["taken", "known", "late", "refused"]
    call: str | None = Field(None, description="The call, whose report has the same id")
    code: str | None = None
    message: str | None = None


class EventsHeard(Schema):
    """What became of each, in the order told."""

    events: list[EventHeard]


class LineShown(Schema):
    """How one line stands here, so that the exchange can bring it about."""

    line: str
    call: str
    status: Literal[LIVE]  # type: ignore[valid-type]
    channel: str
    extension: str = Field(..., description="The telephone it was answered at or passed to")
    transferred_to: str
    supervision: str
    page: str = Field(
        ..., description="Send the caller a text with this page, on the node's own address; empty: do not"
    )


class LinesShown(Schema):
    """Every line that rings or has somebody on it. A line not named here any more is over: hang it up."""

    lines: list[LineShown]


class WordsShown(Schema):
    """One thing that a call taker says to a caller who writes."""

    line: str
    saying: str = Field(..., description="Name it in `delivered` once it reached the caller")
    number: int
    text: str
    language: str = Field(..., description="Empty: the call taker's own words, in whatever language they wrote")


class AllWordsShown(Schema):
    """What was not delivered yet, in order within each line."""

    words: list[WordsShown]


def telephony() -> Router:
    """Tell what happened on the lines; ask how they stand."""
    router = Router(tags=["telephony"])
    router.post(
        "/events",
        response={200: EventsHeard, **NO},
        operation_id="telephony.tell",
        summary="Tell what happened on telephone lines",
        description="In any order, and as often as need be: the same number of a line does nothing twice. "
        "Every ringing line is a report before it is answered. One that is refused does not lose the others.",
    )(_tell)
    router.get(
        "/lines",
        response={200: LinesShown, **NO},
        operation_id="telephony.ask",
        summary="How the lines stand",
    )(_lines)
    router.get(
        "/words",
        response={200: AllWordsShown, **NO},
        operation_id="telephony.words",
        summary="What call takers say to callers who write",
    )(_words)
    return router


def _tell(request: HttpRequest, batch: EventsTold) -> HttpResponse:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    events = [_told(one) for one in batch.events]
    heard = port.told(actor, events, now=current().world.clock.now())
    language = spoken(request)
    return JsonResponse({"events": [_answer(*each, language) for each in zip(events, heard, strict=True)]})


def _told(one: EventTold) -> port.Told:
    given: dict[str, Any] = one.model_dump(exclude={"place"})
    place: dict[str, Any] = one.place.model_dump() if one.place is not None else {}
    return port.Told(**given, **place)


def _answer(event: port.Told, heard: port.Heard, language: str) -> dict[str, Any]:
    no = told(heard.refused, language) if heard.refused is not None else {}
    return {
        "line": event.line,
        "sequence": event.sequence,
        "outcome": heard.outcome,
        "call": heard.call,
        "code": no.get("code"),
        "message": no.get("message"),
    }


def _lines(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return JsonResponse({"lines": [vars(one) for one in port.lines(actor)]})


def _words(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return JsonResponse({"words": [vars(one) for one in outgoing.waiting(actor)]})
