"""`GET /events`: server-sent events for consoles and other systems. `Last-Event-ID` (or `?after=`) replays."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import parse_qs

from callbox.kernel.facts import Actor, Refused
from callbox.site.asgi_types import Receive, Scope, Send, header
from callbox.site.askers import Askers
from callbox.site.hub import Hub
from callbox.site.refusing import refuse

# So often a stream asks again whether its viewer is still who they were: a lost post or a revoked token ends it.
ASK_AGAIN_S = 30.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Events:
    """The bare ASGI function behind `/events`."""

    def __init__(self, hub: Hub, askers: Askers) -> None:
        self._hub, self._askers = hub, askers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] != "GET":
                raise Refused("http.method")
            after = _after(scope)
            actor = (await self._askers.who(scope)).actor
        except Refused as refused:
            await refuse(scope, send, refused)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await self._stream(scope, receive, send, watched=(actor, after))

    async def _stream(self, scope: Scope, receive: Receive, send: Send, *, watched: tuple[Actor, int | None]) -> None:
        sending = asyncio.ensure_future(self._send_all(send, self._hub.after(*watched)))
        leaving = asyncio.ensure_future(_left(receive))
        asking = asyncio.ensure_future(self._changed(scope, watched[0]))
        tasks = (sending, leaving, asking)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if not leaving.done() or leaving.cancelled():
            await send({"type": "http.response.body", "body": b""})

    async def _send_all(self, send: Send, frames: AsyncGenerator[bytes, None]) -> None:
        async with aclosing(frames):
            async for text in frames:
                await send({"type": "http.response.body", "body": text, "more_body": True})

    async def _changed(self, scope: Scope, actor: Actor) -> None:
        """Returns when whoever watches is no longer who they were."""
        while True:
            await asyncio.sleep(ASK_AGAIN_S)
            try:
                if (await self._askers.who(scope)).actor != actor:
                    return
            except Refused:
                return


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _after(scope: Scope) -> int | None:
    told = header(scope, b"last-event-id") or next(iter(parse_qs(scope["query_string"].decode()).get("after", [])), "")
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < 19):
        raise Refused("field.type", field="Last-Event-ID", expected="a_whole_number")
    return int(told)
