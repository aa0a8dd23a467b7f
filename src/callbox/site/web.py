"""The web process: one uvicorn; bare ASGI functions for what must be fast or long, Django on threads for all else.

Django runs through a2wsgi and never under ASGI: its middleware would cross threads at every hook. A request's body is read
whole, and only so much of it, before it costs a thread.
"""

import asyncio
import logging
import socket
import sys
from collections.abc import Sequence
from threading import Barrier

import uvicorn
from a2wsgi import WSGIMiddleware
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from callbox.kernel.facts import Refused
from callbox.kernel.intake import Intake
from callbox.site import logs, shared
from callbox.site.asgi_types import App, Receive, Scope, Send
from callbox.site.askers import Askers
from callbox.site.bodies import read_body, replay, with_length
from callbox.site.events import Events
from callbox.site.hub import Hub
from callbox.site.refusing import refuse
from callbox.site.reports import PATH, Reports
from callbox.site.shared import Shared

LOOPBACK, PORT = "127.0.0.1", 8000
THREADS = 16
GRACE_S = 10
# The intake's thread waits for PostgreSQL several times a batch, and each time it had to wait for the loop's turn to end:
# with turns of 0.5 ms instead of Python's 5 ms a flood is taken in faster.
SWITCH_S = 0.0005

log = logging.getLogger(__name__)


class Web:
    """Everything the web process answers, as one ASGI application."""

    def __init__(self, *, threads: int = THREADS) -> None:
        self._threads = threads
        self._wsgi = WSGIMiddleware(StaticFilesHandler(WSGIHandler()), workers=threads)  # type: ignore[arg-type]
        self._django: App = self._wsgi  # type: ignore[assignment]  # the same shapes, named twice
        self.intake = Intake()
        self.hub: Hub | None = None
        self._bare: dict[str, App] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        bare = self._bare.get(scope["path"])
        if bare is not None:
            await bare(scope, receive, send)
        else:
            await self._by_django(scope, receive, send)

    async def _by_django(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive)
        except Refused as refused:
            await refuse(scope, send, refused)
            return
        if body is not None:
            await self._django(with_length(scope, len(body)), replay(body, receive), send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        sys.setswitchinterval(SWITCH_S)
        self.hub = Hub()
        self.hub.start()
        self.intake.start()
        askers = Askers()
        askers.start()
        reports = Reports(self.intake, otherwise=self._by_django)
        reports.start()
        self._bare |= {"/events": Events(self.hub, askers), PATH: reports}
        for path in (shared.PATH, shared.MAP):
            self._bare[path] = Shared(self.hub, askers, otherwise=self._by_django, good_s=shared.DRAWN_S)
        moves = Shared(self.hub, askers, otherwise=self._by_django, good_s=shared.MOVED_S, follows=False)
        self._bare[shared.MOVES] = moves
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await askers.stop()
        await asyncio.to_thread(self._stop, self.hub, reports)
        await send({"type": "lifespan.shutdown.complete"})

    def _stop(self, hub: Hub, reports: Reports) -> None:
        reports.stop()
        hub.stop()
        self._let_go()
        self.intake.stop()

    def _let_go(self) -> None:
        """Every thread of Django's closes its own connection; the barrier gives each exactly one turn."""
        barrier = Barrier(self._threads, timeout=GRACE_S)
        turns = [self._wsgi.executor.submit(_close, barrier) for _ in range(self._threads)]
        for turn in turns:
            turn.result()
        self._wsgi.executor.shutdown()


def _close(barrier: Barrier) -> None:
    connections.close_all()
    barrier.wait()


class Server(uvicorn.Server):
    """A uvicorn that lets the streams of live events end before it waits for requests to."""

    def __init__(self, web: Web, *, host: str = LOOPBACK, port: int = PORT) -> None:
        super().__init__(
            uvicorn.Config(
                web,
                host=host,
                port=port,
                lifespan="on",
                ws="none",
                log_config=None,
                access_log=False,  # an address may hold a purpose or a name
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self.web = web

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Stop taking requests, end the streams, finish what was begun."""
        if self.web.hub is not None:
            self.web.hub.close()
        await super().shutdown(list(sockets) if sockets else None)


def serve(*, host: str = LOOPBACK, port: int = PORT) -> None:
    """Serve the world that is open in this process, until it is told to stop (SIGINT, SIGTERM)."""
    logs.begin()
    Server(Web(), host=host, port=port).run()
