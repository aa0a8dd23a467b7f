"""Requests are sent on to another city's server: here to this node's own, which is the strictest one at hand."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from tests.worlds.city import Town
from tests.worlds.examples_neighbour import forward, neighbour
from tests.worlds.requests import WATER, category, offices
from tests.worlds.web import Served

from callbox.kernel.facts import Id, Ref
from callbox.kernel.read import opened
from callbox.site.neighbours import client, forwarding
from callbox.site.neighbours.client import Server

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]


@pytest.fixture
def breaking() -> Iterator["Breaking"]:
    """A server that takes what it is sent and breaks off before it answers."""
    one = Breaking()
    one.start()
    yield one
    one.stop()


class Breaking(threading.Thread):
    """Counts what arrived, and never says so."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.posts = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}/v2"

    def run(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                self.posts += line.recv(65_536).startswith(b"POST")

    def stop(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.join()


def begun(town: Town, **more: Any) -> Any:
    """A forward to this neighbour."""
    to: dict[str, Any] = {name: more.pop(name) for name in ("address", "api_key", "keeps_keys") if name in more}
    return town.record("forward", forward(town, neighbour=neighbour(town, **to), **more))


def test_a_request_is_sent_on_and_its_standing_is_heard(served: Served) -> None:
    offices(served.town)
    leak = category(served.town, department=WATER, name="Their leak", public=True)
    address = f"http://127.0.0.1:{served.port}/open311/v2"
    one = begun(served.town, address=address, api_key=served.secret("reporter"), service_code=leak)
    served.get("/open311/discovery.json", by=None)  # the first answer of a process takes its time

    forwarding.send(one)
    forwarding.hear(served.town.record("forward", one.id))

    sent = served.town.record("forward", one.id)
    theirs = served.town.record("request", sent.number)
    assert (sent.status, sent.tries, sent.their_status) == ("sent", 1, "open")
    assert (theirs.category, theirs.organisation) == (leak, WATER)
    told = opened(forwarding.SENDER, Ref("report", theirs.report), purpose="to see what left")
    assert (told.caller_name, told.caller_phone) == (None, None)
    assert told.said_fact.startswith("Water comes from your side")
    assert [one["service_code"] for one in client.services(Server(address=address))] == [leak]


def test_nothing_is_sent_twice_where_nobody_knows_whether_it_arrived(town: Town, breaking: Breaking) -> None:
    one = begun(town, address=breaking.address)

    forwarding.send(one)
    unsure = town.record("forward", one.id)
    forwarding.send(unsure)

    assert (unsure.status, unsure.fault, breaking.posts) == ("unsure", "answered_badly", 1)


def test_who_takes_in_once_what_comes_twice_is_sent_it_again_under_the_same_key(
    served: Served, breaking: Breaking
) -> None:
    offices(served.town)
    leak = category(served.town, department=WATER, name="Their leak", public=True)
    one = begun(served.town, address=breaking.address, keeps_keys=True, service_code=leak)
    forwarding.send(one)
    assert served.town.record("forward", one.id).status == "waiting"
    server = Server(address=f"http://127.0.0.1:{served.port}/open311/v2", api_key=served.secret("reporter"))
    way = forwarding._way(served.town.record("forward", one.id))

    taken = {client.post(server, way.fields, key=one.id) for _ in range(3)}

    assert len(taken) == 1


def test_what_certainly_did_not_arrive_is_tried_again_and_a_no_is_a_no(served: Served) -> None:
    closed = socket.create_server(("127.0.0.1", 0))
    nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/v2"
    closed.close()
    away = begun(served.town, address=nobody)
    no_key = begun(served.town, address=f"http://127.0.0.1:{served.port}/open311/v2", api_key="wrong")

    for one in (away, no_key):
        forwarding.send(one)

    assert [(told.status, told.fault) for told in _as_they_stand(served.town, away.id, no_key.id)] == [
        ("waiting", "no_connection"),
        ("declined", "turned_down"),
    ]


def _as_they_stand(town: Town, *ids: Id) -> list[Any]:
    return [town.record("forward", one) for one in ids]
