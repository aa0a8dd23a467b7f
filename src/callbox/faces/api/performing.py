"""Acts over HTTP: one documented operation for each, its body derived from its declared inputs."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Header, Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO
from callbox.faces.api.reading import checked_key
from callbox.faces.api.schemas import Strict, asked, inputs_of
from callbox.kernel import intake, registry
from callbox.kernel.declare import ActSpec
from callbox.kernel.facts import Act, Actor, Answer, Refused
from callbox.kernel.idempotency import KEY_MAX
from callbox.kernel.node import current

# Acts that only the worker performs are no part of the API: no token and no post can hold that role.
MACHINE = frozenset({"machine"})
REPORT, CREATED = "report.receive", 201
REPLAYED = "Idempotency-Replayed"

Key = Annotated[
    str | None,
    Header(
        None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY_MAX,
        pattern="^[!-~]+$",
        description="Chosen by the caller: the same key changes nothing a second time and answers the same",
    ),
]
View = Callable[..., HttpResponse]


class Named(Schema):
    """One record by kind and id."""

    kind: str
    id: str


class Done(Schema):
    """What came of an act: the record it is about, and every record it wrote."""

    kind: str = Field(..., description="The kind of the record it is about")
    id: str = Field(..., description="The id of the record it is about")
    records: list[Named] = Field(..., description="Every record it wrote, first the one it is about")


class Received(Done):
    """What came of a report."""

    kind: Literal["report"]


def wanted() -> Iterable[ActSpec]:
    """The acts that somebody other than the worker may perform."""
    return [spec for spec in registry.acts() if set(spec.grants) - MACHINE]


def performed(actor: Actor, spec: ActSpec, *, told: Strict, key: str | None) -> Answer:
    """Perform one act as it was asked for.

    Raises:
        Refused: what speaks against it.
    """
    return intake.act(act_of(actor, spec, told=told, key=key))


def act_of(actor: Actor, spec: ActSpec, *, told: Strict, key: str | None) -> Act:
    """The act that a body asks for.

    Raises:
        Refused: when its key cannot be kept.
    """
    at: datetime | None = getattr(told, "at", None)
    return Act(
        name=spec.name,
        by=actor,
        at=at or current().world.clock.now(),
        inputs=inputs_of(spec, told),
        because=getattr(told, "because", ""),
        key=checked_key(key),
    )


def done(answer: Answer, *, status: int) -> HttpResponse:
    """An act's answer as a response.

    Raises:
        Refused: when the act was.
    """
    response = JsonResponse(body_of(answer), status=status)
    if answer.replayed:
        response[REPLAYED] = "true"
    return response


def body_of(answer: Answer) -> dict[str, Any]:
    """The body of an act's answer.

    Raises:
        Refused: when the act was.
    """
    ref = answer.ref
    return {"kind": ref.kind, "id": ref.id, "records": [{"kind": one.kind, "id": one.id} for one in answer.refs]}


def _view(spec: ActSpec, *, status: int = 200) -> View:
    def view(request: HttpRequest, told: Any, idempotency_key: Key = None) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        return done(performed(actor, spec, told=told, key=idempotency_key), status=status)

    view.__annotations__["told"] = asked(spec)
    return view


def acts() -> Router:
    """One operation for each act; any other name is refused as unknown."""
    router = Router(tags=["acts"])
    for spec in wanted():
        router.post(
            f"/{spec.name}",
            response={200: Done, **NO},
            operation_id=f"act.{spec.name}",
            summary=spec.name,
            description=_meaning(spec),
        )(_view(spec))
    router.post("/{name}", include_in_schema=False)(_unknown)
    return router


def _meaning(spec: ActSpec) -> str:
    who = ", ".join(sorted(set(spec.grants) - MACHINE))
    return f"{(spec.inputs.__doc__ or '').strip()}\n\nMay be done by: {who}."


def _unknown(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  the one signature of views
    raise Refused("act.unknown", act=name if name.replace(".", "").replace("_", "").isalnum() else "?")


def add_reports(router: Router) -> None:
    """A report comes in, where the list of reports is."""
    spec = registry.act(REPORT)
    router.post(
        "/reports",
        response={201: Received, **NO},
        operation_id="report.post",
        summary="Post a report",
        description=_meaning(spec),
    )(_view(spec, status=CREATED))
