"""Other cities' Open311 servers: which there are, what was sent on to each and how it stands there; and the forms for it.

A request is sent on in words that somebody chose for it; the case stays here. What nobody knows to have arrived waits for a
person, who looks there and says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, find, opened, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.registry import kind
from callbox.kernel.words import say
from callbox.services.neighbour.acts import code_for, sent_on
from callbox.services.neighbour.facts import Forward, Neighbour
from callbox.services.request.facts import Category, Request

MOST: Final = 500
SENT_MOST: Final = 200
DOES: Final = {"change": "neighbour.describe", "end": "neighbour.end"}
SETTLES: Final = {"again": "forward.again", "arrived": "forward.arrive"}
TOLD: Final = ("name", "address", "jurisdiction")


@dataclass(frozen=True, kw_only=True)
class Known:
    """One neighbour, as the page shows it."""

    neighbour: Neighbour
    codes: Sequence[tuple[Id, str, str]]
    counts: Mapping[str, int]
    may: Mapping[str, bool]


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_variables("given")
def neighbours(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The servers there are, what was sent on, and a form for another."""
    if request.method == "GET":
        return render(request, "console/neighbours.html", _shown(request, actor))
    given = {**_told(request.POST), "id": current().ids.new(), "organisation": actor.organisation}
    return _done(request, actor, "neighbour.declare", given, because="")


@require_POST
@signed_in
@sensitive_variables("given")
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A neighbour is changed, or ended."""
    name = DOES.get(request.POST.get("what", ""))
    if name is None:
        raise Http404
    given: dict[str, Any] = {"neighbour": one}
    if name == "neighbour.describe":
        codes = dict(zip(request.POST.getlist("category"), request.POST.getlist("code"), strict=False))
        given |= {**_told(request.POST), "codes": {ours: theirs for ours, theirs in codes.items() if ours}}
    return _done(request, actor, name, given, because="")


@require_POST
@signed_in
def settle(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Somebody looked there: it arrived under a number, or it did not and is sent again."""
    name = SETTLES.get(request.POST.get("what", ""))
    if name is None:
        raise Http404
    number = {"number": request.POST.get("number", "").strip()} if name == "forward.arrive" else {}
    return _done(request, actor, name, {"forward": one, **number}, because=request.POST.get("because", ""))


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_variables("given", "place")
def forward(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send one request on, in words that are chosen for it."""
    given = request.POST if request.method == "POST" else request.GET
    case = find(actor, Ref("request", given.get("case", "")))
    assert isinstance(case, Request)
    context = _sending(request, actor, case)
    if request.method == "GET":
        return render(request, "console/forward.html", context)
    try:
        place = _place(actor, case, request) if given.get("placed") else {}
        told = _begun(given, case, context["there"]) | place
        _perform(request, actor, "forward.begin", told, because=given.get("because", ""))
    except Refused as refused:
        context |= {"refused": words_of(request, refused), "typed": given.dict()}
        return render(request, "console/forward.html", context, status=422)
    return HttpResponseRedirect("/neighbours#sent")


def _begun(given: QueryDict, case: Request, there: Sequence[Neighbour]) -> dict[str, Any]:
    neighbour = next((one for one in there if one.id == given.get("neighbour")), None)
    if neighbour is None:
        raise Refused("field.empty", field="neighbour")
    code = code_for(neighbour, case.category, given.get("service_code", ""))
    if not code:
        raise Refused("field.empty", field="service_code")
    return {
        "id": current().ids.new(),
        "request": case.id,
        "neighbour": neighbour.id,
        "service_code": code,
        "words": given.get("words", ""),
        "address": given.get("address", "").strip() or None,
    }


def _place(actor: Actor, case: Request, request: HttpRequest) -> dict[str, Any]:
    """Where the case is. The look is recorded first."""
    known = opened(actor, case.ref, purpose=say("purpose.forward", language_for(request)))
    return {"latitude_deg": known.latitude_deg, "longitude_deg": known.longitude_deg}


def _told(given: QueryDict) -> dict[str, Any]:
    told: dict[str, Any] = {name: given.get(name, "").strip() for name in TOLD}
    return {**told, "keeps_keys": given.get("keeps_keys") == "yes", "api_key": given.get("api_key", "").strip() or None}


def _perform(request: HttpRequest, actor: Actor, name: str, given: Mapping[str, Any], *, because: str) -> None:
    spec, now, key = spec_of(name), current().world.clock.now(), request.POST.get("key", "")
    key = f"{name}-{key}"[:200] if key else ""
    act: Act = Act(name=name, by=actor, at=now, inputs=spec.inputs(**given), because=because.strip(), key=key or None)
    gate.act(act).ref  # noqa: B018  raises what refused it


@sensitive_variables("given")
def _done(request: HttpRequest, actor: Actor, name: str, given: Mapping[str, Any], *, because: str) -> HttpResponse:
    try:
        _perform(request, actor, name, given, because=because)
    except Refused as refused:
        typed = {one: given.get(one) for one in (*TOLD, "keeps_keys")} if name == "neighbour.declare" else {}
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": typed}
        return render(request, "console/neighbours.html", context, status=422)
    return HttpResponseRedirect("/neighbours")


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    if not actor.roles & kind("neighbour").reads.keys():
        raise Refused("not_allowed", act="neighbour.declare")
    language = language_for(request)
    found: Sequence[Neighbour] = select(actor, "neighbour", order="status, name, id", most=MOST)
    sent: Sequence[Forward] = select(actor, "forward", order="begun_at DESC, id", most=SENT_MOST)
    categories: Sequence[Category] = select(
        actor, "category", where=[Condition("status = 'active'")], order="name, id", most=MOST
    )
    called = {one.id: (one.name_zh if language == "zh" else "") or one.name for one in categories}
    return {
        "actor": actor,
        "neighbours": [_known(actor, one, called) for one in found],
        "categories": called,
        "sent": [(one, powers(actor, SETTLES, one)) for one in sent],
        "reads_sent": bool(actor.roles & kind("forward").reads.keys()),
        "called": {one.id: one.name for one in found},
        "may_declare": may(actor, spec_of("neighbour.declare").grants, None) and bool(actor.organisation),
        "typed": {},
        "key": current().ids.new(),
        **offices(actor, (one.organisation for one in found), language=language),
    }


def _known(actor: Actor, one: Neighbour, called: Mapping[Id, str]) -> Known:
    codes = [(ours, called.get(ours, ours), theirs) for ours, theirs in one.codes.items()]
    return Known(neighbour=one, codes=codes, counts=sent_on(one), may=powers(actor, DOES, one))


def _sending(request: HttpRequest, actor: Actor, case: Request) -> dict[str, Any]:
    there: Sequence[Neighbour] = select(
        actor, "neighbour", where=[Condition("status = 'active'")], order="name, id", most=MOST
    )
    called = names(actor, "category", [case.category], language=language_for(request))
    return {
        "actor": actor,
        "record": case,
        "category": called.get(case.category, ""),
        "there": there,
        "codes": [(one.name, code) for one in there if (code := one.codes.get(case.category))],
        "typed": {},
        "key": current().ids.new(),
    }
