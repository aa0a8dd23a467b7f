"""Records over HTTP: lists with nothing personal in them, and one record, opened for a purpose or left sealed."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Header, Query, Router, Schema
from pydantic import create_model

from callbox.faces.api.answers import NO
from callbox.faces.api.reading import PURPOSE_MAX, cursor_after, known_id, purpose_of, read_cursor
from callbox.faces.api.schemas import open_view, opened, personal_view, shown
from callbox.kernel import read, registry
from callbox.kernel.declare import KindSpec
from callbox.kernel.facts import Actor, Record, Ref, Refused

CASES = ("incident", "request", "dispute", "complaint", "directive", "task")
PLURALS = {"person": "people", "category": "categories"}

After = Annotated[
    str | None, Query(None, max_length=400, description="The cursor of the page before; without it, the first")
]
Most = Annotated[int, Query(50, ge=1, le=read.PAGE_MAX, description="Records a page")]
Status = Annotated[str | None, Query(None, max_length=40, description="Only records in this status")]
Purpose = Annotated[
    str | None,
    Query(None, max_length=PURPOSE_MAX, description="What it is opened for: the read is recorded with it"),
]
PurposeHeader = Annotated[
    str | None,
    Header(None, alias="Purpose", max_length=PURPOSE_MAX, description="As `purpose`, without leaving it in any log"),
]
View = Callable[..., HttpResponse]


def plural(kind: str) -> str:
    """What a list of a kind is called."""
    return PLURALS.get(kind, f"{kind}s")


def lists() -> Router:
    """For each kind of record: its list, and one of it."""
    router = Router(tags=["records"])
    for spec in registry.kinds():
        rows: Any = (list[shown(spec)], ...)  # type: ignore[misc]  # made at run time
        after: Any = (str | None, ...)
        page = create_model(f"{plural(spec.kind).title()}Page", __base__=Schema, records=rows, after=after)
        router.get(
            f"/{plural(spec.kind)}",
            response={200: page, **NO},
            operation_id=f"{spec.kind}.list",
            summary=f"List {plural(spec.kind)}",
            description="Those the caller may know of, in the order of their ids, so that new ones shift no page.",
        )(_list_view(spec))
        router.get(
            f"/{plural(spec.kind)}/{{path:id}}" if spec.kind == "organisation" else f"/{plural(spec.kind)}/{{id}}",
            response={200: opened(spec), **NO},
            operation_id=f"{spec.kind}.read",
            summary=f"Read one {spec.kind}",
            description="With a purpose its personal values are opened, and the read is recorded; without, it is sealed.",
        )(_one_view((spec.kind,)))
    return router


def case_kinds() -> tuple[str, ...]:
    """The kinds of case that this node has."""
    return tuple(kind for kind in CASES if registry.has_kind(kind))


def cases() -> Router:
    """One case, of whatever kind it is."""
    router = Router(tags=["cases"])
    kinds = case_kinds()
    models = [opened(registry.kind(kind)) for kind in kinds]
    either: Any = models[0]
    for model in models[1:]:
        either |= model
    router.get(
        "/{id}",
        response={200: either, **NO},
        operation_id="case.read",
        summary="Read a case",
        description="With a purpose its personal values are opened, and the read is recorded; without, it is sealed.",
    )(_one_view(kinds))
    return router


def _list_view(spec: KindSpec) -> View:
    def view(request: HttpRequest, after: After = None, most: Most = 50, status: Status = None) -> HttpResponse:
        where = [] if status is None else [read.Condition("status = %s", (_known(status, spec),))]
        actor: Actor = request.auth  # type: ignore[attr-defined]
        page = read.listing(actor, spec.kind, where=where, after=read_cursor(after), most=most)
        told = {"records": [open_view(record) for record in page.records], "after": cursor_after(page.after)}
        return JsonResponse(told)

    return view


def _known(status: str, spec: KindSpec) -> str:
    """A slip must not look like an empty list."""
    if status not in spec.lifecycle.statuses:
        raise Refused("choice.unknown", field="status", allowed=", ".join(spec.lifecycle.statuses))
    return status


def _one_view(kinds: tuple[str, ...]) -> View:
    def view(request: HttpRequest, id: str, purpose: Purpose = None, header: PurposeHeader = None) -> HttpResponse:  # noqa: A002
        actor: Actor = request.auth  # type: ignore[attr-defined]
        why = purpose_of(header, purpose)
        record = seen(actor, kinds, id)
        if why is None:
            return JsonResponse(open_view(record) | {"personal": None})
        full: Record = read.opened(actor, record.ref, purpose=why)
        return JsonResponse(open_view(full) | {"personal": personal_view(full)})

    return view


def seen(actor: Actor, kinds: tuple[str, ...], told: str) -> Record:
    """The record of this name. Its absence and its being out of sight are answered in the same words."""
    for kind in kinds if known_id(told) else ():
        try:
            return read.find(actor, Ref(kind, told))
        except Refused:
            continue
    raise Refused("not_found", kind=kinds[0] if len(kinds) == 1 else "case", id=told if known_id(told) else "?")
