"""A report is answered without Django and by Django: nobody can tell which, whatever they send."""

import http.client
import itertools
import json
import random
import re
import socket
from collections import Counter
from typing import Any

import pytest
from tests.worlds.city import CENTRE, SYSTEM
from tests.worlds.web import Reply, Served

from callbox.kernel import intake
from callbox.kernel.facts import Refused
from callbox.services.organisation import acts
from callbox.services.organisation.acts import digest_of, new_secret
from callbox.site import reports

pytestmark = pytest.mark.enable_socket

REPORT = {"channel": "call", "address": "12 Harbour Road", "caller_phone": "555-0101"}
ID = re.compile(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}")
SEED = 11
DRAWN = 150
# A query, which nobody reads, leaves a report to Django.
BY_DJANGO = "/api/reports?x"

WORDS: list[Any] = ["call", "", "pigeon", "12 Harbour Road", "a\0b", "x" * 300, "x" * 20_001, "码头路", "\ud800", None]
WORDS += [True, 0, -1, 1.5, 2**31, 10**400, [], ["a"], ["a", 1], {}, {"a": [1, {"b": None}]}, "2026-03-02T12:00:00Z"]
WORDS += ["2027-03-02T12:00:00Z", "2026-03-02T12:00:00", "yesterday", "2026-03-02T12:00:00.5+08:00"]
NAMES = ["channel", "language", "source_number", "flags", "caller_name", "address", "latitude_deg", "said_fact"]
NAMES += ["answers", "as_received", "because", "at", "id", "Channel", "organisation", "\0", "kind"]
BODIES = [
    b"",
    b"{",
    b"[1]",
    b"null",
    b"{}",
    b'{"address": NaN}',
    b'{"latitude_deg": Infinity}',
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
]
BODIES += [b'{"answers": ' + b'{"a":' * 40 + b"1" + b"}" * 41, b'{"latitude_deg": ' + b"9" * 5000 + b"}"]
BODIES += [
    b'{"channel": "call", "channel": "text"}',
    b'{"address": "\\ud800"}',
    b" {}\n",
    b'{"said_fact": "' + b"y" * 60_000 + b'"}',
]
KEYS = [None, "k", "k" * 200, "k" * 201, "a b", "\x7f", "é", "~!"]
KINDS = [
    "application/json",
    "application/json; charset=latin-1",
    "Application/JSON",
    "text/plain",
    "",
    "application/json,x",
]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a report was answered without Django."""
    counted: Counter[str] = Counter()
    send = reports._send

    async def counting(*told: Any) -> None:
        counted["at once"] += 1
        await send(*told)

    monkeypatch.setattr(reports, "_send", counting)
    return counted


def drawn(draw: random.Random) -> bytes:
    """Some fields with whatever may stand in them."""
    names = draw.sample(NAMES, draw.choice((0, 1, 1, 2, 3)))
    text = json.dumps({name: draw.choice(WORDS) for name in names}, ensure_ascii=draw.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


def answered_by_both(served: Served, body: bytes, *, by: str | None, **headers: str) -> tuple[Reply, Reply]:
    """The same request in a manner that was learned, and so that Django gets it."""
    served.post("/api/reports", REPORT, by="reporter", **{**headers, "Idempotency_Key": "first"})
    return served.post("/api/reports", body, by=by, **headers), served.post(BY_DJANGO, body, by=by, **headers)


def alike(one: Reply, other: Reply) -> None:
    """Nothing but the ids and the time differs."""
    assert one.status == other.status, (one.text, other.text)
    assert ID.sub("ID", one.text) == ID.sub("ID", other.text)
    assert _named(one) == _named(other)


def _named(reply: Reply) -> dict[str, str]:
    return {name.lower(): text for name, text in reply.headers.items() if name.lower() != "date"}


def test_a_body_is_answered_the_same_by_both(served: Served, subtests: pytest.Subtests) -> None:
    for number, body in enumerate(BODIES):
        with subtests.test(number=number):
            alike(*answered_by_both(served, body, by="reporter"))


def test_drawn_bodies_are_answered_the_same_by_both(served: Served, at_once: Counter[str]) -> None:
    draw = random.Random(SEED)
    statuses: Counter[int] = Counter()
    for _ in range(DRAWN):
        body = drawn(draw)
        one, other = (served.post(path, body, by="reporter") for path in ("/api/reports", BY_DJANGO))
        alike(one, other)
        statuses[one.status] += 1
    print(f"seed {SEED}: {dict(statuses)}, {at_once['at once']} without Django")
    assert statuses[201] > DRAWN // 10
    assert statuses[422] > DRAWN // 10
    assert at_once["at once"] == statuses[201] - 1, "the first was to be learned from"


@pytest.mark.parametrize("language", ["en", "zh-CN,en;q=0.5"])
def test_a_key_is_answered_the_same_by_both(served: Served, subtests: pytest.Subtests, language: str) -> None:
    body = json.dumps(REPORT).encode()
    for key in KEYS:
        headers = {"Accept_Language": language} | ({} if key is None else {"Idempotency_Key": key})
        with subtests.test(key=key):
            one, other = answered_by_both(served, body, by="reporter", **headers)
            if one.status == 201 and key is not None:
                assert (one.text, other.headers.get("Idempotency-Replayed")) == (other.text, "true")
            else:
                alike(one, other)


def test_who_asks_and_in_what_type_is_answered_the_same_by_both(served: Served, subtests: pytest.Subtests) -> None:
    body = json.dumps(REPORT).encode()
    for by, kind in itertools.product(["reporter", "analyst", None, "cbx_" + "0" * 64, "cbx_é"], KINDS):
        with subtests.test(by=by, kind=kind):
            alike(*answered_by_both(served, body, by=by, Content_Type=kind))


def test_one_key_is_one_report_whoever_answers_and_another_body_is_refused(
    served: Served, at_once: Counter[str]
) -> None:
    served.post("/api/reports", REPORT, by="reporter")
    paths = ["/api/reports", BY_DJANGO, "/api/reports"]
    same = [served.post(path, REPORT, by="reporter", Idempotency_Key="one") for path in paths]
    other = [served.post(path, {**REPORT, "address": "x"}, by="reporter", Idempotency_Key="one") for path in paths]

    assert {reply.text for reply in same} == {same[0].text}
    assert [reply.headers.get("Idempotency-Replayed") for reply in same] == [None, "true", "true"]
    assert at_once["at once"] == 2
    assert [reply.told["code"] for reply in other] == ["key.reused"] * 3
    alike(same[1], same[2])
    alike(*other[:2])


def test_headers_that_can_be_read_in_two_ways_are_left_to_django(served: Served, at_once: Counter[str]) -> None:
    """Sent by hand, since no client's library would."""
    secret, body = served.secret("reporter"), json.dumps(REPORT).encode()
    unusual = [
        [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
        [("Idempotency_Key", "a")],
        [("Authorization", "Bearer cbx_0")],
        [("Cookie", "sessionid=1")],
        [("Host", "elsewhere.example")],
    ]
    first = _by_hand(served.port, secret, [], body)
    assert [first, _by_hand(served.port, secret, [], body)] == [201, 201]
    assert at_once["at once"] == 1
    for more in unusual:
        for _ in range(2):
            _by_hand(served.port, secret, more, body)
    assert at_once["at once"] == 1


def _by_hand(port: int, secret: str, more: list[tuple[str, str]], body: bytes) -> int:
    headers = [("Host", f"127.0.0.1:{port}"), ("Content-Type", "application/json"), ("Connection", "close")]
    if more[:1] and more[0][0] == "Host":
        headers = headers[1:]
    headers += [("Authorization", f"Bearer {secret}"), ("Content-Length", str(len(body))), *more]
    lines = [f"{name}: {text}" for name, text in headers]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
        caller.sendall("\r\n".join(["POST /api/reports HTTP/1.1", *lines, "", ""]).encode() + body)
        reply = http.client.HTTPResponse(caller)
        reply.begin()
        return reply.status


def test_a_revoked_token_is_good_no_more(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = new_secret()
    told = {"organisation": CENTRE, "name": "radio", "roles": ("reporter",), "digest": digest_of(secret)}
    token = served.town.done("token.issue", SYSTEM, **told)
    assert [served.post("/api/reports", REPORT, by=secret).status for _ in range(3)] == [201] * 3
    monkeypatch.setattr(acts, "TOKEN_KEPT_S", 0.0)
    assert served.post("/api/reports", REPORT, by=secret).status == 201
    served.town.done("token.revoke", SYSTEM, token=token)
    assert served.post("/api/reports", REPORT, by=secret).status == 401


def test_a_full_queue_is_told_at_once(served: Served, monkeypatch: pytest.MonkeyPatch, at_once: Counter[str]) -> None:
    assert [served.post("/api/reports", REPORT, by="reporter").status for _ in range(2)] == [201, 201]

    def full(*_: object, **__: object) -> None:
        raise Refused("overloaded")

    monkeypatch.setattr(intake.Intake, "submit", full)
    reply = served.post("/api/reports", REPORT, by="reporter")
    assert (reply.status, reply.told["code"], reply.headers["Retry-After"]) == (503, "overloaded", "1")
    assert at_once["at once"] == 1


def test_what_breaks_is_told_in_the_one_shape_and_not_tried_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [served.post("/api/reports", REPORT, by="reporter").status for _ in range(2)] == [201, 201]
    decided: list[object] = []

    def broken(*told: object) -> None:
        decided.append(told)
        raise RuntimeError

    monkeypatch.setattr("callbox.kernel.gate._decide", broken)
    one = served.post("/api/reports", REPORT, by="reporter")
    assert len(decided) == 1
    other = served.post(BY_DJANGO, REPORT, by="reporter")
    assert (one.status, one.text) == (500, other.text)
