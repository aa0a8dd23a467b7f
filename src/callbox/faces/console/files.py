"""A file of a case, opened: the look at it is in the ledger before it is shown."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from callbox.faces.console.pages import signed_in
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.files import Damaged
from callbox.services.note.acts import opened
from callbox.services.note.facts import HOLDERS

# What a browser shows and cannot be made to run; all else is only kept.
SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})


@require_POST
@signed_in
def file(request: HttpRequest, actor: Actor, one: Id, attachment: Id) -> HttpResponse:
    """The content of one file of a case, for the purpose that the case was opened for."""
    kind, purpose = request.POST.get("kind", ""), request.POST.get("purpose", "")
    if kind not in HOLDERS:
        raise Refused("not_found", kind="case", id=one)
    record, content = opened(actor, Ref(kind, one), attachment, purpose=purpose)
    return sent_as(content, media_type=record.media_type, name=record.id)


def sent_as(content: Iterable[bytes], *, media_type: str, name: str) -> HttpResponse:
    """The content of a file as a browser is sent it: shown where it can do nothing but be seen, else only kept.

    Raises:
        Refused: when it is not what was put away.
    """
    try:
        body = b"".join(content)
    except Damaged:
        raise Refused("file.damaged") from None
    response = HttpResponse(body, content_type=media_type, headers={"X-Content-Type-Options": "nosniff"})
    response.headers["Content-Disposition"] = "inline" if media_type in SHOWN else f'attachment; filename="{name}"'
    return response


def added(belonging: Sequence[Any]) -> list[Any]:
    """The files among what belongs to a case, as they were added."""
    files = [one for one in belonging if one.kind == "attachment" and one.status == "added"]
    return sorted(files, key=lambda one: (one.added_at, one.id))
