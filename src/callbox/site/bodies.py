"""A request's body, read whole and only so much of it, before it costs a thread.

A form of the public pages whose photos are too large, or come too slowly, is read without them: what was typed is shown
again, with one line that says why.
"""

import asyncio
from typing import Final

from callbox.kernel.facts import Refused
from callbox.site.asgi_types import Message, Receive, Scope, header
from callbox.site.sieve import Sieve, line_of

BODY_MAX_BYTES = 1_000_000
BODY_PATIENCE_S = 20.0
# A photo from a phone, over a network that is nearly none.
LARGER = dict.fromkeys(("/crew/photo", "/report/photo"), (10_000_000, 90.0)) | {
    f"/open311/v2/{what}.{form}": (10_000_000, 90.0)
    for what in ("requests", "servicerequestupdates")
    for form in ("json", "xml")
}
# Pages that residents send from, with a script or without one: these, and those below them.
FORMS: Final = ("/report", "/f")
FORM_BYTES: Final = (10_000_000, 90.0)
# So much is let go by until it is said that it was too much: a browser that is cut off shows no answer.
LET_GO_MAX: Final = 200_000_000


async def read_body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body of a request; None when the caller left before its end.

    Raises:
        Refused: `body.large`, before more than that was read; `body.slow` when its end does not come.
    """
    line = _form_line(scope)
    most, patience_s = FORM_BYTES if line else LARGER.get(scope["path"], (BODY_MAX_BYTES, BODY_PATIENCE_S))
    told = header(scope, b"content-length") or "0"
    is_large = told.isdigit() and int(told) > most
    if is_large and (line is None or int(told) > LET_GO_MAX):
        raise Refused("body.large", most=most)
    sieve = Sieve(line) if line else None
    try:
        async with asyncio.timeout(patience_s):
            if sieve and is_large:
                return await _without_files(receive, sieve)
            return await _whole(receive, most, sieve)
    except TimeoutError:
        if sieve:
            return sieve.body("body.slow")
        raise Refused("body.slow") from None


def _form_line(scope: Scope) -> bytes | None:
    """What divides the parts of a form that a resident sends; None for whatever else is sent."""
    path = scope["path"]
    if path != FORMS[0] and not (path == FORMS[1] or path.startswith(f"{FORMS[1]}/")):
        return None
    return line_of((header(scope, b"content-type") or "").encode("latin-1", "replace"))


async def _without_files(receive: Receive, sieve: Sieve) -> bytes | None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        sieve.feed(message.get("body", b""))
        if not message.get("more_body", False):
            return sieve.body("body.large")


async def _whole(receive: Receive, most: int, sieve: Sieve | None) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if sieve:
            sieve.feed(parts[-1])
        size += len(parts[-1])
        if size > most:
            raise Refused("body.large", most=most)
        if not message.get("more_body", False):
            return b"".join(parts)


def with_length(scope: Scope, length: int) -> Scope:
    """The request as if its body had come in one piece: WSGI knows no other."""
    kept = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"transfer-encoding")]
    return {**scope, "headers": [*kept, (b"content-length", str(length).encode())]}


def replay(body: bytes, receive: Receive) -> Receive:
    """The same body for whoever reads next."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
