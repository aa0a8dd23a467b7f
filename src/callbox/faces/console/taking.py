"""Taking a call: one screen, keyboard only, that keeps the report as it was told and opens an incident from it.

What is typed is a draft from its first character (taking_drafts.py). Saving or hanging up makes the report of it, which has
the time the call began; what came of it is said where the call taker looks next.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbox.faces.console.asking import Given, asked
from callbox.faces.console.board import choices
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names
from callbox.faces.console.pages import signed_in, words_of
from callbox.faces.console.taking_advice import advice, categories, code_of, is_taken, label_of
from callbox.faces.console.taking_drafts import must_take, tabs, typed_of
from callbox.faces.console.taking_line import call_of, known_of, tell, waiting
from callbox.kernel import drafts, gate
from callbox.kernel.drafts import Draft
from callbox.kernel.facts import Act, Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import find, select
from callbox.services.call.facts import ON_LINE, RESULTS
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import Open
from callbox.services.report.drafting import answers
from callbox.services.report.inputs import Receive

SEEN_MOST = 300
FRESH = {"channel": "call", "priority": "emergency"}


@require_http_methods(["GET", "POST"])
@signed_in
def take(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The screen for a new call; told enough, the report and its incident."""
    must_take(actor)
    if request.method == "POST":
        return _saved(request, actor, _opened)
    about = request.GET.get("report", "")
    begun = drafts.of_report(actor, about) if about else None
    if begun is not None:
        return HttpResponseRedirect(f"/calls/{begun.id}")
    ringing = call_of(actor, about)
    known = known_of(actor, ringing, language_for(request)) if ringing else {}
    given = FRESH | known | {"draft": current().ids.new(), "report": about, "card": request.GET.get("card", "")}
    return render(request, "console/take.html", form(request, actor, given))


