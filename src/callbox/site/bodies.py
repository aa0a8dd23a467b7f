"""A request's body, read whole and only so much of it, before it costs a thread."""

import asyncio

from callbox.kernel.facts import Refused
from callbox.site.asgi_types import Message, Receive, Scope, header

BODY_MAX_BYTES = 1_000_000
BODY_PATIENCE_S = 20.0
# A photo from a phone, over a network that is nearly none.
LARGER = dict.fromkeys(("/crew/photo", "/report", "/report/photo"), (10_000_000, 90.0)) | {
    f"/open311/v2/{what}.{form}": (10_000_000, 90.0)
    for what in ("requests", "servicerequestupdates")
    for form in ("json", "xml")
}


async def read_body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body of a request; None when the caller left before its end.

    Raises:
        Refused: `body.large`, before more than that was read; `body.slow` when its end does not come.
    """
    most, patience_s = LARGER.get(scope["path"], (BODY_MAX_BYTES, BODY_PATIENCE_S))
    told = header(scope, b"content-length") or "0"
    if told.isdigit() and int(told) > most:
        raise Refused("body.large", most=most)
    try:
        async with asyncio.timeout(patience_s):
            return await _whole(receive, most)
    except TimeoutError:
        raise Refused("body.slow") from None


async def _whole(receive: Receive, most: int) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
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
