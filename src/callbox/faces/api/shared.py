"""What of another organisation's case may be seen over HTTP by who takes part in it: what was declared, and no more."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO
from callbox.faces.api.reading import purpose_of
from callbox.faces.api.records import Purpose, PurposeHeader, plural, seen
from callbox.kernel import registry, through
from callbox.kernel.chain import plain
from callbox.kernel.facts import Actor


class CaseSeen(Schema):
    """A case as far as it was declared. Nothing else of it is in here."""

    groups: list[str] = Field(..., description="What is declared now")
    values: dict[str, Any] = Field(
        ..., description="Its declared fields; what is personal only if opened for a purpose"
    )
    parts: dict[str, list[dict[str, Any]]] = Field(..., description="What came with it, by group")


def shared() -> Router:
    """For each kind by which others take part in a case: what they see of it."""
    router = Router(tags=["cases"])
    for spec in registry.kinds():
        if spec.opens is None:
            continue
        router.get(
            f"/{plural(spec.kind)}/{{id}}/case",
            response={200: CaseSeen, **NO},
            operation_id=f"{spec.kind}.case",
            summary=f"See the case of one {spec.kind}",
            description="What was declared for those who take part in it, while they do. With a purpose what is personal "
            "in it is opened, and the read is recorded; without, it is left out.",
        )(_view(spec.kind))
    return router


def _view(kind: str) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, id: str, purpose: Purpose = None, header: PurposeHeader = None) -> HttpResponse:  # noqa: A002
        actor: Actor = request.auth  # type: ignore[attr-defined]
        ref = seen(actor, (kind,), id).ref
        told = through.seen(actor, ref, purpose=purpose_of(header, purpose) or "")
        parts = {group: [_plain(one) for one in some] for group, some in told.parts.items()}
        return JsonResponse({"groups": list(told.groups), "values": _plain(told.values), "parts": parts})

    return view


def _plain(values: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}
