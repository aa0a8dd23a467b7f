"""Reports per second over HTTP, durable, chained and encrypted, against the least that takes a report in durably.

    python -m benchmarks.intake [SECONDS]

The node is the one of `callbox run`: web, worker and PostgreSQL in processes of their own, on this machine, as is whoever
sends (32 connections). The peer is one uvicorn function with one INSERT for each request, sent to by the same sender: no
sign-in, schema, rules, chain, encryption or idempotency. Both take turns. Limits: 70 reports/s sustained with a p99 of at
most 250 ms (a city of ten million has 6.7/s in its worst hour), and at least 1,000/s saturated.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg
from benchmarks.world import fresh

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor
from callbox.kernel.node import Node
from callbox.services.organisation.acts import digest_of, new_secret
from callbox.services.organisation.inputs import Found, Issue
from callbox.site.postgres import ConnectionInfo

SECONDS, ROUNDS = 10.0, 3
SUSTAINED, P99_MAX_MS, SATURATED = 70, 250.0, 1_000
SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")


def token(node: Node) -> str:
    """The secret of a token that may report."""
    secret, now = new_secret(), node.world.clock.now()
    told = {"organisation": "coast", "name": "sender", "roles": ("reporter",), "digest": digest_of(secret)}
    founded = Found(id="coast", name="Coast", level="city", what="bureau", zone="UTC")
    for name, inputs in (("organisation.found", founded), ("token.issue", Issue(id=node.ids.new(), **told))):
        assert gate.act(Act(name=name, by=SETUP, at=now, inputs=inputs)).ok
    return secret


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(*command: str, port: int, **environ: str) -> Iterator[None]:
    """A server of its own until the end, once it takes connections."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], env={**os.environ, **environ}, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def sent(port: int, secret: str, *, seconds: float, rate: float = 0.0) -> dict[str, float]:
    told = [str(one) for one in (port, secret, seconds, rate)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sending", *told], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    assert not found["refused"], f"{found['refused']:.0f} were refused"
    return found


def shown(name: str, found: dict[str, float]) -> float:
    rate = found["answered"] / found["took_s"]
    print(f"{name:<34} {rate:>8.0f}/s   p50 {found['p50_ms']:>6.1f} ms   p99 {found['p99_ms']:>6.1f} ms")
    return rate


def measured(ports: tuple[int, int], secret: str, *, seconds: float) -> None:
    ours, peers = ports
    for port in ports:
        sent(port, secret, seconds=2)
    sustained = sent(ours, secret, seconds=seconds, rate=SUSTAINED)
    shown(f"Callbox, {SUSTAINED}/s asked", sustained)
    pairs = []
    for _ in range(ROUNDS):
        one = shown("Callbox, saturated", sent(ours, secret, seconds=seconds))
        pairs.append((one, shown("one INSERT a request, saturated", sent(peers, secret, seconds=seconds))))
    rate = median(one for one, _ in pairs)
    print(f"median {rate:.0f}/s, ratio to the peer {median(one / peer for one, peer in pairs):.2f}")
    kept = sustained["p99_ms"] <= P99_MAX_MS and rate >= SATURATED
    print(
        f"limits: p99 {P99_MAX_MS:.0f} ms at {SUSTAINED}/s, {SATURATED}/s saturated: {'kept' if kept else 'NOT KEPT'}"
    )


def bare_table(info: ConnectionInfo) -> str:
    conninfo = psycopg.conninfo.make_conninfo(**info.parameters("callbox_bench"))
    with psycopg.connect(conninfo) as connection:
        connection.execute("CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)")
    return conninfo


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with fresh() as (node, info):
        secret, conninfo = token(node), bare_table(info)
        home = str(Path(node.world.folder).parents[1])
        ours, peers = free_port(), free_port()
        run = ("callbox.site.main", "run", "--world", "bench", "--port", str(ours))
        with (
            running(*run, port=ours, CALLBOX_HOME=home),
            running("benchmarks.bare", str(peers), conninfo, port=peers),
        ):
            time.sleep(3)
            measured((ours, peers), secret, seconds=seconds)


if __name__ == "__main__":
    main()
