"""Sending something in: a photo, a place, a few words; without an account, and in less than half a minute.

Rules in words:
- It works without a script: what is filled in is shown once more with what is known of it, and then sent. With a script
  all of it stands on the one page while it is filled in.
- Nothing is kept before it is sent, but for a photo that only the page itself can open.
- What may be danger to life is never held up: it is sent by the first press, and the page tells the number to call.
"""

from dataclasses import replace
from typing import Any, BinaryIO, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbox.faces.portal import limits
from callbox.faces.portal.desk import Desk, desk
from callbox.faces.portal.doubts import doubts
from callbox.faces.portal.following_told import moment
from callbox.faces.portal.ground import drawn
from callbox.faces.portal.handing_in import Sending, hand_in
from callbox.faces.portal.looking import Look, choices, endangered, look, offered, office_of
from callbox.faces.portal.showing import UNSEARCHED, cut_off, language_for, nothing, shown
from callbox.faces.portal.told import Told, handed_out, told_in
from callbox.kernel.clocks import RUNNING, when
from callbox.kernel.facts import Refused
from callbox.kernel.node import current
from callbox.kernel.words import refusal
from callbox.services.note import waiting
from callbox.services.note.photos import place_in, redrawn
from callbox.services.request.facts import Request

NEXT, SEND = "next", "send"
PART: Final = "X-Part"
ROOT: Final = "/f"


@require_GET
def short(request: HttpRequest) -> HttpResponse:
    """The short address, for posters and printed cards."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"/report?{query}" if query else "/report")


# Whoever sends has no session that somebody else's page could borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; posted, what is known of what was filled in, or what became of it."""
    open_desk = desk()
    if open_desk is None:
        return nothing(request)
    if request.method == "GET":
        return _form(request, *_begun(request))
    told = told_in(request.POST)
    if request.headers.get(PART) == "look":
        return _part(request, told)
    told, refused = _with_photo(request, told)
    # A photo that cannot be kept never holds up danger.
    if refused is not None and not endangered(told, offered()):
        return _form(request, told, look(told, offered(), language=language_for(request)), refused=refused)
    return _answered(request, told, open_desk, is_lost=refused is not None)


def _begun(request: HttpRequest) -> tuple[Told, Look | None]:
    """A form that is not filled in yet; from the page of services its category is chosen already."""
    told = Told(category=" ".join(request.GET.get("category", "").split()))
    return told, look(told, offered(), language=language_for(request)) if told.category else None


@csrf_exempt
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """A photo that was just chosen, put aside while the rest is filled in."""
    if desk() is None:
        return HttpResponse(status=404)
    try:
        kept = _kept(request)
    except Refused as refused:
        return JsonResponse({"refused": refusal(refused, language_for(request))}, status=422)
    return JsonResponse({"kept": kept})


def _answered(request: HttpRequest, told: Told, open_desk: Desk, *, is_lost: bool) -> HttpResponse:
    language = language_for(request)
    seen = look(told, offered(), language=language)
    if not told.what:
        return _form(request, told, seen=seen)
    if not (told.words or told.photo):
        return _form(request, told, seen=seen, refused=Refused("portal.empty"))
    # Danger is sent by the first press.
    if not seen.danger and (told.what == NEXT or seen.to_choose):
        return _form(request, told, seen=seen, is_next=True)
    sending = Sending(
        told=told,
        seen=seen,
        desk=open_desk,
        language=language,
        photo=waiting.kept(told.photo) if told.photo else None,
        photo_lost=is_lost,
    )
    return _sent(request, sending)


def _sent(request: HttpRequest, sending: Sending) -> HttpResponse:
    now, language = current().world.clock.now(), language_for(request)
    told, seen = sending.told, sending.seen
    pace = limits.CALM if seen.danger else limits.sent.heard(limits.source_of(request), now)
    if pace == limits.FLOOD:
        return _form(request, told, seen=seen, refused=Refused("portal.flood"), status=429)
    if not seen.danger:
        sending = replace(sending, doubts=doubts(told, pace=pace, now=now))
    try:
        handed = hand_in(sending)
    except Refused as refused:
        return _form(request, told, seen=seen, refused=refused, status=503 if refused.code == "overloaded" else 422)
    waiting.drop(told.photo)
    context = {
        "handed": handed,
        "office": office_of(handed.department, language=language),
        "due": due_of(handed.request, language=language),
        "address": request.build_absolute_uri(handed.path) if handed.path else "",
        "where": f"{request.get_host()}{ROOT}",
    }
    return shown(request, "portal/sent.html", context, headers=UNSEARCHED)


def due_of(opened: Request | None, *, language: str) -> str:
    """Until when an answer is promised; empty where nothing is."""
    running = [clock for name, clock in (opened.clocks if opened else {}).items() if name.startswith("deadline")]
    dues = [due for clock in running if clock.get("state") == RUNNING and (due := when(clock, "due"))]
    return moment(min(dues), language).text if dues else ""


def _with_photo(request: HttpRequest, told: Told) -> tuple[Told, Refused | None]:
    """With the photo that came along put aside, so that it need not be chosen again; and why it was not, if so."""
    if (cut := cut_off(request)) is not None:
        return told, cut
    if "photo" not in request.FILES:
        return told, None
    # Where it was taken is read before it is drawn anew, and only if they said so.
    place = place_in(_file(request)) if told.photo_place and told.place is None else told.place
    try:
        return replace(told, photo=_kept(request), place=place), None
    except Refused as refused:
        return replace(told, place=place), refused


def _file(request: HttpRequest) -> BinaryIO:
    """The photo that was sent along, as it came.

    Raises:
        Refused: when there is none.
    """
    sent = request.FILES.get("photo")
    if sent is None or isinstance(sent, list):
        raise Refused("photo.missing")
    return sent.file  # type: ignore[return-value]  # it is in memory


def _kept(request: HttpRequest) -> str:
    """The photo, drawn anew and put aside; its name and key.

    Raises:
        Refused: when it is no picture, or too many come.
    """
    now = current().world.clock.now()
    file = _file(request)
    if limits.photos.heard(limits.source_of(request), now) == limits.FLOOD:
        raise Refused("portal.flood")
    return waiting.keep(redrawn(file), at=now)


def _part(request: HttpRequest, told: Told) -> HttpResponse:
    """What is known of what is filled in so far, for the page that is open."""
    if limits.looks.heard(limits.source_of(request), current().world.clock.now()) != limits.CALM:
        return HttpResponse(status=204)
    seen = look(told, offered(), language=language_for(request))
    return shown(request, "portal/_look.html", _context(request, told, seen=seen))


def _form(
    request: HttpRequest,
    told: Told,
    seen: Look | None = None,
    *,
    is_next: bool = False,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    language = language_for(request)
    context = _context(request, told, seen=seen) | {
        "is_next": is_next,
        "refused": refusal(refused, language) if refused else "",
    }
    return shown(request, "portal/send.html", context, status=422 if refused and status == 200 else status)


def _context(request: HttpRequest, told: Told, *, seen: Look | None) -> dict[str, Any]:
    language = language_for(request)
    categories = offered()
    node = current()
    return {
        "told": told,
        "seen": seen,
        "drawn": drawn(),
        "groups": choices(categories, language=language),
        "form": request.POST["form"] if told.form else handed_out(node.ids.new(), node.world.clock.now()),
    }
