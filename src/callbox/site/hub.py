"""Live events: one thread listens for positions, every viewer follows at its own pace.

Each viewer has a cursor, its last position. What lies between it and the head comes from memory if it is recent, else from
the ledger; so a viewer that comes back misses nothing and gets nothing twice, and a slow one holds nobody up.
"""

import asyncio
import logging
from bisect import bisect_right
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import psycopg
from django.db import Error, connection, connections

from callbox.kernel import live, sequencer
from callbox.kernel.facts import Actor, Record, Ref
from callbox.kernel.live import Frame, News

RECENT = 5_000
LOOK_S = 1.0  # a notice may be lost with its connection; so often we look without one
QUIET_S = 15.0  # a comment keeps proxies from closing a quiet stream
QUIET = b":\n\n"

log = logging.getLogger(__name__)


class Hub:
    """Where live events come in and are handed on."""

    def __init__(self) -> None:
        self.head = 0
        self.viewers = 0
        self._recent: list[Frame] = []
        self._records: dict[Ref, Record] = {}
        self._rendered: dict[tuple[object, ...], bytes] = {}
        self._grown = asyncio.Event()
        self._ready = asyncio.Event()
        self._ending = Event()
        self._thread = Thread(target=self._listen, name="live", daemon=True)
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="live-reader")

    def start(self) -> None:
        """Listen from now on. Call it in the loop that viewers are served in."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def close(self) -> None:
        """Let every viewer's stream end."""
        self._ending.set()
        self._wake()

    def stop(self) -> None:
        """End the threads."""
        self.close()
        self._thread.join()
        self._readers.shutdown()

    async def after(self, actor: Actor, position: int | None) -> AsyncGenerator[bytes, None]:
        """What this viewer may know, from after a position on (None: from now); ends when the hub closes."""
        await self._ready.wait()
        cursor = self.head if position is None else max(0, min(position, self.head))
        self.viewers += 1
        try:
            yield QUIET
            while not self._ending.is_set():
                grown = self._grown
                if cursor < self.head:
                    text, cursor = await self._next(actor, cursor)
                    if text:
                        yield text
                elif not await _came(grown, QUIET_S):
                    yield QUIET
        finally:
            self.viewers -= 1

    async def _next(self, actor: Actor, cursor: int) -> tuple[bytes, int]:
        if not self._recent or cursor < self._recent[0].position - 1:
            news = await self._loop.run_in_executor(self._readers, _read, cursor)
            last = news.frames[-1].position if news.frames else self.head
            return _seen(actor, news), last
        frames = self._recent[bisect_right(self._recent, cursor, key=lambda one: one.position) :]
        audience = (actor.organisation, actor.roles, actor.unit, cursor)
        if audience not in self._rendered:
            self._rendered[audience] = _seen(actor, News(frames, self._records))
        return self._rendered[audience], self.head

    def _grow(self, news: News) -> None:
        self._recent.extend(news.frames)
        self._records.update(news.records)
        self.head = news.frames[-1].position
        if len(self._recent) > 2 * RECENT:
            self._recent = self._recent[-RECENT:]
            kept = {one.ref for one in self._recent}
            self._records = {ref: record for ref, record in self._records.items() if ref in kept}
        self._wake()

    def _wake(self) -> None:
        self._rendered.clear()
        woken, self._grown = self._grown, asyncio.Event()
        woken.set()

    def _begin(self, head: int) -> None:
        self.head = max(self.head, head)
        self._ready.set()

    def _listen(self) -> None:
        while not self._ending.is_set():
            try:
                self._follow()
            except (Error, psycopg.Error) as lost:
                log.warning("live events lost the database (%s); trying again", type(lost).__name__)
                self._ending.wait(LOOK_S)
            finally:
                connections.close_all()

    def _follow(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {sequencer.CHANNEL}")
        head = self.head if self._ready.is_set() else sequencer.sequenced().size
        self._loop.call_soon_threadsafe(self._begin, head)
        while not self._ending.is_set():
            while (news := live.since(head)).frames:
                head = news.frames[-1].position
                self._loop.call_soon_threadsafe(self._grow, news)
            raw = connection.connection
            assert raw is not None
            list(raw.notifies(timeout=LOOK_S, stop_after=1))


def _read(cursor: int) -> News:
    try:
        return live.since(cursor)
    finally:
        connections.close_all()


def _seen(actor: Actor, news: News) -> bytes:
    seen: dict[Ref, bool] = {}
    parts: Sequence[bytes] = [one.text for one in news.frames if _sees(actor, one.ref, news, seen)]
    return b"".join(parts)


def _sees(actor: Actor, ref: Ref, news: News, seen: dict[Ref, bool]) -> bool:
    if ref not in seen:
        seen[ref] = live.sees(actor, news.records.get(ref))
    return seen[ref]


async def _came(event: asyncio.Event, patience_s: float) -> bool:
    try:
        async with asyncio.timeout(patience_s):
            await event.wait()
    except TimeoutError:
        return False
    return True
