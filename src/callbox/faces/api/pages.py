"""What a telephone system that read a page aloud tells: which key was pressed."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO
from callbox.faces.api.schemas import Strict
from callbox.services.message import acknowledging

ACKNOWLEDGED = "1"


class KeyTold(Strict):
    """The key that somebody pressed."""

    key: Annotated[str, Field(max_length=4, pattern="^[0-9*#]+$", description="1: they have it")]


class KeyHeard(Schema):
    """What came of it."""

    acknowledged: bool


def by_address(request: HttpRequest) -> bool:
    """Whether somebody asks at the address that they were told with the page: that is all they sign in with."""
    told = request.resolver_match.kwargs if request.resolver_match else {}
    message, secret = str(told.get("message", "")), str(told.get("secret", ""))
    return acknowledging.is_told(message, request.GET.get("to", ""), secret=secret)


def pages() -> Router:
    """Tell which key was pressed. The address itself is the secret: nobody signs in."""
    router = Router(tags=["telephony"], auth=by_address)
    router.post(
        "/{message}/{secret}",
        response={200: KeyHeard, **NO},
        operation_id="pages.acknowledge",
        summary="Tell which key was pressed on a page that was read aloud",
        description="The address comes with the page, as `answer_at`. Telling it twice does nothing twice.",
    )(_told)
    return router


def _told(
    request: HttpRequest,  # noqa: ARG001  every endpoint is given it
    *,
    message: str,
    secret: str,  # noqa: ARG001  looked at before anything else was
    told: KeyTold,
    to: Annotated[str, Query(max_length=300)],
) -> HttpResponse:
    if told.key != ACKNOWLEDGED:
        return JsonResponse({"acknowledged": False})
    answer = acknowledging.acknowledge(message, to)
    known = answer.refused is not None and answer.refused.code == "message.seen_already"
    if answer.refused is not None and not known:
        raise answer.refused
    return JsonResponse({"acknowledged": True})
