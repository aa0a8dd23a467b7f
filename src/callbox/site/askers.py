"""Who asks, for the bare functions beside Django: looked up as Django does, and then known while what it rests on stands.

A look-up is half a dozen questions to the database, and two hundred consoles ask in one moment. So whoever asked lately is
held against the database again every few seconds, all of them with three questions: their sessions, their persons, their
posts. Who signed out, was dismissed or holds another post is no longer known from then on, and is looked up anew.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.handlers.asgi import ASGIRequest
from django.db import Error, close_old_connections, connection, connections, transaction
from django.db.models.functions import Now

from callbox.faces.console.language import language_for
from callbox.kernel.facts import Actor
from callbox.services.organisation.acts import actor_of, standing_of
from callbox.site.asgi_types import Scope, header

COOKIE = "sessionid"
CHECK_S = 2.0
KNOWN_S = 5.0  # nobody is believed for longer without having been looked for: the database may be away
IDLE_S = 60.0
ASKERS_MAX = 5_000

T = TypeVar("T")
Asking = tuple[str | None, ...]
Basis = tuple[object, ...]
"""What the answer rests on, to be compared: what the session holds, the person, the post."""


@dataclass(frozen=True)
class Asker:
    """Who asks, and the language their pages speak."""

    actor: Actor
    language: str


@dataclass
class Known:
    """Somebody who was looked up. Times are of a clock that never jumps."""

    asker: Asker
    session: str
    basis: Basis
    checked_s: float
    used_s: float


class Askers:
    """Looks up who asks, on one thread with a connection of its own."""

    def __init__(self) -> None:
        self._known: dict[Asking, Known] = {}
        self._looking: dict[Asking, asyncio.Future[Known]] = {}
        self._checking: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="asker")

    def start(self) -> None:
        """Hold those who are known against the database from now on. Call it in the loop that requests are served in."""
        self._keeping = asyncio.ensure_future(self._keep())

    async def stop(self) -> None:
        """End the thread."""
        self._keeping.cancel()
        await self._asked(connections.close_all)
        self._thread.shutdown()

    async def who(self, scope: Scope) -> Asker:
        """Who makes this request, and in which language.

        Raises:
            Refused: `sign_in.needed` or `sign_in.no_post`.
        """
        if header(scope, b"authorization") is not None:
            return (await self._asked(_looked_up, scope, None)).asker
        asking = (header(scope, b"cookie"), header(scope, b"accept-language"))
        known, since_s = self._known.get(asking), time.monotonic() - KNOWN_S
        if known is not None and known.checked_s <= since_s:
            known = await self._still(asking, known)
        if known is None or known.checked_s <= since_s:
            known = await self._look(asking, scope)
        known.used_s = time.monotonic()
        return known.asker

    async def _still(self, asking: Asking, known: Known) -> Known | None:
        """Somebody once more, after all were held against the database.

        Where the machine is too busy to do so in time, that is one look for all: were each of them looked up anew then, it
        would never be in time again.
        """
        known.used_s = time.monotonic()
        with suppress(Error):
            await self._checked()
        return self._known.get(asking)

    async def _look(self, asking: Asking, scope: Scope) -> Known:
        """Look somebody up, once for however many of their pages ask at this moment."""
        if asking not in self._looking:
            looking = asyncio.ensure_future(self._asked(_looked_up, scope, time.monotonic()))
            self._looking[asking] = looking
            looking.add_done_callback(lambda done: self._remember(asking, done))
        return await asyncio.shield(self._looking[asking])

    def _remember(self, asking: Asking, done: "asyncio.Future[Known]") -> None:
        del self._looking[asking]
        if len(self._known) >= ASKERS_MAX:
            self._known.clear()
        if done.cancelled() or done.exception() is not None:
            self._known.pop(asking, None)
        else:
            self._known[asking] = done.result()

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(CHECK_S)
            with suppress(Error):  # the database is away: what is known ends by itself
                await self._checked()

    async def _checked(self) -> None:
        """Hold all against the database, once for however many wait for it."""
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(self._check())
        await asyncio.shield(self._checking)

    async def _check(self) -> None:
        begun_s = time.monotonic()
        before = {asking: one for asking, one in self._known.items() if begun_s - one.used_s < IDLE_S}
        bases = await self._asked(_bases, [(one.session, one.asker.actor) for one in before.values()]) if before else []
        stand = {asking for (asking, one), basis in zip(before.items(), bases, strict=True) if one.basis == basis}
        for asking in self._known.keys() & (before.keys() - stand):
            if self._known[asking] is before[asking]:
                del self._known[asking]
        for asking in stand:
            before[asking].checked_s = begun_s

    async def _asked(self, what: Callable[..., T], *given: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, what, *given)


def _looked_up(scope: Scope, now_s: float | None) -> Known:
    """Who asks and what that rests on, at one moment of the database."""
    close_old_connections()
    request = ASGIRequest(scope, BytesIO())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        request.session = SessionStore(request.COOKIES.get(COOKIE))
        request.user = get_user(request)
        actor = actor_of(request)
        session = request.session.session_key or ""
        (basis,) = _bases([(session, actor)]) if now_s is not None else ((),)
    return Known(Asker(actor, language_for(request)), session, basis, now_s or 0.0, now_s or 0.0)


def _bases(found: Sequence[tuple[str, Actor]]) -> list[Basis]:
    """What each of these rests on, as it stands now."""
    close_old_connections() if not connection.in_atomic_block else None
    holding = Session.objects.filter(session_key__in={session for session, _ in found}, expire_date__gt=Now())
    held = dict(holding.values_list("session_key", "session_data"))
    standing = standing_of([actor for _, actor in found])
    return [(held.get(session), standing.get(actor.person), standing.get(actor.post)) for session, actor in found]
