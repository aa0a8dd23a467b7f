"""`POST /api/reports` without Django, for systems that send one report after another with a token.

It shares every step with the operation of the API: the schema, who acts, the act, the intake, the answer's body. What it
does not share it learns: a sender's first report goes through Django, and the headers of its answer are given to those that
come in the same manner. Whatever is not plain, not good, or refused is handed to Django, which says what is wrong with it.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connections
from pydantic import ValidationError

from callbox.faces.api.performing import CREATED, REPLAYED, REPORT, act_of, body_of
from callbox.faces.api.reading import read_object
from callbox.faces.api.schemas import asked
from callbox.kernel import checks, registry
from callbox.kernel.facts import Act, Actor, Answer, Refused
from callbox.kernel.intake import PATIENCE_S, Intake, answering, nothing
from callbox.kernel.node import current
from callbox.services.organisation.acts import PREFIX, actor_of_token, asks_nothing, was_good
from callbox.site.asgi_types import App, Message, Receive, Scope, Send
from callbox.site.bodies import read_body, replay
from callbox.site.refusing import refuse

PATH = "/api/reports"
BEARER = b"Bearer " + PREFIX.encode()
# Headers in which the reports of one sender may differ and still come in the same manner.
OWN = (b"authorization", b"idempotency-key", b"content-length")
# What else differs from answer to answer.
ANSWERS_OWN = (b"content-length", REPLAYED.lower().encode())
MANNERS_MAX = 1_000
# A larger body is read on a thread of Django's, so that nobody else waits for it.
AT_ONCE_MAX_BYTES = 50_000

log = logging.getLogger(__name__)

Headers = Sequence[tuple[bytes, bytes]]
Manner = tuple[object, ...]


@dataclass(frozen=True)
class Plain:
    """A request that holds nothing unusual."""

    secret: str
    key: str | None
    content_type: str
    manner: Manner


class Reports:
    """The bare ASGI function behind `POST /api/reports`; `otherwise` is Django."""

    def __init__(self, intake: Intake, *, otherwise: App) -> None:
        self._intake, self._otherwise = intake, otherwise
        self._manners: MutableMapping[Manner, Headers] = {}
        self._come: deque[tuple[asyncio.Future[Answer], Future[Answer]]] = deque()
        self._askers = ThreadPoolExecutor(1, thread_name_prefix="reports")

    def start(self) -> None:
        """Take answers on the loop that runs now."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self._deliver)

        self._intake.after_batch = wake

    def stop(self) -> None:
        """End the thread."""
        self._intake.after_batch = nothing
        self._askers.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = plain(scope)
        headers = self._manners.get(told.manner) if told else None
        if told is None:
            await self._otherwise(scope, receive, send)
        elif headers is None:
            await self._otherwise(scope, receive, self._learning(told.manner, send))
        else:
            await self._answer(scope, receive, send, asked_for=(told, headers))

    def _learning(self, manner: Manner, send: Send) -> Send:
        """Remember with which headers Django answers a good report that comes in this manner."""

        async def learn(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == CREATED:
                if len(self._manners) >= MANNERS_MAX:
                    self._manners.clear()
                self._manners[manner] = [pair for pair in message["headers"] if pair[0].lower() not in ANSWERS_OWN]
            await send(message)

        return learn

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, asked_for: tuple[Plain, Headers]) -> None:
        told, headers = asked_for
        try:
            body = await read_body(scope, receive)
            if body is None:
                return
            act = await self._act(told, body) if len(body) <= AT_ONCE_MAX_BYTES else None
            answer = await self._answered(act) if act else None
        except Refused as refused:
            await refuse(scope, send, refused)
            return
        except Exception:
            # It is not known how far it came, so it is not tried again by Django.
            log.exception("a report could not be answered")
            await refuse(scope, send, Refused("http.broken"))
            return
        if answer is None or not answer.ok:
            await self._otherwise(scope, replay(body, receive), send)
        else:
            await _send(send, answer, headers)

    async def _act(self, told: Plain, body: bytes) -> Act | None:
        """The act that is asked for; None when something speaks against it."""
        spec = registry.act(REPORT)
        try:
            actor = await self._actor(told.secret)
            wanted = asked(spec).model_validate(read_object(body, told.content_type))
            act = act_of(actor, spec, told=wanted, key=told.key)
            checks.check(act, current().world.clock.now())
        except (Refused, ValidationError):
            return None
        return act

    async def _actor(self, secret: str) -> Actor:
        if asks_nothing(secret):
            return _actor(secret)
        if not was_good(secret):
            raise Refused("sign_in.needed")
        return await asyncio.get_running_loop().run_in_executor(self._askers, _looked_up, secret)

    async def _answered(self, act: Act) -> Answer:
        """Wait for the answer on a future of this loop's own: whoever stops waiting takes nothing from the intake."""
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        with answering():
            self._intake.submit(act, done=lambda come: self._come.append((waiting, come)))
            async with asyncio.timeout(PATIENCE_S):
                return await waiting

    def _deliver(self) -> None:
        """Hand over the answers of a batch: the loop is woken once for all of them."""
        while self._come:
            waiting, come = self._come.popleft()
            if waiting.done():
                continue
            if wrong := come.exception():
                waiting.set_exception(wrong)
            else:
                waiting.set_result(come.result())


def plain(scope: Scope) -> Plain | None:
    """What a request says, if it is one of those that are answered here; None: it is Django's.

    A header that stands twice, or that WSGI would take for another (`_` for `-`), could be read in two ways.
    """
    told: dict[bytes, bytes] = dict(scope["headers"])
    usual = scope["method"] == "POST" and not scope["query_string"] and len(told) == len(scope["headers"])
    if not usual or b"cookie" in told or any(b"_" in name for name in told):
        return None
    secret = told.get(b"authorization", b"")
    if not secret.startswith(BEARER) or not secret[len(b"Bearer ") :].replace(b"_", b"").isalnum():
        return None
    key = told.get(b"idempotency-key")
    return Plain(
        secret=secret[len(b"Bearer ") :].decode("ascii"),
        key=None if key is None else key.decode("latin-1"),
        content_type=told.get(b"content-type", b"").decode("latin-1"),
        manner=(scope["scheme"], *(pair for pair in told.items() if pair[0] not in OWN)),
    )


def _actor(secret: str) -> Actor:
    return actor_of_token(secret, at=current().world.clock.now())


def _looked_up(secret: str) -> Actor:
    try:
        return _actor(secret)
    finally:
        connections.close_all()


async def _send(send: Send, answer: Answer, headers: Headers) -> None:
    body = json.dumps(body_of(answer)).encode()
    own = [(b"content-length", str(len(body)).encode())]
    own += [(REPLAYED.lower().encode(), b"true")] if answer.replayed else []
    await send({"type": "http.response.start", "status": CREATED, "headers": [*headers, *own]})
    await send({"type": "http.response.body", "body": body})
