"""Acts per second through the gate, against a bare UPDATE + INSERT in the same transaction shape on the same PostgreSQL.

    python -m benchmarks.gate

One act changes the urgency of an incident: lock a row, ask the rule, update the row, insert the entry, commit. The peer
locks, updates and inserts the same tables with psycopg alone: no rule, no permission, no chain, no encryption.
Both take turns, so that a machine that slows down slows both. Limit: at 16 writers not under 0.25 of the peer.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import psycopg
from benchmarks.world import DISPATCHER, fresh

from callbox.kernel import gate
from callbox.kernel.facts import Act
from callbox.kernel.node import Node
from callbox.services.incident.inputs import Open, Reprioritise
from callbox.site.postgres import ConnectionInfo

INCIDENTS, SECONDS, ROUNDS, WRITERS = 400, 3.0, 3, (1, 4, 16)
LIMIT = 0.25


def timed(work: Callable[[], Callable[[], None]], writers: int) -> float:
    """How often a second `writers` threads can do it, each with what `work()` gives it."""
    end = time.monotonic() + SECONDS

    def run(_: int) -> int:
        once, count = work(), 0
        while time.monotonic() < end:
            once()
            count += 1
        return count

    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(run, range(writers))) / SECONDS


def through_gate(node: Node, incidents: list[str]) -> Callable[[], None]:
    draw = random.Random()

    def once() -> None:
        priority = draw.choice(("life_threat", "emergency", "non_emergency", "routine"))
        inputs = Reprioritise(incident=draw.choice(incidents), priority=priority)
        now = node.world.clock.now()
        act = Act(name="incident.reprioritise", by=DISPATCHER, at=now, inputs=inputs, because="told more")
        gate.act(act)

    return once


def bare(info: ConnectionInfo, incidents: list[str]) -> Callable[[], None]:
    connection = psycopg.connect(**info.parameters("callbox_bench"))
    draw = random.Random()
    body, digest = "x" * 500, bytes(32)

    def once() -> None:
        with connection.transaction():
            one = draw.choice(incidents)
            connection.execute("SELECT * FROM incident WHERE id = %s FOR UPDATE", [one])
            connection.execute(
                "UPDATE incident SET priority = %s, n = n + 1, head = %s WHERE id = %s", ["routine", digest, one]
            )
            connection.execute(
                "INSERT INTO ledger_entry (kind, record, n, act_id, event, body, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                ["bare", one, draw.getrandbits(31), "act", "bare", body, digest],
            )

    return once


def main() -> None:
    with fresh() as (node, info):
        asked = [Open(id=node.ids.new(), category="fire", priority="emergency") for _ in range(INCIDENTS)]
        now = node.world.clock.now()
        answers = gate.perform([Act(name="incident.open", by=DISPATCHER, at=now, inputs=one) for one in asked])
        incidents = [answer.ref.id for answer in answers]
        print(f"{'writers':>8} {'gate acts/s':>12} {'bare tx/s':>12} {'ratio':>7}")
        for writers in WRITERS:
            pairs = [
                (timed(lambda: through_gate(node, incidents), writers), timed(lambda: bare(info, incidents), writers))
                for _ in range(ROUNDS)
            ]
            ratio = median(ours / peer for ours, peer in pairs)
            ours, peer = (median(column) for column in zip(*pairs, strict=True))
            print(f"{writers:>8} {ours:>12.0f} {peer:>12.0f} {ratio:>7.2f}")
        print(f"limit: {LIMIT} at 16 writers: {'kept' if ratio >= LIMIT else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
