"""The pages of shares: who works together on what, one share with what may be seen of its case, and asking somebody."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbox.faces.console.asking import asked
from callbox.faces.console.files import sent_as
from callbox.faces.console.language import language_for
from callbox.faces.console.lasting import until
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers, signed_in, words_of
from callbox.faces.console.shares import showing
from callbox.faces.console.telling import Teller
from callbox.kernel import gate, through
from callbox.kernel.facts import Actor, Id, Record, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, find, select
from callbox.kernel.registry import kind
from callbox.kernel.words import say
from callbox.services.note.acts import photograph
from callbox.services.organisation.facts import Organisation
from callbox.services.share.facts import SEEN, SEEN_FIRST, Share

ORGANISATIONS_MOST: Final = 500
KEY_MAX: Final = 200
PURPOSES: Final = ("handling", "supervising", "answering", "checking")
DAYS: Final = ("", "7", "30", "90")


@require_GET
@signed_in
def shares(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is asked of us, what we take part in, who works with us, and what came of it."""
    _must_read(actor)
    still, over = showing.lines(actor), showing.ended(actor)
    context = {
        "actor": actor,
        "asked": [line for line in still if line.ours and line.share.status == "invited"],
        "ours": [line for line in still if line.ours and line.share.status != "invited"],
        "theirs": [line for line in still if not line.ours],
        "ended": over,
    }
    return render(
        request,
        "console/shares.html",
        context | showing.named(actor, [*still, *over], language=language_for(request)),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def share(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Ask for the purpose; told one, open it; sent a form, do that and open it again."""
    held, purpose = showing.found(actor, one), _purpose(request)
    if not purpose:
        asked_before = request.method == "POST"
        context = {"actor": actor, "record": held, "purposes": PURPOSES, "asked": asked_before}
        return render(request, "console/purpose.html", context)
    refused = ""
    if what := request.POST.get("what", ""):
        try:
            _do(request, actor, held, what)
        except Refused as no:
            refused = words_of(request, no)
        if not _still_there(actor, one):
            return HttpResponseRedirect("/shared")
    context = _opened(request, actor, held.ref, purpose)
    status = 422 if refused else 200
    return render(
        request, "console/share.html", context | {"refused": refused, "typed": _typed(request, refused)}, status=status
    )


@require_POST
@signed_in
def file(request: HttpRequest, actor: Actor, one: Id, attachment: Id) -> HttpResponse:
    """The content of a file of the case that was declared."""
    told, content = through.opened_file(actor, Ref("share", one), attachment, purpose=request.POST.get("purpose", ""))
    return sent_as(content, media_type=str(told["media_type"]), name=attachment)


@require_http_methods(["GET", "POST"])
@signed_in
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask another organisation to work on a request."""
    given = request.POST if request.method == "POST" else request.GET
    record = find(actor, Ref("request", given.get("case", "")))
    if not powers(actor, {"it": "share.invite"}, record)["it"]:
        raise Refused("not_allowed", act="share.invite")
    context = _inviting(request, actor, record)
    if request.method == "GET":
        return render(request, "console/share_invite.html", context)
    try:
        told = {**_given(request), "request": record.id, "until": _until(request)}
        _carried_out("share.invite", actor, told, sees=tuple(request.POST.getlist("sees")))
    except Refused as refused:
        context |= {"refused": words_of(request, refused), "typed": _given(request)}
        context["chosen"] = request.POST.getlist("sees")
        return render(request, "console/share_invite.html", context, status=422)
    return HttpResponseRedirect("/shared")


def _must_read(actor: Actor) -> None:
    if not actor.roles & kind("share").reads.keys():
        raise Refused("not_allowed", act="share.invite")


def _purpose(request: HttpRequest) -> str:
    code, own = request.POST.get("common", ""), request.POST.get("purpose", "").strip()
    return say(f"purpose.{code}", language_for(request)) if code in PURPOSES else own


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(told) for name, told in request.POST.items() if name != "sees"}


def _typed(request: HttpRequest, refused: str) -> Mapping[str, str]:
    """What was typed into a form that was refused."""
    return _given(request) if refused else {}


def _do(request: HttpRequest, actor: Actor, held: Share, what: str) -> None:
    given = _given(request) | {"share": held.id}
    if what == "write":
        _write(request, actor, held, given)
    elif what == "declare":
        _carried_out("share.declare", actor, given, sees=tuple(request.POST.getlist("sees")))
    elif what in showing.ACTS:
        _carried_out(showing.ACTS[what], actor, given)
    else:
        raise Http404


def _write(request: HttpRequest, actor: Actor, held: Share, given: Mapping[str, str]) -> None:
    """Words for the other side, and a photo, drawn anew."""
    photo, text = request.FILES.get("photo"), given.get("text", "").strip()
    if text:
        _carried_out("note.write", actor, {**given, "case": str(held.ref), "basis": "fact"})
    if photo is not None and not isinstance(photo, list):
        at, key = current().world.clock.now(), given.get("key", "")[:KEY_MAX]
        photograph(actor, held.ref, stream=photo.file, at=at, key=key).ref  # type: ignore[arg-type]  # noqa: B018  raises
    if not text and photo is None:
        raise Refused("field.empty", field="text")


def _carried_out(name: str, actor: Actor, given: Mapping[str, str], **more: Any) -> None:
    answer = gate.act(asked(name, actor, given, key=given.get("key") or None, **more))
    if answer.refused is not None:
        raise answer.refused


def _until(request: HttpRequest) -> str:
    days = request.POST.get("days", "")
    return until(days) if days else ""


def _still_there(actor: Actor, one: Id) -> bool:
    """Whether somebody who did something still takes part: who left sees nothing any more, so there is nothing to show."""
    return bool(select(actor, "share", where=[Condition("id = %s", (one,))], most=1))


def _opened(request: HttpRequest, actor: Actor, ref: Ref, purpose: str) -> dict[str, Any]:
    language, zone = language_for(request), current().world.zone
    words = showing.words(actor, ref, purpose=purpose)
    held = words.share
    return {
        "actor": actor,
        "share": held,
        "words": words,
        "case": showing.case(actor, held, purpose=purpose, teller=Teller(language, zone)),
        "line": showing.line(actor, held),
        "may": showing.may(actor, held),
        "holds": showing.holds(actor, held),
        "purpose": purpose,
        "choices": SEEN,
        "missing": showing.in_words((one for one in SEEN if one not in held.sees), language),
        "key": current().ids.new(),
        **offices(actor, [held.organisation, held.to, *(side for _, side in words.notes)], language=language),
    }


def _inviting(request: HttpRequest, actor: Actor, record: Record) -> dict[str, Any]:
    language = language_for(request)
    called = names(actor, "category", [getattr(record, "category", "")], language=language)
    return {
        "actor": actor,
        "record": record,
        "title": next(iter(called.values()), ""),
        "to": _askable(actor, record, language),
        "choices": SEEN,
        "chosen": SEEN_FIRST,
        "days": DAYS,
        "key": current().ids.new(),
        "typed": {},
    }


def _askable(actor: Actor, record: Record, language: str) -> Sequence[tuple[Id, str]]:
    """Who may be asked: the active organisations of this node, but for those that the request is about."""
    about, holder = getattr(record, "about", ""), getattr(record, "organisation", "")
    apart = Condition(
        "status = 'active' AND peer IS NULL AND id <> %s AND NOT starts_with(%s, id || '/')"
        " AND (%s = '' OR (id <> %s AND NOT starts_with(id, %s || '/')))",
        (holder, holder, about, about, about),
    )
    found: Sequence[Organisation] = select(
        actor, "organisation", where=[apart], order="name, id", most=ORGANISATIONS_MOST
    )
    called = names(actor, "organisation", (one.id for one in found), language=language)
    return sorted(((one.id, called[one.id]) for one in found), key=lambda told: told[1])
