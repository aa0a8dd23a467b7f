"""The pages on which somebody decides what the public is told of a request."""

from io import BytesIO
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.asking import inputs_of
from callbox.faces.console.crew.asking import carried_out, given_in
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.notices import showing
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.files import Damaged
from callbox.kernel.node import current
from callbox.kernel.words import say
from callbox.services.note import acts as note_acts
from callbox.services.notice import acts
from callbox.services.notice.blurring import Mark, blurred, marks_of
from callbox.services.notice.facts import PRECISIONS
from callbox.services.notice.inputs import Publish

WORDS_MAX: Final = 500


@require_GET
@signed_in
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits, and what is public."""
    showing.must_look(actor)
    waits, told = showing.waiting(actor), showing.shown_now(actor)
    context = {"actor": actor, "waits": waits, "told": told} | _named(request, actor, [*waits, *told])
    return render(request, "console/notices.html", context)


@require_POST
@signed_in
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A request whose notice was removed is looked over anew."""
    carried_out("notice.propose", actor, given_in(request))
    return HttpResponseRedirect("/notices")


@require_GET
@signed_in
def notice(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """One, with what its request says: a recorded look."""
    showing.must_look(actor)
    return render(request, "console/notice.html", _looked(request, actor, one))


@require_POST
@signed_in
def publish(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """What the public is told from now on; then the next that waits."""
    showing.must_look(actor)
    try:
        _published(request, actor, one)
    except Refused as refused:
        context = _looked(request, actor, one) | {"refused": words_of(request, refused), "typed": given_in(request)}
        return render(request, "console/notice.html", context, status=422)
    return HttpResponseRedirect(f"/notices/{after}" if (after := showing.next_after(actor, one)) else "/notices")


@require_POST
@signed_in
def remove(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Not for the public, or no longer: its values are destroyed."""
    because = request.POST.get("because", "").strip()
    answer = acts.remove(actor, one, because=because, at=current().world.clock.now())
    if answer.refused is not None:
        raise answer.refused
    return HttpResponseRedirect("/notices")


def _published(request: HttpRequest, actor: Actor, one: Id) -> None:
    given = given_in(request)
    if not given.get("looked"):
        raise Refused("console.notices.look")
    told = inputs_of(Publish, {**given, "notice": one, "stored": "", "sha256": ""}, new_id="")
    assert isinstance(told, Publish)
    answer = acts.publish(actor, told, photo=_photo(request, actor, given), at=current().world.clock.now())
    if answer.refused is not None:
        raise answer.refused


def _photo(request: HttpRequest, actor: Actor, given: dict[str, str]) -> bytes | None:
    """The photo that was chosen, covered where it was drawn on; None: the notice has none."""
    kind, case, attachment = (*given.get("photo", "").split(" "), "", "")[:3]
    if not attachment:
        return None
    purpose = say("purpose.look_over", language_for(request))
    _, content = note_acts.opened(actor, Ref(kind, case), attachment, purpose=purpose)
    marks = (*marks_of(given.get("marks", "")), *_boxes(given.get("boxes", "")))
    try:
        return blurred(BytesIO(b"".join(content)), marks)
    except Damaged:
        raise Refused("file.damaged") from None


def _boxes(told: str) -> tuple[Mark, ...]:
    """Parts to cover that were typed: left, top, width, height in percent, one after the other.

    Raises:
        Refused: when they are no fours of numbers.
    """
    try:
        sides = [float(one) / 100 for one in told.replace(",", " ").replace(";", " ").split()]
        fours = list(zip(*(iter(sides),) * 4, strict=True))
    except ValueError:
        raise Refused("console.notices.boxes") from None
    return tuple(Mark(0, ((left, top), (left + width, top + height))) for left, top, width, height in fours)


def _looked(request: HttpRequest, actor: Actor, one: Id) -> dict[str, Any]:
    looked = showing.looked_over(actor, one, language=language_for(request))
    wanted = " ".join((looked.request.wanted or "").split())[:WORDS_MAX]
    return {
        "actor": actor,
        "looked": looked,
        "notice": looked.notice,
        "may_publish": looked.notice.status == "proposed",
        "precisions": PRECISIONS,
        "purpose": say("purpose.look_over", language_for(request)),
        "typed": {
            "words": wanted,
            "place": showing.without_house(looked.request.address),
            "precision": PRECISIONS[0],
            "photo": str(looked.photos[0]) if looked.photos else "",
        },
        **_named(request, actor, [looked.notice]),
    }


def _named(request: HttpRequest, actor: Actor, found: Any) -> dict[str, Any]:
    language = language_for(request)
    return {
        "categories": names(actor, "category", (one.category for one in found), language=language),
        **offices(actor, (told for one in found for told in (one.organisation, one.area)), language=language),
    }
