"""The few files that the pages are drawn with, under names that hold their digest."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def files() -> dict[str, tuple[str, bytes]]:
    """By the name a file is served under: its type and its bytes."""
    found = {path: path.read_bytes() for path in sorted(FOLDER.iterdir())}
    return {f"{sha256(body).hexdigest()[:12]}{path.suffix}": (TYPES[path.suffix], body) for path, body in found.items()}


@cache
def address_of(suffix: str) -> str:
    """Where the one file of this sort lies. Its name says nothing about what it is for."""
    return f"/s/look/{next(name for name in files() if name.endswith(suffix))}"


def serve(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  every page is given it
    """One file."""
    if name not in files():
        return HttpResponse(status=404)
    type_, body = files()[name]
    return HttpResponse(body, content_type=type_, headers={"Cache-Control": FOR_EVER})
