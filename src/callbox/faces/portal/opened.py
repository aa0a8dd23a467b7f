"""What is open in the city: the list of what the public may know, and one of it. Nothing here needs a map or a script.

Rules in words:
- Only what a person looked over is here, with the words and the photo that they let through, at the place they made coarse.
- Dates are told by the day, so that nobody is known by the minute in which they wrote.
- What is not public, what was removed and what never was are answered alike.
"""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from callbox.faces.portal import data, showing
from callbox.faces.portal.desk import desk
from callbox.faces.portal.ground import drawn
from callbox.kernel.files import Damaged
from callbox.kernel.node import current
from callbox.services.notice import acts, listing

TYPED_MAX: Final = 80
ASKED: Final = ("category", "district", "words", "done", "after")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list: by category, by district, by words."""
    language = showing.language_for(request)
    asked = {name: request.GET.get(name, "")[:TYPED_MAX] for name in ASKED}
    found, more = listing.listed(
        now=current().world.clock.now(),
        category=asked["category"],
        district=asked["district"],
        words=asked["words"].replace("\0", ""),
        done=asked["done"] == "yes",
        after=asked["after"],
    )
    context = {
        "found": [_shown(one, language) for one in found],
        "placed": any(one.latitude_deg is not None for one in found),
        "drawn": drawn() if desk() else None,
        "more": more,
        "wanted": asked,
        "categories": [(one.id, one.by(language)) for one in listing.choices("category", language)],
        "as_files": data.is_open(),
        "districts": [(one.id, one.by(language)) for one in listing.choices("organisation", language)],
    }
    return showing.shown(request, "portal/open.html", context)


@require_safe
def one(request: HttpRequest, notice: str) -> HttpResponse:
    """One matter."""
    told = listing.one(notice, now=current().world.clock.now())
    if told is None:
        return showing.nothing(request)
    return showing.shown(request, "portal/open_one.html", {"one": _shown(told, showing.language_for(request))})


@require_safe
def photo(request: HttpRequest, notice: str) -> HttpResponse:
    """Its photo, as it was blurred."""
    told = listing.one(notice, now=current().world.clock.now())
    content = acts.photo(notice) if told is not None and told.photo else None
    try:
        body = b"".join(content) if content is not None else b""
    except Damaged:
        body = b""
    if not body:
        return showing.nothing(request)
    # Not kept in any cache: what is removed is to be gone.
    return HttpResponse(
        body, content_type="image/jpeg", headers={**showing.HEADERS, "X-Content-Type-Options": "nosniff"}
    )


def _shown(told: listing.Told, language: str) -> dict[str, Any]:
    """A notice in the reader's language."""
    return {
        "id": told.notice,
        "words": told.words,
        "category": told.category.by(language),
        "where": ", ".join(part for part in (told.place, told.district.by(language) if told.district else "") if part),
        "department": told.department.by(language) if told.department else "",
        "precision": told.precision,
        "at": _at(told),
        "since": _day(told.received_at),
        "done": _day(told.done_at) if told.done_at else "",
        "photo": told.photo,
    }


def _at(told: listing.Told) -> str:
    """Its rough place as a machine reads it, no finer than it was made; empty where the district alone is told."""
    if told.latitude_deg is None or told.longitude_deg is None:
        return ""
    return f"{told.latitude_deg:.3f} {told.longitude_deg:.3f}"


def _day(at: datetime) -> str:
    return at.astimezone(ZoneInfo(current().world.zone)).date().isoformat()
