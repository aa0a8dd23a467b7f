"""Channels: the administrator says who is reached how, in which order and in which hours, and tries each one out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may, within
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.services.message.facts import CARRIED, CARRIERS, SORTS, Channel
from callbox.services.organisation.facts import Organisation
from callbox.services.unit.facts import Unit

MOST = 2000
ACTS = {"try_out": "channel.try_out", "arrange": "channel.arrange", "end": "channel.end"}
HOURS = range(24)


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_variables("given")
def channels(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The channels there are, and a form for another."""
    _must_administer(actor)
    if request.method == "GET":
        return render(request, "console/channels.html", _shown(request, actor))
    try:
        _done("channel.declare", actor, _declared(actor, request.POST), key=request.POST.get("key"))
    except Refused as refused:
        typed = request.POST.dict() | {"tells": request.POST.getlist("tells"), "secret": ""}
        context = _shown(request, actor) | {"typed": typed, "refused": words_of(request, refused)}
        return render(request, "console/channels.html", context, status=422)
    return HttpResponseRedirect("/channels")


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A channel is tried out, used at other times, or ended."""
    _must_administer(actor)
    name = ACTS.get(request.POST.get("what", ""))
    if name is None:
        raise Http404
    given: dict[str, Any] = {"channel": one}
    try:
        given |= _times(request.POST) if name == "channel.arrange" else {}
        _done(name, actor, given, key=request.POST.get("key"))
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused)}
        return render(request, "console/channels.html", context, status=422)
    return HttpResponseRedirect(f"/channels#channel-{one}")


def _must_administer(actor: Actor) -> None:
    if not may(actor, spec_of("channel.declare").grants, None):
        raise Refused("not_allowed", act="channel.declare")


def _done(name: str, actor: Actor, given: dict[str, Any], *, key: str | None) -> None:
    spec = spec_of(name)
    now = current().world.clock.now()
    act: Act = Act(name=name, by=actor, at=now, inputs=spec.inputs(**given), key=f"{name}-{key}"[:200] if key else None)
    gate.act(act).ref  # noqa: B018  raises what refused it


def _declared(actor: Actor, given: QueryDict) -> dict[str, Any]:
    """What the form says. Whom it serves is one field: an organisation, or a unit."""
    kind, _, one = given.get("serves", "").partition(" ")
    units: tuple[Unit, ...] = ()
    if kind == "unit":
        units = select(actor, "unit", where=[Condition("id = %s", (one,))])
        if not units:
            raise Refused("not_found", kind="unit", id=one)
    carrier = given.get("carrier", "")
    if carrier not in CARRIERS:
        raise Refused("field.empty", field="carrier")
    return {
        "id": current().ids.new(),
        "organisation": units[0].organisation if units else one,
        "unit": units[0].id if units else None,
        "name": given.get("name", ""),
        "carrier": carrier,
        "tells": tuple(sort for sort in CARRIED if sort in given.getlist("tells")) or SORTS,
        "confidential": given.get("confidential") == "yes",
        "address": given.get("address", "").strip(),
        "secret": given.get("secret", "").strip() or None,
        **_times(given),
    }


def _times(given: QueryDict) -> dict[str, Any]:
    return {
        "after_s": _number(given, "after_s") or 0.0,
        "quiet_from_h": _hour(given, "quiet_from_h"),
        "quiet_until_h": _hour(given, "quiet_until_h"),
    }


def _number(given: QueryDict, name: str) -> float | None:
    told = given.get(name, "").strip()
    try:
        return float(told) if told else None
    except ValueError:
        raise Refused("channel.number", field=name) from None


def _hour(given: QueryDict, name: str) -> int | None:
    told = _number(given, name)
    return None if told is None else int(told)


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    found: tuple[Channel, ...] = select(
        actor, "channel", where=[Condition("status <> 'ended'")], order="organisation, after_s, name, id", most=MOST
    )
    there: tuple[Organisation, ...] = select(actor, "organisation", most=MOST)
    units: tuple[Unit, ...] = select(actor, "unit", order="call_sign, id", most=MOST)
    language = language_for(request)
    return {
        "actor": actor,
        "channels": found,
        "signs": {unit.id: unit.call_sign for unit in units},
        "organisations": [one for one in there if within(one.id, actor.organisation)],
        "units": [unit for unit in units if within(unit.organisation, actor.organisation)],
        "carriers": CARRIERS,
        "sorts": CARRIED,
        "hours": HOURS,
        "typed": {"tells": SORTS, "serves": f"organisation {actor.organisation}", "carrier": CARRIERS[0]},
        "key": current().ids.new(),
        **offices(actor, (one.organisation for one in found), language=language),
    }
