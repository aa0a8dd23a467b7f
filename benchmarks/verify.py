"""How many entries a second `callbox verify` checks, against reading and hashing the same entries and nothing else.

    python -m benchmarks.verify

Verifying parses every entry, follows its chain, folds it, compares the row, opens what is sealed and holds it against its
commitments, and grows the tree. The peer reads the same rows and takes the SHA-256 of each. Limit: 2,000 entries/s, so
that a day of a city of ten million (some 500,000 entries) is checked in five minutes.
"""

import hashlib
import time

from benchmarks.world import DISPATCHER, fresh
from django.db import connection

from callbox.kernel import gate, sequencer
from callbox.kernel.facts import Act
from callbox.kernel.node import Node
from callbox.kernel.verify import Count, chains
from callbox.kernel.verify_tree import Seen, tree
from callbox.services.incident.inputs import Open, Reprioritise
from callbox.services.report.inputs import Receive

CASES, BATCH, LIMIT = 4_000, 100, 2_000


def fill(node: Node) -> None:
    """Cases of four entries each: a report with words and a place, the incident it opens, two changes."""
    now = node.world.clock.now()
    told = {
        "caller_phone": "555-0100",
        "address": "12 Harbour Road",
        "said_fact": "smoke from a roof",
        "latitude_deg": 1.5,
    }
    for _ in range(CASES // BATCH):
        acts = []
        for _ in range(BATCH):
            report, incident = node.ids.new(), node.ids.new()
            wanted = (
                ("report.receive", Receive(id=report, channel="call", **told)),
                ("incident.open", Open(id=incident, report=report, category="fire", priority="emergency")),
                ("incident.reprioritise", Reprioritise(incident=incident, priority="life_threat")),
            )
            acts += [Act(name=name, by=DISPATCHER, at=now, inputs=inputs) for name, inputs in wanted]
        assert all(answer.ok for answer in gate.perform(acts))
    sequencer.run()


def read_and_hash() -> float:
    begun = time.perf_counter()
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT body, hash, sealed FROM ledger_entry ORDER BY kind, record, n")
        while some := cursor.fetchmany(2_000):
            for body, digest, _ in some:
                assert hashlib.sha256(body.encode()).digest() == bytes(digest)
    return time.perf_counter() - begun


def main() -> None:
    with fresh() as (node, _):
        fill(node)
        count = Count()
        begun = time.perf_counter()
        faults = [*chains(node, count), *tree(node, None, Seen())]
        ours_s = time.perf_counter() - begun
        assert not faults
        peer_s = read_and_hash()
        rate = count.entries / ours_s
        print(f"{count.entries} entries: verified at {rate:.0f}/s, read and hashed at {count.entries / peer_s:.0f}/s")
        print(f"ratio {peer_s / ours_s:.3f}; limit {LIMIT}/s: {'kept' if rate >= LIMIT else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
