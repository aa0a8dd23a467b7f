"""The one who gives each committed entry its position: dense, unique, and in order within a record.

Acts commit in any order, and numbers given inside their transactions would become visible out of order. So positions are
given afterwards, by one process at a time (an advisory lock), in batches, to what is visible by then. An entry that commits
late simply gets a later position; none is skipped. In the same transaction the ledger's tree grows, and one NOTIFY is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from callbox.kernel.tree import Frontier, Span, leaf_hash

LOCK = 4_011_997  # any number that nothing else in this database locks
CHANNEL = "callbox_position"
BATCH = 2_000

_WAITING = "SELECT id, hash FROM ledger_entry WHERE position IS NULL ORDER BY id LIMIT %s"
_PLACE = """UPDATE ledger_entry AS entry SET position = given.position
            FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, position) WHERE entry.id = given.id"""
_GROW = """INSERT INTO tree_node (level, index, hash)
           SELECT %s, %s + place - 1, hash FROM unnest(%s::bytea[]) WITH ORDINALITY AS given (hash, place)"""


@dataclass(frozen=True)
class Sequenced:
    """How far the sequencer has come."""

    size: int
    root: bytes


def run_once() -> int:
    """Give positions to one batch of committed entries; how many. Nothing (0) while another process does it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_WAITING, [BATCH])
        waiting = cursor.fetchall()
        if waiting:
            _place(waiting)
        return len(waiting)


def run() -> int:
    """Give positions until nothing waits; how many."""
    total = 0
    while placed := run_once():
        total += placed
    return total


def _place(waiting: Sequence[tuple[int, bytes]]) -> None:
    before = frontier()
    after, spans = before.grow([leaf_hash(bytes(entry)) for _, entry in waiting])
    ids = [number for number, _ in waiting]
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [ids, [before.size + place for place in range(1, len(ids) + 1)]])
        for span in spans:
            _grow(span)
        cursor.execute(
            """INSERT INTO sequence_state (id, size, frontier) VALUES (1, %s, %s)
               ON CONFLICT (id) DO UPDATE SET size = EXCLUDED.size, frontier = EXCLUDED.frontier""",
            [after.size, after.to_bytes()],
        )
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(after.size)])


def _grow(span: Span) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [span.level, span.start, list(span.hashes)])


def frontier() -> Frontier:
    """The tree's frontier over all entries that have a position."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontier FROM sequence_state WHERE id = 1")
        row = cursor.fetchone()
    return Frontier.from_bytes(bytes(row[0])) if row else Frontier(0, ())


def sequenced() -> Sequenced:
    """How many entries have a position, and the root of the tree over them."""
    reached = frontier()
    return Sequenced(reached.size, reached.root)


def node_hash(level: int, index: int) -> bytes:
    """A stored node of the tree, as proofs read it.

    Raises:
        LookupError: when it is not stored.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM tree_node WHERE level = %s AND index = %s", [level, index])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"the tree's node {level}/{index} is missing")
    return bytes(row[0])
