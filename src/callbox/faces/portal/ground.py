"""The city's roads for the small map on which one picks a place: the dispatcher's tiles, which hold nothing else.

Rules in words: it is there only where residents may send something, and only in pieces, so that nobody is made to send it
whole. The page works without it.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from callbox.faces.portal.desk import desk
from callbox.kernel import sheet
from callbox.kernel.node import current

TYPE: Final = "application/vnd.pmtiles"
# The name holds the digest of the roads.
KEPT: Final = "private, max-age=31536000, immutable"


def drawn() -> dict[str, Any] | None:
    """Where the map of this world lies and what it covers; None where none was drawn."""
    there = sheet.known(current().world.folder)
    return (
        {"path": f"/ground/{there.name}", "bounds": " ".join(f"{side:.5f}" for side in there.bounds_deg)}
        if there
        else None
    )


@require_safe
def roads(request: HttpRequest, name: str) -> HttpResponse:
    """A piece of the map's file (RFC 9110, section 14)."""
    folder = current().world.folder
    there = sheet.known(folder)
    if desk() is None or there is None or there.name != name:
        return HttpResponse(status=404)
    piece = sheet.piece_of(request.headers.get("Range", ""), there.size_bytes)
    if piece is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{there.size_bytes}"})
    first, last = piece
    with (sheet.folder_of(folder) / name).open("rb") as file:
        file.seek(first)
        body = file.read(last - first + 1)
    headers = {
        "Content-Range": f"bytes {first}-{last}/{there.size_bytes}",
        "Accept-Ranges": "bytes",
        "Cache-Control": KEPT,
        "ETag": f'"{there.network[:32]}"',
    }
    return HttpResponse(body, status=206, content_type=TYPE, headers=headers)
