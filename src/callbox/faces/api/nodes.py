"""Where another node says how transfers stand there, and hears how they stand here."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO, spoken, told
from callbox.faces.api.schemas import Strict
from callbox.services.transfer.acts import Message, Reply, hear

BATCH_MAX = 100
NOTE_MAX = 4_000


class Said(Strict):
    """One signed statement on one transfer."""

    note: Annotated[str, Field(min_length=1, max_length=NOTE_MAX, description="A C2SP signed note")]
    known: Annotated[dict[str, Any] | None, Field(description="The case, where the receiver needs its words")] = None
    because: Annotated[str, Field(max_length=20_000, description="Why it was returned")] = ""


class AllSaid(Strict):
    """A batch of statements."""

    said: Annotated[list[Said], Field(min_length=1, max_length=BATCH_MAX)]


class Answered(Schema):
    """How one transfer stands here, signed; or why nothing could be done."""

    note: str
    because: str = Field("", description="Why it was returned, where it was")
    code: str | None = None
    message: str | None = None


class AllAnswered(Schema):
    """An answer to each statement, in the order said."""

    answered: list[Answered]


def nodes() -> Router:
    """Say how transfers stand. What is said is signed: nobody signs in."""
    router = Router(tags=["transfers"], auth=None)
    router.post(
        "/transfers",
        response={200: AllAnswered, **NO},
        operation_id="nodes.say",
        summary="Say how transfers stand at another node",
        description="For nodes that an administrator introduced to each other: each statement is a C2SP signed note by the "
        "key of the node that serves its organisation. Saying it twice does nothing twice.",
    )(_heard)
    return router


def _heard(request: HttpRequest, batch: AllSaid) -> HttpResponse:
    replies = hear([Message(note=one.note, known=one.known, because=one.because) for one in batch.said])
    return JsonResponse({"answered": [_shown(one, spoken(request)) for one in replies]})


def _shown(one: Reply, language: str) -> dict[str, Any]:
    no = told(one.refused, language) if one.refused is not None else {}
    return {"note": one.note, "because": one.because, "code": no.get("code"), "message": no.get("message")}
