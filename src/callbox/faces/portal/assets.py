"""The few files that the pages are drawn with, under names that hold their digest."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def _found() -> dict[str, tuple[str, bytes]]:
    """By the file's own name: the name it is served under, which says nothing about what it is for, and its bytes."""
    found = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
    return {name: (f"{sha256(body).hexdigest()[:12]}{Path(name).suffix}", body) for name, body in found.items()}


@cache
def files() -> dict[str, tuple[str, bytes]]:
    """By the name a file is served under: its type and its bytes."""
    return {served_as: (TYPES[Path(served_as).suffix], body) for served_as, body in _found().values()}


@cache
def address_of(name: str) -> str:
    """Where a page finds the file of this name."""
    return f"/s/look/{_found()[name][0]}"


def serve(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  every page is given it
    """One file."""
    if name not in files():
        return HttpResponse(status=404)
    type_, body = files()[name]
    return HttpResponse(body, content_type=type_, headers={"Cache-Control": FOR_EVER})
