"""Answering over the socket: many askers at once on one thread, each bounded in what it may send and how long it may take.

Whoever sends something else is told so once and hung up on; whoever dies in the middle harms nobody.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from callbox.kernel.chain import Json
from callbox.site.advisor.asked import NotUnderstood
from callbox.site.advisor.frames import HEAD_BYTES, QUESTION_MAX_BYTES, NotAFrame, length_of, packed, refusal, unpacked
from callbox.site.faults import where

Answer = Callable[[str, dict[str, Json]], dict[str, Json]]

ASKERS_MAX = 64
SEND_WITHIN_S = 5.0

log = logging.getLogger("callbox.advisor")


class Server:
    """One socket, and the function that answers."""

    def __init__(self, path: Path, answer: Answer) -> None:
        self._path, self._answer = path, answer
        self._askers = 0

    async def serve(self, ending: asyncio.Event) -> None:
        """Answer until the end is asked for."""
        server = await asyncio.start_unix_server(self._talk, self._path, limit=QUESTION_MAX_BYTES + HEAD_BYTES)
        self._path.chmod(0o600)
        async with server:
            await ending.wait()
        self._path.unlink(missing_ok=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._askers += 1
        try:
            # Whoever asked may be gone, or never come to the end.
            with suppress(OSError, EOFError, TimeoutError):
                async with asyncio.timeout(SEND_WITHIN_S):
                    writer.write(await self._reply(reader))
                    await writer.drain()
        finally:
            self._askers -= 1
            writer.close()

    async def _reply(self, reader: asyncio.StreamReader) -> bytes:
        if self._askers > ASKERS_MAX:
            return refusal("busy", f"{ASKERS_MAX} ask already")
        try:
            length = length_of(await reader.readexactly(HEAD_BYTES), most=QUESTION_MAX_BYTES)
            return self._answered(unpacked(await reader.readexactly(length)))
        except NotAFrame as wrong:
            return refusal(wrong.code, wrong.detail)

    def _answered(self, question: dict[str, Json]) -> bytes:
        name, told = question.get("ask"), question.get("told", {})
        if not isinstance(name, str) or not isinstance(told, dict):
            raise NotAFrame("frame.question", 'a question is {"ask": name, "told": {...}}')
        try:
            return packed({"answer": self._answer(name, told)})
        except NotUnderstood as wrong:
            return refusal(wrong.code, wrong.detail)
        except Exception as wrong:
            # Its place, never its text: that may hold where somebody is.
            log.error("a question %r failed: %s", name[:40], where(wrong))  # noqa: TRY400
            return refusal("failed", type(wrong).__name__)