@require_GET
@signed_in
def call(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A call that is being taken: go on with it, or take it over from whoever does."""
    must_take(actor)
    draft = drafts.find(actor, one)
    if draft.holder != drafts.who(actor):
        return render(request, "console/take_over.html", {"actor": actor, "draft": draft, "tabs": tabs(actor)})
    told = {name: str(text) for name, text in drafts.typed(actor, one).items()}
    return render(request, "console/take.html", form(request, actor, FRESH | told | _of(draft), draft=draft))


@require_POST
@signed_in
def hang_up(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:  # noqa: ARG001  the form names its draft too
    """Keep what was said as a report that waits for somebody to look at it."""
    must_take(actor)
    return _saved(request, actor, _only_report)


@require_POST
@signed_in
def join(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:  # noqa: ARG001  as above
    """It is the matter of an incident that is open already."""
    must_take(actor)
    return _saved(request, actor, _joined)


@require_POST
@signed_in
def close(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """A waiting report needs no case, and a named person says why."""
    given = {name: str(told) for name, told in request.POST.items()} | {"report": one}
    gate.act(asked("report.close", actor, given, key=_key(given, "close"))).ref  # noqa: B018  raises what refused it
    return HttpResponseRedirect("/")


def _saved(request: HttpRequest, actor: Actor, doing: Any) -> HttpResponse:
    """Do what ends a call; refused, show it again with every word as it was typed."""
    given = {name: str(told) for name, told in request.POST.items()}
    try:
        where = doing(request, actor, given)
    except Refused as refused:
        shown = form(request, actor, given, refused=words_of(request, refused), draft=_draft(actor, given))
        return render(request, "console/take.html", shown, status=422)
    if given.get("draft"):
        drafts.end(given["draft"], at=current().world.clock.now())
    return HttpResponseRedirect(where)


def _opened(request: HttpRequest, actor: Actor, given: dict[str, str]) -> str:
    given["category"] = code_of(given.get("category", ""), language_for(request))
    _check(given)
    given["report"] = _report(actor, given)
    given["area"] = _area(given.get("area", "").strip(), _areas(request, actor))
    given["summary"] = "\n".join(told for name in ("said_fact", "in_danger") if (told := given.get(name, "").strip()))
    incident = gate.act(asked("incident.open", actor, given, key=_key(given, "open"))).ref.id
    return f"/?on={incident}"


def _only_report(request: HttpRequest, actor: Actor, given: dict[str, str]) -> str:
    given["category"] = code_of(given.get("category", ""), language_for(request))
    given["report"] = _report(actor, given)
    call = call_of(actor, given["report"])
    if call is not None and call.status in ON_LINE:
        tell(actor, "hang_up", call)
    return "/"


def _joined(request: HttpRequest, actor: Actor, given: dict[str, str]) -> str:  # noqa: ARG001  as the others
    given["report"] = _report(actor, given)
    told = {"report": given["report"], "incident": given.get("incident", "")}
    gate.act(asked("report.join", actor, told, key=_key(given, "join"))).ref  # noqa: B018  raises what refused it
    return f"/?on={given['incident']}"


def _check(given: Given) -> None:
    """Hold back before anything is kept, where the caller is still on the line and can be asked."""
    for name in ("category", "priority"):
        if not given.get(name, "").strip():
            raise Refused("field.empty", field=name)


def _report(actor: Actor, given: Mapping[str, str]) -> Id:
    """The report, received when the call began; or amended, when it is there and only its incident could not be opened."""
    draft = _draft(actor, given)
    if draft is not None and draft.holder != drafts.who(actor):
        raise Refused("draft.other")
    there = given.get("report") or _there(actor, given.get("draft", ""))
    if not there:
        return gate.act(_receive(actor, given, draft)).ref.id
    told: dict[str, Any] = {"answers": answers(given)} if answers(given) else {}
    answer = gate.act(asked("report.amend", actor, {**given, "report": there, "at": ""}, **told))
    if answer.refused is not None and answer.refused.code != "nothing_changed":
        raise answer.refused
    return there


def _receive(actor: Actor, given: Given, draft: Draft | None) -> Act:
    more: dict[str, Any] = {"flags": tuple(given.get("flags", "").split())}
    more |= {"answers": told} if (told := answers(given)) else {}
    more |= {"id": given["draft"]} if given.get("draft") else {}
    began: datetime | None = draft.begun_at if draft and not given.get("at", "").strip() else None
    return asked("report.receive", actor, given, key=_key(given, "receive"), began=began, **more)


def _there(actor: Actor, one: Id) -> Id:
    """The report of this name if it was kept before, such as by a click whose answer was lost."""
    try:
        return find(actor, Ref("report", one)).id if one else ""
    except Refused:
        return ""


def _draft(actor: Actor, given: Given) -> Draft | None:
    try:
        return drafts.find(actor, given["draft"]) if given.get("draft") else None
    except Refused:
        return None


def _of(draft: Draft) -> dict[str, str]:
    return {"draft": draft.id, "report": draft.about}


def _key(given: Given, what: str) -> str | None:
    return f"{given['key']}-{what}"[:200] if given.get("key") else None


def form(
    request: HttpRequest, actor: Actor, given: Given, *, refused: str = "", draft: Draft | None = None
) -> dict[str, Any]:
    """What the screen is given, with what was typed.

    Where a report was kept, its name goes along, so that nothing is received twice.
    """
    language = language_for(request)
    typed = typed_of(given)
    return {
        "actor": actor,
        "given": {**given, "category": label_of(given.get("category", ""), language)},
        "refused": refused,
        "priorities": choices(Open, "priority"),
        "channels": choices(Receive, "channel"),
        "seen_before": _seen(request, actor),
        "key": given.get("draft") or current().ids.new(),
        "draft": draft,
        "version": draft.version if draft else 0,
        "tabs": tabs(actor),
        "ringing": waiting(actor, "ringing"),
        "to_call_back": waiting(actor, "abandoned"),
        "results": RESULTS,
        "flags": given.get("flags", "").split(),
        "taken": is_taken(given),
        **_beside(request, actor, typed, given),
    }


def _beside(request: HttpRequest, actor: Actor, typed: Given, given: Given) -> dict[str, Any]:
    draft, report = given.get("draft", ""), given.get("report", "")
    return advice(request, actor, typed, draft=draft, report=report) if typed else {"seen": ""}


def _seen(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Categories that are known, and areas of late, to choose from."""
    lately = sorted({one.category for one in _lately(actor)} - {""})
    return {
        "category": [called for _, called in categories(language_for(request), lately)],
        "area": sorted(_areas(request, actor).values()),
    }


def _areas(request: HttpRequest, actor: Actor) -> Mapping[Id, str]:
    """Areas of late, as they are kept, and what they are called in the reader's language."""
    areas = {one.area for one in _lately(actor)} - {""}
    called = names(actor, "organisation", areas, language=language_for(request))
    return {area: called.get(area, area) for area in areas}


def _area(typed: str, areas: Mapping[Id, str]) -> str:
    """The area that is called what was typed; what is not known stays as it was typed."""
    return next((area for area, called in areas.items() if called.casefold() == typed.casefold()), typed)


def _lately(actor: Actor) -> Sequence[Incident]:
    found: Sequence[Incident] = select(actor, "incident", order="received_at DESC", most=SEEN_MOST)
    return found
