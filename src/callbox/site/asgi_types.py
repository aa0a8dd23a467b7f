"""The shapes of ASGI (asgi.readthedocs.io), as far as they are used here."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def header(scope: Scope, name: bytes) -> str | None:
    """A header of a request by its lower-case name; the first, where it stands twice."""
    return next((value.decode("latin-1") for given, value in scope["headers"] if given == name), None)


async def send_whole(send: Send, status: int, body: bytes, *, kind: str = "application/json", **more: str) -> None:
    """A whole answer at once. `more` are further headers, with _ for -."""
    named = {"content-type": kind, "content-length": str(len(body)), **more}
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
