"""What the pages are drawn with: a handful of small files, served under names that hold their digest.

They are few and small enough to lie in memory, packed once; so nothing has to be collected at set-up, and a browser may
keep them for ever.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Files served as one, in this order. htmx begins right after the script that it is in, and by then its extension and whoever
# listens to it must be there; as one script all of them can be deferred, so that a page is painted before they run.
TOGETHER = {
    "alarm-with-sound.js": ("sound.js", "alarm.js"),
    "live-with-htmx.js": ("htmx-4.0.1.min.js", "hx-sse-4.0.1.min.js", "seen.js", "live.js"),
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    served_as: str
    type: str
    packed: bytes


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = Path(name).stem, Path(name).suffix
    digest = sha256(body).hexdigest()[:12]
    return Asset(f"{stem}.{digest}{suffix}", TYPES[suffix], gzip.compress(body, mtime=0))


@cache
def _assets() -> Mapping[str, Asset]:
    files = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
    files |= {name: b"\n".join(files[part] for part in parts) for name, parts in TOGETHER.items()}
    return {name: _asset(name, body) for name, body in files.items()}


@cache
def _served() -> Mapping[str, Asset]:
    return {asset.served_as: asset for asset in _assets().values()}


def address_of(name: str) -> str:
    """Where a page finds the file of this name."""
    return f"/assets/{_assets()[name].served_as}"


def serve(request: HttpRequest, name: str) -> HttpResponse:
    """One file."""
    asset = _served().get(name)
    if asset is None:
        return HttpResponse(status=404)  # a file is missing to a page, not to a person
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    body = asset.packed if packs else gzip.decompress(asset.packed)
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if packs else {})
    return HttpResponse(body, content_type=asset.type, headers=headers)
