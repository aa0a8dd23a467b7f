"""Receipts over HTTP: proof that a record stands in the ledger, in a text that is checked without us."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from callbox.faces.api.answers import NO
from callbox.faces.api.reading import known_id
from callbox.kernel import read
from callbox.kernel.facts import Actor, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.outside import place
from callbox.kernel.proving import receipt_of

TEXT = {"description": "The receipt", "content": {"text/plain": {"schema": {"type": "string"}}}}


def receipts() -> Router:
    """The receipt of one record."""
    router = Router(tags=["records"])
    router.get(
        "/{kind}/{path:id}",
        response=NO,
        openapi_extra={"responses": {200: TEXT}},
        operation_id="record.receipt",
        summary="The receipt of a record",
        description="Text (C2SP tlog-proof): its last entry under the newest signed checkpoint, one a minute. It tells "
        "nothing of what the entry holds; `callbox verify-receipt` and any client of that format check it.",
    )(_view)
    return router


def _view(request: HttpRequest, kind: str, id: str) -> HttpResponse:  # noqa: A002  the address names it so
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if not known_id(id):
        raise Refused("not_found", kind=kind, id=id)
    ref = read.find(actor, Ref(kind, id)).ref
    if not settings.CHECKPOINTS_OUTSIDE:
        raise Refused("receipt.not_yet", kind=kind, id=id)
    return HttpResponse(
        receipt_of(current(), ref, place(settings.CHECKPOINTS_OUTSIDE)), content_type="text/plain; charset=utf-8"
    )
