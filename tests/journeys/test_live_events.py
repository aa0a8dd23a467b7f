"""Live events over real HTTP: nothing missing, nothing twice, nothing personal, nothing of others."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection
from tests.worlds.city import EAST, SYSTEM, WEST, actor
from tests.worlds.web import Served

from callbox.kernel import sequencer
from callbox.services.organisation.acts import digest_of, new_secret

pytestmark = pytest.mark.enable_socket


class Stream:
    """One viewer's connection. Frames are read as they come; reading ends when the stream does."""

    def __init__(self, served: Served, secret: str, *, after: int | None = None) -> None:
        self.frames: list[dict[str, Any]] = []
        self._caller = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        headers = {"Authorization": f"Bearer {secret}"} | ({} if after is None else {"Last-Event-ID": str(after)})
        self._caller.request("GET", "/events", headers=headers)
        self._sock = self._caller.sock
        self.reply = self._caller.getresponse()
        self.text = ""
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        number = ""
        try:
            for line in iter(self.reply.readline, b""):
                text = line.decode()
                self.text += text
                if text.startswith("id: "):
                    number = text[4:].strip()
                elif text.startswith("data: "):
                    told = json.loads(text[6:])
                    assert str(told["position"]) == number
                    self.frames.append(told)
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            return

    @property
    def positions(self) -> list[int]:
        return [frame["position"] for frame in self.frames]

    def drop(self) -> None:
        """Lose the connection without a word, as a phone in a tunnel does."""
        with suppress(OSError):
            self._sock.shutdown(2)
        self._thread.join(timeout=10)
        self.reply.close()
        self._sock.close()
        self._caller.close()

    def ended(self) -> bool:
        self._thread.join(timeout=10)
        return not self._thread.is_alive()

    def wait(self, met: Callable[["Stream"], bool]) -> None:
        for _ in range(1_000):
            if met(self):
                return
            time.sleep(0.01)
        raise TimeoutError(f"after 10 s only {self.positions}")


@contextmanager
def watching(served: Served, secret: str, *, after: int | None = None) -> Iterator[Stream]:
    stream = Stream(served, secret, after=after)
    try:
        yield stream
    finally:
        stream.drop()


def last_position() -> int:
    sequencer.run()
    return sequencer.sequenced().size


def test_a_viewer_who_comes_back_misses_nothing_and_sees_nothing_twice(served: Served) -> None:
    secret = served.secret("dispatcher", "coast")
    start = last_position()
    seen: list[int] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            served.town.incident()
            sequencer.run()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    after = start
    for _ in range(5):
        with watching(served, secret, after=after) as stream:
            stream.wait(lambda one: len(one.frames) >= 3)
        seen += stream.positions
        after = seen[-1]
    stop.set()
    worker.join()
    end = last_position()
    with watching(served, secret, after=after) as stream:
        stream.wait(lambda one: after >= end or end in one.positions)
    seen += stream.positions

    assert seen == list(range(start + 1, end + 1))


def test_events_hold_nothing_but_that_something_happened(served: Served) -> None:
    with watching(served, served.secret("dispatcher"), after=last_position()) as stream:
        report = served.town.done("report.receive", actor("call_taker"), address="12 Harbour Road", caller_name="Wei")
        end = last_position()
        stream.wait(lambda one: len(one.frames) == 1)
    assert stream.frames == [{"position": end, "kind": "report", "record": report, "event": "report.received"}]
    assert "Harbour" not in stream.text


def test_a_viewer_is_told_only_of_what_exists_for_them(served: Served) -> None:
    start = last_position()
    streams = {one: Stream(served, served.secret("dispatcher", one), after=start) for one in (EAST, WEST, "coast")}
    made = {
        one: served.town.done("incident.open", actor("dispatcher", one), category="fire", priority="emergency")
        for one in (EAST, WEST)
    }
    last_position()
    streams["coast"].wait(lambda one: len([frame for frame in one.frames if frame["kind"] == "incident"]) == 2)
    for one in (EAST, WEST):
        streams[one].wait(lambda stream: bool([frame for frame in stream.frames if frame["kind"] == "incident"]))
    for stream in streams.values():
        stream.drop()
    for one in (EAST, WEST):
        told = [frame["record"] for frame in streams[one].frames if frame["kind"] == "incident"]
        assert told == [made[one]]


def test_a_stream_ends_when_its_token_does(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.site.events.ASK_AGAIN_S", 0.1)
    monkeypatch.setattr("callbox.services.organisation.acts.TOKEN_KEPT_S", 0.0)
    secret = new_secret()
    told = {"organisation": EAST, "name": "wall", "roles": ("dispatcher",), "digest": digest_of(secret)}
    token = served.town.done("token.issue", SYSTEM, **told)
    with watching(served, secret) as stream:
        served.town.done("token.revoke", SYSTEM, token=token)
        assert stream.ended()
    assert served.get("/events", by=secret).status == 401


def test_the_servers_end_ends_every_stream(served: Served) -> None:
    with watching(served, served.secret("dispatcher")) as stream:
        served.server.should_exit = True
        assert stream.ended()


def test_a_place_to_begin_must_be_a_number(served: Served) -> None:
    reply = served.get("/events?after=x")
    assert (reply.status, reply.told["field"]) == (422, "Last-Event-ID")
    assert served.post("/events", {}).status == 405
