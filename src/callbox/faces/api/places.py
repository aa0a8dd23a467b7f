"""Positions of units over HTTP, in batches: too frequent to be acts, and gone after 15 minutes."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from callbox.faces.api.answers import NO, spoken, told
from callbox.faces.api.schemas import Moment, Number, Strict
from callbox.kernel.chain import plain
from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.kernel.positions import Position
from callbox.services.unit import acts

BATCH_MAX = 1_000


class PlaceTold(Strict):
    """Where one unit was at a time."""

    unit: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$", description="The unit's id")]
    # No bounds here: one device that has lost its way must not lose the places of all the others.
    latitude_deg: Annotated[Number, Field(description="WGS 84, from -90 to 90; refused alone when it lies beyond")]
    longitude_deg: Annotated[Number, Field(description="WGS 84, from -180 to 180; refused alone when it lies beyond")]
    at: Annotated[Moment, Field(description="When it was there")]


class PlacesTold(Strict):
    """A batch of positions, of one unit or of many."""

    positions: Annotated[list[PlaceTold], Field(min_length=1, max_length=BATCH_MAX)]


class NotTaken(Schema):
    """One position of a batch that was not taken, by its place in it from 0."""

    place: int
    unit: str
    code: str
    message: str


class Taken(Schema):
    """How many positions were taken, and which were not."""

    taken: int
    refused: list[NotTaken]


class Place(Schema):
    """Where one unit is."""

    unit: str
    latitude_deg: float
    longitude_deg: float
    at: datetime


class Places(Schema):
    """Where units are that the caller may see, as far as known from the last 15 minutes."""

    positions: list[Place]


def positions() -> Router:
    """Tell where units are; ask where they are."""
    router = Router(tags=["positions"])
    router.post(
        "",
        response={200: Taken, **NO},
        operation_id="positions.tell",
        summary="Tell where units are",
        description="Kept for 15 minutes at most, on shift only. One that is refused does not lose the others.",
    )(_tell)
    router.get("", response={200: Places, **NO}, operation_id="positions.ask", summary="Where units are")(_ask)
    return router


def _tell(request: HttpRequest, batch: PlacesTold) -> HttpResponse:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    asked = [
        Position(unit=_kept(one.unit), latitude_deg=one.latitude_deg, longitude_deg=one.longitude_deg, at=one.at)
        for one in batch.positions
    ]
    answers = acts.told(actor, asked, now=current().world.clock.now())
    language = spoken(request)
    refused = [
        {"place": place, "unit": asked[place].unit, "code": no.code, "message": told(no, language)["message"]}
        for place, no in enumerate(answers)
        if no is not None
    ]
    return JsonResponse({"taken": len(answers) - len(refused), "refused": refused})


def _kept(unit: str) -> str:
    return unit if unit.isprintable() else "?"


def _ask(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    found = acts.where(actor, now=current().world.clock.now())
    shown: list[dict[str, Any]] = [
        {"unit": one.unit, "latitude_deg": one.latitude_deg, "longitude_deg": one.longitude_deg, "at": plain(one.at)}
        for one in found
    ]
    return JsonResponse({"positions": shown})
