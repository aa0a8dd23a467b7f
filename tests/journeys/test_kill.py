"""Reports are sent over HTTP while a node's processes are killed: what was acknowledged is there, and there once."""

import http.client
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from tests.worlds import reported_world
from tests.worlds.newcomer import PATIENCE_S, Newcomer, until

WORLD = "live"
SENDERS = 8
SEED = 20
DENSE = "SELECT count(*), count(position), count(DISTINCT position), min(position), max(position) FROM ledger_entry"
KEPT = "SELECT source_number, id FROM report"

pytestmark = pytest.mark.enable_socket


@dataclass
class Sending:
    """So many reports, and senders who try the same key again until each is acknowledged."""

    port: int
    secret: str
    count: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    tried_again: Counter[str] = field(default_factory=Counter)
    replayed: int = 0
    refused: list[str] = field(default_factory=list)
    given_up: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._send, args=(first,)) for first in range(SENDERS)]
        for thread in threads:
            thread.start()
        return threads

    def _send(self, first: int) -> None:
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        for number in range(first, self.count, SENDERS):
            key = f"key-{number}"
            while key not in self.acknowledged and not self.given_up.is_set():
                self._try(caller, key)
        caller.close()

    def _try(self, caller: http.client.HTTPConnection, key: str) -> None:
        """One try; whatever goes wrong, the caller can't know whether the report was kept."""
        body = json.dumps({"channel": "call", "source_number": key, "said_fact": "smoke from a roof"})
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            caller.request("POST", "/api/reports", body, headers)
            reply = caller.getresponse()
            text = reply.read()
        except (OSError, http.client.HTTPException) as broken:
            caller.close()
            self._again(type(broken).__name__)
            return
        if reply.status == 201:
            self.acknowledged[key] = json.loads(text)["id"]
            self.replayed += "Idempotency-Replayed" in reply.headers
        elif reply.status >= 500 or b'"busy"' in text:
            self._again(str(reply.status))
        else:
            self.refused.append(text.decode())
            self.given_up.set()

    def reached(self, moment: int) -> bool:
        return len(self.acknowledged) >= moment or self.given_up.is_set()

    def _again(self, why: str) -> None:
        self.tried_again[why] += 1
        time.sleep(0.02)


def found(newcomer: Newcomer, name: str) -> int:
    """The process to kill; 0: it is not there just now."""
    return newcomer.postmaster() if name == "postmaster" else newcomer.part(name) or 0


def is_new(newcomer: Newcomer, name: str, before: int) -> bool:
    return found(newcomer, name) not in (0, before)


def kill_between(newcomer: Newcomer, sending: Sending, kills: Mapping[str, int]) -> None:
    """Kill each so often, in an order and after so many acknowledgements as the seed says; each comes back first."""
    draw = random.Random(SEED)
    order = [name for name, times in kills.items() for _ in range(times)]
    draw.shuffle(order)
    moments = sorted(draw.sample(range(sending.count // 20, sending.count * 9 // 10), len(order)))
    for name, moment in zip(order, moments, strict=True):
        until(partial(sending.reached, moment), f"{moment} reports")
        until(partial(found, newcomer, name), f"the {name} to be there")
        time.sleep(draw.uniform(0, 0.2))
        before = found(newcomer, name)
        os.kill(before, signal.SIGKILL)
        until(partial(is_new, newcomer, name, before), f"a new {name}")


def sent_under_kills(newcomer: Newcomer, *, count: int, kills: Mapping[str, int], limit_s: float) -> Sending:
    """A node receives so many reports while its processes are killed; what the senders know afterwards."""
    status, secret = newcomer.told(program=[str(Path(reported_world.__file__))])
    assert status == 0, secret
    newcomer.start("run", "--world", WORLD, "--port", str(newcomer.port))
    until(newcomer.answers, "a web page")
    sending = Sending(newcomer.port, secret.strip(), count)
    threads = sending.start()
    end_s = time.monotonic() + limit_s
    try:
        kill_between(newcomer, sending, kills)
        for thread in threads:
            thread.join(max(0.0, end_s - time.monotonic()))
    finally:
        sending.given_up.set()
    assert not sending.refused
    return sending


def check_whole(newcomer: Newcomer, sending: Sending, *, killed: int) -> None:
    """Each report once, under the id that was acknowledged; the ledger holds and its positions are dense."""
    kept = newcomer.rows(KEPT, world=WORLD)
    times = Counter(key for key, _ in kept)
    lost = {key: report for key, report in sending.acknowledged.items() if (key, report) not in set(kept)}
    double = [key for key, there in times.items() if there > 1]
    print(
        f"{killed} kills, {len(sending.acknowledged)} reports acknowledged, {sending.tried_again.total()} tries again"
        f" {dict(sending.tried_again)}, {sending.replayed} answered as before: {len(lost)} lost, {len(double)} double"
    )
    assert (len(sending.acknowledged), lost, double) == (sending.count, {}, [])
    assert sending.tried_again

    status, told = newcomer.told("verify", "--world", WORLD)
    assert status == 0, told
    entries, placed, distinct, first, last = newcomer.rows(DENSE, world=WORLD)[0]
    assert (placed, distinct, first, last) == (entries, entries, 1, entries)
    assert entries >= sending.count


@pytest.mark.slow
def test_no_acknowledged_report_is_lost_or_doubled_while_processes_are_killed(newcomer: Newcomer) -> None:
    kills = {"web": 2, "worker": 1, "postmaster": 2}
    sending = sent_under_kills(newcomer, count=2_000, kills=kills, limit_s=60)
    check_whole(newcomer, sending, killed=sum(kills.values()))
