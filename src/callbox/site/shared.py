"""`GET /board/shared`, drawn once for all who see it alike: 200 consoles ask in one moment, and Django answers one of them.

What Django drew for the first of an audience after a position of the ledger is given to all the others; while it is being
drawn, they wait for it. Whoever is told of a position therefore gets a page drawn after it. Whatever is not plain is left
to Django.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from callbox.faces.console.live import chosen
from callbox.kernel.facts import Refused
from callbox.site.asgi_types import App, Message, Receive, Scope, Send, header
from callbox.site.askers import Askers
from callbox.site.bodies import replay
from callbox.site.hub import Hub

PATH = "/board/shared"
MAP = "/map/now"  # answered alike: all of an audience see the same map
MOVES = "/map/moves"  # and the same units on it, whose moves are no entries: they are only good for a moment
DRAWN_S = 10.0  # lengths of time stand in the page, and deadlines pass without an entry
MOVED_S = 0.5
AUDIENCES_MAX = 5_000

Headers = Sequence[tuple[bytes, bytes]]
Audience = tuple[object, ...]


@dataclass(frozen=True)
class Page:
    """What Django answered: after which position of the ledger, and when, by a clock that never jumps."""

    head: int
    at_s: float
    headers: Headers
    body: bytes


@dataclass
class Kept:
    """The page of one audience. Whoever holds the lock may draw it anew."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    page: Page | None = None


class Shared:
    """The bare ASGI function behind a shared page; `otherwise` is Django.

    What it answers is good for so long, and, where it `follows` the ledger, until something happens.
    """

    def __init__(self, hub: Hub, askers: Askers, *, otherwise: App, good_s: float, follows: bool = True) -> None:
        self._hub, self._askers, self._otherwise = hub, askers, otherwise
        self._good_s, self._follows = good_s, follows
        self._kept: dict[Audience, Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = await self._page(scope) if _plain(scope) else None
        if page is None:
            await self._otherwise(scope, receive, send)
            return
        body = chosen(page.body, _on(scope))
        headers = [*page.headers, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _page(self, scope: Scope) -> Page | None:
        """The page of whoever asks, no older than what they were told of; None where Django has something else to say."""
        wanted = self._hub.head
        try:
            audience = await self._audience(scope)
        except Refused:
            return None
        kept = self._kept.setdefault(audience, Kept())
        async with kept.lock:
            if kept.page is None or not self._holds(kept.page, wanted):
                kept.page = await self._drawn(scope)
            return kept.page

    def _holds(self, page: Page, wanted: int) -> bool:
        told = page.head >= wanted or not self._follows
        return told and time.monotonic() - page.at_s <= self._good_s

    async def _audience(self, scope: Scope) -> Audience:
        """All of those whom `visible` and `may` tell alike, and who read alike: as the hub of live events has it."""
        one = await self._askers.who(scope)
        if len(self._kept) > AUDIENCES_MAX:
            self._kept.clear()
        return (one.actor.organisation, one.actor.roles, one.actor.unit, one.language)

    async def _drawn(self, scope: Scope) -> Page | None:
        head, at_s = self._hub.head, time.monotonic()
        told: list[Message] = []

        async def hear(message: Message) -> None:
            told.append(message)

        async def nothing_more() -> Message:
            return {"type": "http.disconnect"}

        await self._otherwise({**scope, "query_string": b""}, replay(b"", nothing_more), hear)
        begun, body = told[0], b"".join(part.get("body", b"") for part in told[1:])
        headers = [(name, text) for name, text in begun["headers"] if name.lower() != b"content-length"]
        own = begun["status"] != 200 or any(name.lower() == b"set-cookie" for name, _ in headers)
        return None if own else Page(head, at_s, headers, body)


def _plain(scope: Scope) -> bool:
    return scope["method"] == "GET" and header(scope, b"authorization") is None


def _on(scope: Scope) -> str:
    return next(iter(parse_qs(scope["query_string"].decode("latin-1")).get("on", [])), "")
