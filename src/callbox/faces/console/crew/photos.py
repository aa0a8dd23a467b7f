"""Photos from the crew's phone: each is drawn anew, encrypted under its case's key, and added once."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from callbox.faces.console.asking import asked_at
from callbox.faces.console.crew.asking import answered, given_in
from callbox.faces.console.pages import signed_in
from callbox.kernel.facts import Actor, Ref, Refused
from callbox.services.note.acts import photograph

KEY_MAX: Final = 200


@require_POST
@signed_in
def photo(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One photo of the incident that the crew is on."""
    refused = None
    try:
        _add(request, actor)
    except Refused as spoken:
        refused = spoken
    return answered(request, refused, back="/crew")


def _add(request: HttpRequest, actor: Actor) -> None:
    given, sent = given_in(request), request.FILES.get("photo")
    if sent is None or isinstance(sent, list):
        raise Refused("photo.missing")
    case, key = Ref("incident", given.get("incident", "")), given.get("key", "")[:KEY_MAX]
    at: datetime = asked_at(given)
    answer = photograph(actor, case, stream=sent.file, at=at, key=key)  # type: ignore[arg-type]  # it is in memory
    if answer.refused is not None:
        raise answer.refused
