"""Closing a road, by drawing on the map or by its name, and opening it again. The page works without the map."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.map.floor import closures, lifted
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import find
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.closure.acts import barrier
from callbox.services.closure.facts import REASONS
from callbox.services.closure.inputs import Declare, Lift

HOURS: Final = (1, 2, 4, 8, 24)
HOURS_MOST: Final = 24 * 366
SLOW: Final = 0.3
CORNERS_MOST: Final = 2_000
AS_IT_WAS: Final = (
    "organisation",
    "outline_deg",
    "street",
    "arcs",
    "network",
    "speed_factor",
    "drivers",
    "reason_code",
)


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The closures there are; posted, another is declared."""
    if request.method == "GET":
        return render(request, "console/closures.html", _shown(request, actor))
    try:
        gate.act(_declaring(actor, request.POST)).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        return _refused(request, actor, refused)
    return _done(request, "act.closure.declare")


@require_POST
@signed_in
def lift(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A road can be driven again."""
    lifting = Act(
        name="closure.lift",
        by=actor,
        at=current().world.clock.now(),
        inputs=Lift(closure=one),
        because=request.POST.get("because", "").strip(),
    )
    try:
        gate.act(lifting).ref  # noqa: B018  raises what refused it
    except Refused as refused:
        return _refused(request, actor, refused)
    return _done(request, "act.closure.lift")


@require_POST
@signed_in
def again(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """What was lifted by mistake is closed again as it was: another closure, so that the ledger tells both."""
    at = current().world.clock.now()
    try:
        was: Any = find(actor, Ref("closure", one))
        kept = {name: getattr(was, name) for name in AS_IT_WAS}
        ends_at = was.ends_at if was.ends_at and was.ends_at > at else None
        inputs = Declare(id=current().ids.new(), ends_at=ends_at, **kept)
        gate.act(Act(name="closure.declare", by=actor, at=at, inputs=inputs, key=f"again-{one}")).ref  # noqa: B018  as above
    except Refused as refused:
        return _refused(request, actor, refused)
    return _done(request, "act.closure.declare")


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    found = closures(actor)
    lifts = spec_of("closure.lift").grants
    return {
        "actor": actor,
        "closures": [(one, may(actor, lifts, one)) for one in found],
        "lifted": lifted(actor, found, current().world.clock.now()),
        "may_close": may(actor, spec_of("closure.declare").grants, None),
        "reasons": REASONS,
        "hours": HOURS,
        "key": current().ids.new(),
        "typed": {},
    } | offices(actor, [one.organisation for one in found], language=language_for(request))


def _declaring(actor: Actor, given: QueryDict) -> Act[Declare]:
    """The act that the form asks for.

    Raises:
        Refused: naming the field that cannot be read.
    """
    node = current()
    at = node.world.clock.now()
    hours = _hours(given.get("hours", ""))
    corners = _corners(given.get("corners", ""))
    inputs = Declare(
        id=node.ids.new(),
        organisation=actor.organisation,
        outline_deg=barrier(corners) if given.get("shape") == "line" else corners,
        street="" if corners else given.get("street", "").strip(),
        speed_factor=SLOW if given.get("how") == "slow" else 0.0,
        reason_code=given.get("reason_code", "other"),
        ends_at=at + timedelta(hours=hours) if hours else None,
    )
    key = given.get("key", "").strip()
    because = given.get("because", "").strip()
    return Act(
        name="closure.declare", by=actor, at=at, inputs=inputs, because=because, key=f"{key}-closure" if key else None
    )


def _hours(told: str) -> float:
    """How long it lasts; 0: until it is lifted."""
    try:
        hours = float(told or 0)
    except ValueError:
        raise Refused("console.number", field="hours") from None
    if not 0 <= hours <= HOURS_MOST:
        raise Refused("console.days", field="hours", most=HOURS_MOST)
    return hours


def _corners(told: str) -> tuple[float, ...]:
    """`longitude,latitude longitude,latitude …` as a flat ring."""
    try:
        numbers = tuple(float(one) for one in told.replace(",", " ").split())
    except ValueError:
        raise Refused("console.number", field="corners") from None
    if len(numbers) > 2 * CORNERS_MOST:
        raise Refused("closure.outline", least=3, most=CORNERS_MOST)
    return numbers


def _done(request: HttpRequest, code: str) -> HttpResponse:
    if _from_map(request):
        return JsonResponse({"done": say(code, language_for(request))})
    return HttpResponseRedirect("/closures")


def _refused(request: HttpRequest, actor: Actor, refused: Refused) -> HttpResponse:
    text = words_of(request, refused)
    if _from_map(request):
        return JsonResponse({"refused": text}, status=422)
    context = _shown(request, actor) | {"refused": text, "typed": request.POST.dict()}
    return render(request, "console/closures.html", context, status=422)


def _from_map(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
