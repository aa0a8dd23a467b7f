"""The town behind its real web server, on loopback, and short ways to talk to it."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from tests.worlds.city import CENTRE, SYSTEM, Town

from callbox.kernel import sequencer
from callbox.services.organisation.acts import digest_of, new_secret
from callbox.site.web import Server, Web


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def told(self) -> Any:
        return json.loads(self.text)


@dataclass
class Served:
    """The town's server, and tokens to ask it with: one for each role and organisation."""

    town: Town
    server: Server
    port: int
    _secrets: dict[tuple[str, str], str] = field(default_factory=dict)

    def secret(self, role: str, organisation: str = CENTRE) -> str:
        """A token in this role."""
        if (role, organisation) not in self._secrets:
            secret = new_secret()
            told = {"organisation": organisation, "name": role, "roles": (role,), "digest": digest_of(secret)}
            self.town.done("token.issue", SYSTEM, **told)
            self._secrets[role, organisation] = secret
        return self._secrets[role, organisation]

    def ask(self, method: str, path: str, told: Any = None, *, by: str | None = "dispatcher", **headers: str) -> Reply:
        """One request. `by` is a role at the centre, a secret, or None for a stranger."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if by is not None:
            named["Authorization"] = f"Bearer {by if by.startswith('cbx_') else self.secret(by)}"
        body = told
        if not isinstance(told, bytes | None):
            body = json.dumps(told)
        if told is not None:
            named.setdefault("Content-Type", "application/json")
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            caller.request(method, path, body=body, headers=named)
            reply = caller.getresponse()
            return Reply(reply.status, reply.headers, reply.read().decode())
        finally:
            caller.close()

    def heard(self) -> int:
        """The last position that the server has heard of."""
        hub = self.server.web.hub
        return hub.head if hub else 0

    def get(self, path: str, **more: Any) -> Reply:
        return self.ask("GET", path, **more)

    def post(self, path: str, told: Any, **more: Any) -> Reply:
        return self.ask("POST", path, told, **more)


def started(server: Server) -> int:
    """Wait until the server answers; its port."""
    for _ in range(2_000):
        if server.started:
            port: int = server.servers[0].sockets[0].getsockname()[1]
            return port
        time.sleep(0.01)
    raise TimeoutError("the web server did not start")


def until_told(served: Served) -> None:
    """Give every entry its position, as the worker does, and wait until the web process has heard of the last."""
    sequencer.run()
    for _ in range(500):
        if served.heard() == sequencer.sequenced().size:
            return
        time.sleep(0.01)
    raise TimeoutError("the web server did not hear of the last position")


def end(server: Server, thread: threading.Thread) -> None:
    """Stop the server. Whoever listens for positions there looks up only once a second, unless woken."""
    server.should_exit = True
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {sequencer.CHANNEL}")
        thread.join(timeout=0.05)
        if not thread.is_alive():
            return
    raise TimeoutError("the web server did not end")


@pytest.fixture
def served(town: Town) -> Iterator[Served]:
    """The town behind its real web server. Tests that ask for it are marked `enable_socket`."""
    server = Server(Web(threads=4), port=0)
    thread = threading.Thread(target=server.run, name="web")
    thread.start()
    try:
        yield Served(town, server, started(server))
    finally:
        end(server, thread)
