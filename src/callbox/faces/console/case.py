"""One case: asked for a purpose first, then told whole. Every look is in the ledger before the page is."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from callbox.faces.console.board import choices
from callbox.faces.console.files import added
from callbox.faces.console.joined import asked_and_said, joined
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers, signed_in
from callbox.faces.console.shares.showing import of_case
from callbox.faces.console.telling import Teller, belongings
from callbox.faces.console.timeline import picture
from callbox.kernel import registry
from callbox.kernel.facts import Actor, Id, Record, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.parts import of
from callbox.kernel.read import Condition, find, select
from callbox.kernel.story import Story, story
from callbox.kernel.words import say
from callbox.services.article.acts import answering
from callbox.services.follow.acts import contacts_of
from callbox.services.follow.facts import Follow
from callbox.services.message.noticing import looked
from callbox.services.report.facts import Report
from callbox.services.report.inputs import CloseReport
from callbox.services.request.facts import Request
from callbox.services.unit.facts import STEPS

PURPOSES = ("handling", "supervising", "answering", "checking")
KINDS = ("incident", "request", "report")
SAID = ("said_fact", "said_hearsay", "said_opinion")


@require_http_methods(["GET", "POST"])
@signed_in
def case(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Ask for the purpose, or, told one, tell the story."""
    record = _case(actor, one)
    purpose = _purpose(request)
    if not purpose:
        context = _titled(actor, request, record) | {
            "actor": actor,
            "record": record,
            "purposes": PURPOSES,
            "asked": request.method == "POST",
        }
        return render(request, "console/purpose.html", context)
    told = story(actor, record.ref, purpose=purpose)
    context = _told(request, told, of(actor, record.ref)) | _titled(actor, request, record) | _offers(actor, record)
    language = language_for(request)
    context["answers"] = _answers(actor, told.record, language)
    context["said_more"] = isinstance(record, Request) and looked(actor, record.id)
    context["said"] = asked_and_said(actor, told.record, language=language)
    context |= joined(actor, record, language=language) | of_case(actor, record, language=language)
    others = [*(one for _, _, one in context["reports"]), *(one.share.to for one in context.get("shares", ()))]
    context |= _named(request, actor, record, others)
    return render(
        request,
        "console/case.html",
        context | {"actor": actor, "purpose": purpose, "contacts": _contacts(actor, record, purpose)},
    )


def _answers(actor: Actor, record: Record, language: str) -> Sequence[tuple[Id, str]]:
    """The articles that may answer what a waiting report asks, by id and title."""
    if record.kind != "report" or record.status != "received":
        return ()
    said = " ".join(str(getattr(record, name) or "") for name in SAID)
    found = answering(actor, said, now=current().world.clock.now())
    return [(one.id, one.title(language)) for one in found]


def _offers(actor: Actor, record: Record) -> dict[str, bool]:
    """Whether the case may be offered to another organisation now, or sent on to another city."""
    held = record.kind in ("incident", "request") and record.status not in ("closed", "elsewhere")
    free = getattr(record, "transfer", None) is None
    may_send = (
        record.kind == "request" and held and not (getattr(record, "protected", False) or getattr(record, "about", ""))
    )
    return {
        "may_offer": held and free and powers(actor, {"offer": "transfer.offer"}, record)["offer"],
        "may_send_on": may_send and powers(actor, {"on": "forward.begin"}, record)["on"] and _has_neighbours(actor),
    }


def _has_neighbours(actor: Actor) -> bool:
    return bool(select(actor, "neighbour", where=[Condition("status = 'active'")], most=1))


def _contacts(actor: Actor, record: Record, purpose: str) -> Sequence[Follow]:
    """How those who asked may be reached, if at all: whoever works on it sees that before anything else."""
    return contacts_of(actor, record.id, purpose=purpose) if isinstance(record, Request) else ()


def _titled(actor: Actor, request: HttpRequest, record: Record) -> dict[str, Any]:
    """A request's category is a record with a name of its own; an incident's is a word."""
    language = language_for(request)
    named = _named(request, actor, record, ())
    if not isinstance(record, Request):
        return {"title": ""} | named
    known = names(actor, "category", [record.category], language=language)
    return {"title": known.get(record.category, "")} | named


def _named(request: HttpRequest, actor: Actor, record: Record, others: Sequence[Id]) -> dict[str, Any]:
    return dict(offices(actor, [getattr(record, "area", ""), *others], language=language_for(request)))


def _case(actor: Actor, one: Id) -> Record:
    """The case of this name, whatever its kind.

    Raises:
        Refused: `not_found`, in the same words for one that is not there and one that may not be known of.
    """
    for kind in KINDS:
        try:
            if registry.has_kind(kind):
                return find(actor, Ref(kind, one))
        except Refused:
            continue
    raise Refused("not_found", kind="case", id=one)


def _purpose(request: HttpRequest) -> str:
    """The purpose told: one of the common ones, or in the person's own words."""
    code = request.POST.get("common", "")
    own = request.POST.get("purpose", "").strip()
    return say(f"purpose.{code}", language_for(request)) if code in PURPOSES else own


def _elsewhere(report: Report, case: Record) -> str:
    """Which other organisation took a report in, and keeps who told it."""
    held = getattr(case, "organisation", "")
    return "" if report.ref == case.ref or report.organisation == held else report.organisation


def _told(request: HttpRequest, told: Story, parts: Sequence[Any]) -> dict[str, Any]:
    world = current().world
    now = world.clock.now()
    teller = Teller(language_for(request), world.zone)
    record = told.record
    assignments = list(belongings(told, "assignment"))
    start = getattr(record, "received_at", None) or getattr(record, "opened_at", None) or now
    return {
        "record": record,
        "own": teller.part(record, leave=("answers",) if isinstance(record, Request) else ()),
        "reports": [
            (one, teller.part(one, besides=record), _elsewhere(one, record)) for one in belongings(told, "report")
        ],
        "notes": [(one, teller.part(one)) for one in belongings(told, "note")],
        "files": added(parts),
        "clocks": [clock for clock in told.clocks if clock.ref.kind == record.kind],
        "happenings": teller.happenings(told),
        "picture": picture(assignments, start=start, now=now, names=told.names.get("unit", {}))
        if assignments
        else None,
        "closings": choices(CloseReport, "closed_as") if record.status == "received" else (),
        "key": current().ids.new(),
        "steps": STEPS,
        "is_open": record.status not in ("closed", "done"),
    }
