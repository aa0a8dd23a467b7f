"""The page of an application, and what is done on it."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.applications.showing import application_of, shown
from callbox.faces.console.asking import asked
from callbox.faces.console.crew.asking import given_in
from callbox.faces.console.files import sent_as
from callbox.faces.console.language import language_for
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.words import say
from callbox.services.application.acts import lent_photo, new_paper, told_by
from callbox.services.note.acts import opened

# What may be asked for here, by what is pressed.
ACTS: Final = {
    "check": "paper.check",
    "check_use": "paper.check_use",
    "give": "paper.give",
    "use": "paper.use",
    "withdraw": "paper.withdraw",
    "offer": "appointment.offer",
    "confirm": "appointment.confirm",
    "move": "appointment.move",
    "end": "appointment.end",
    "decide": "decision.give",
}
# These are about a paper, a use or an appointment, which the form names.
OF_A_PART: Final = ("check", "check_use", "withdraw", "confirm", "move", "end")


@require_GET
@signed_in
def application(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """All of it: a recorded look."""
    return render(request, "console/application.html", shown(actor, one, language=language_for(request)))


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """One act; then the page as it stands now, or again with what spoke against it and what was typed."""
    given = given_in(request)
    try:
        _carried_out(actor, one, given)
    except Refused as refused:
        context = shown(actor, one, language=language_for(request))
        context |= {"refused": words_of(request, refused), "typed": given}
        return render(request, "console/application.html", context, status=422)
    return HttpResponseRedirect(f"/applications/{one}")


@require_POST
@signed_in
def photo(request: HttpRequest, actor: Actor, one: Id, part: Id) -> HttpResponse:
    """The photo of a paper: one of this case, or of another while its use here stands."""
    case, purpose = Ref("request", one), say("purpose.decide", language_for(request))
    application_of(actor, one)
    look = lent_photo if request.POST.get("used") == "yes" else opened
    record, content = look(actor, case, part, purpose=purpose)
    return sent_as(content, media_type=record.media_type, name=record.id)


def _carried_out(actor: Actor, one: Id, given: dict[str, str]) -> None:
    """One act, under the key that the page gave it.

    Raises:
        Refused: what speaks against it.
    """
    what, key = given.get("what", ""), given.get("key") or current().ids.new()
    if what not in ACTS:
        raise Refused("not_found", kind="act", id=what)
    told = given | _told(what, one, given, key=key)
    more: dict[str, Any] = {"id": new_paper(one, key)[0]} if what == "give" else {}
    answer = gate.act(asked(ACTS[what], actor, told, key=f"{what}-{key}", **more))
    if answer.refused is not None:
        raise answer.refused


def _told(what: str, one: Id, given: dict[str, str], *, key: str) -> dict[str, str]:
    """What the form does not say as the act is given it: a time of the node's own zone, the name and word of a paper."""
    told = {} if what in OF_A_PART else {"application": one}
    if what == "give":
        told["word"] = new_paper(one, key)[1]
    if what == "use":
        told["paper"], told["word"] = told_by(given.get("code", ""))
    if what == "offer":
        told["begins_at"] = _time(given.get("begins_at", "")).isoformat()
    return told


def _time(told: str) -> datetime:
    """A day and a time as a form says them, on the node's own clocks.

    Raises:
        Refused: when it cannot be read.
    """
    try:
        at = datetime.fromisoformat(told.strip())
    except ValueError:
        raise Refused("console.time", field="begins_at") from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(current().world.zone))
