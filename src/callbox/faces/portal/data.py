"""The nightly open data over HTTP, where the node's settings say so: what lies there, and each file as it is.

Rules in words:
- Read only, for anybody, without a cookie. Nothing is worked out here: what may be told was decided when it was written.
- A file that did not change is not sent again; none is kept anywhere without asking, so that what is removed goes.
"""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from callbox.faces.portal import showing
from callbox.services.notice import open_data

OPEN: Final = "open"
TYPES: Final = {"csv": "text/csv; charset=utf-8; header=present", "txt": "text/plain; charset=utf-8"}
# What each file holds, by how its name begins.
HOLDS: Final = {"n": "portal.data.notices", "c": "portal.data.counts", "R": "portal.data.read_me"}


def is_open() -> bool:
    """Whether the settings let anybody take it."""
    return bool(settings.PORTAL.get("open_data", "") == OPEN)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is, in words."""
    if not is_open():
        return showing.nothing(request)
    context: dict[str, Any] = {
        "files": [(one, HOLDS[one.name[0]], _size(one.size_bytes)) for one in open_data.files()],
        "made": open_data.written_on(),
        "least": open_data.LEAST,
        "licence": settings.PORTAL.get("licence", ""),
    }
    return showing.shown(request, "portal/open_data.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One file."""
    found = open_data.opened(name) if is_open() else None
    if found is None:
        return showing.nothing(request)
    known, body = found
    kind = TYPES[name.rpartition(".")[2]]
    answer = HttpResponse(body, content_type=kind, headers={"ETag": quote_etag(known.tag)})
    same = get_conditional_response(request, etag=quote_etag(known.tag), response=answer)
    response = answer if same is None else same
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not isinstance(response, HttpResponseNotModified):
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 1_000_000 else f"{max(1, round(size_bytes / 1000))} kB"
