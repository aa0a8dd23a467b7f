"""The story of a case over HTTP: every line of it, sealed or opened for a purpose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO
from callbox.faces.api.reading import purpose_of
from callbox.faces.api.records import Purpose, PurposeHeader, case_kinds, seen
from callbox.kernel.chain import plain
from callbox.kernel.facts import SEALED, Actor
from callbox.kernel.story import ERASED, Line, story


class Withheld(Schema):
    """Stands where a value is that was not opened, or no longer exists."""

    withheld: Literal["sealed", "erased"]


class FieldTold(Schema):
    """One field that an entry set."""

    name: str
    before: Any = Field(None, description="What it was; {withheld: sealed} or {withheld: erased} where it is not told")
    after: Any = Field(None, description="What it became")


class LineTold(Schema):
    """One thing that happened."""

    kind: str
    record: str
    n: int = Field(..., description="Its place in the record's own chain, from 1")
    position: int | None = Field(..., description="Its place in the whole ledger, once it has one")
    event: str
    act: str
    at: datetime
    recorded_at: datetime
    by: dict[str, Any] = Field(..., description="Who did it: organisation, post, the power they did it by")
    because: Any = Field(None, description="Why, where it was told")
    changes: list[FieldTold]


class StoryTold(Schema):
    """A case's story in order of time."""

    kind: str
    id: str
    lines: list[LineTold]


def stories() -> Router:
    """The story of one case."""
    router = Router(tags=["cases"])
    router.get(
        "/{id}/story",
        response={200: StoryTold, **NO},
        operation_id="case.story",
        summary="The story of a case",
        description="Who did what, when and why, in order. With a purpose its personal values are opened and recorded.",
    )(_view)
    return router


def _view(request: HttpRequest, id: str, purpose: Purpose = None, header: PurposeHeader = None) -> HttpResponse:  # noqa: A002
    actor: Actor = request.auth  # type: ignore[attr-defined]
    why = purpose_of(header, purpose)
    told = story(actor, seen(actor, case_kinds(), id).ref, purpose=why or "")
    lines = [_line(line) for line in told.lines]
    return JsonResponse({"kind": told.record.kind, "id": told.record.id, "lines": lines})


def _line(line: Line) -> Mapping[str, Any]:
    changes = [{"name": one.name, "before": _value(one.before), "after": _value(one.after)} for one in line.changes]
    return {
        "kind": line.ref.kind,
        "record": line.ref.id,
        "n": line.n,
        "position": line.position,
        "event": line.event,
        "act": line.act,
        "at": plain(line.at),
        "recorded_at": plain(line.recorded_at),
        "by": dict(line.by),
        "because": _value(line.because),
        "changes": changes,
    }


def _value(value: Any) -> Any:
    if value is SEALED:
        return {"withheld": "sealed"}
    return {"withheld": "erased"} if value is ERASED else plain(value)
