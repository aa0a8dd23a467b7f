"""The world's drawn map, in the pieces that a browser asks for (RFC 9110, section 14: ranges of bytes)."""

from pathlib import Path
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from callbox.faces.console.pages import signed_in
from callbox.kernel import sheet
from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.kernel.sheet import piece_of

TYPE: Final = "application/vnd.pmtiles"
# The name holds the digest of the roads, so a browser may keep what it has; nobody in between may.
KEPT: Final = "private, max-age=31536000, immutable"


@require_safe
@signed_in
def roads(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:  # noqa: ARG001  every page has one signature
    """The map's file, or the piece of it that is asked for."""
    folder = current().world.folder
    there = sheet.known(folder)
    if there is None or there.name != name:
        return HttpResponse(status=404)  # a file is missing to a page, not to a person
    response = _answered(request, sheet.folder_of(folder) / name, there)
    for header, told in (("Accept-Ranges", "bytes"), ("Cache-Control", KEPT), ("ETag", f'"{there.network[:32]}"')):
        response.headers[header] = told
    return response


def _answered(request: HttpRequest, path: Path, there: sheet.Sheet) -> HttpResponse:
    asked = request.headers.get("Range")
    if asked is None:
        whole: HttpResponseBase = FileResponse(path.open("rb"), content_type=TYPE)
        return whole  # type: ignore[return-value]  # it is one in all that is used of it
    piece = piece_of(asked, there.size_bytes)
    if piece is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{there.size_bytes}"})
    first, last = piece
    with path.open("rb") as file:
        file.seek(first)
        body = file.read(last - first + 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{there.size_bytes}"}
    return HttpResponse(body, status=206, content_type=TYPE, headers=headers)
