"""Does the tree hold? Positions are dense, leaves are the entries' own, and all grow out of the checkpoint outside.

A bare chain can be made anew by whoever holds the database; what lies outside cannot. So the leaves that lie outside are
compared one by one, and the first that differs names the entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from callbox.kernel import publish, sequencer
from callbox.kernel.checkpoint import Checkpoint, CheckpointError
from callbox.kernel.facts import Ref
from callbox.kernel.node import Node
from callbox.kernel.outside import TILE, Place, tile_name
from callbox.kernel.tree import HASH_BYTES, Frontier, leaf_hash
from callbox.kernel.verify import CHUNK, Fault

LEDGER = Ref("ledger", "tree")
PLACED = "SELECT position, kind, record, n, hash FROM ledger_entry WHERE position > %s ORDER BY position LIMIT %s"


@dataclass
class Seen:
    """How far the tree was looked at, and the checkpoint it was held against."""

    size: int = 0
    checkpoint: Checkpoint | None = None


def tree(node: Node, outside: Place | None, seen: Seen) -> Iterator[Fault]:
    """Every fault in the tree, as of one moment."""
    known = None
    if outside is not None:
        try:
            known = publish.latest(node, outside)
        except CheckpointError as wrong:
            yield Fault(LEDGER, 0, "checkpoint", "checkpoint", str(wrong))
        else:
            if known is None and outside.get(publish.VERIFIER) is not None:
                yield Fault(LEDGER, 0, "checkpoint", "checkpoint_gone")
    seen.checkpoint = known
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from _leaves(outside if known else None, known, seen)
        yield from _followers(seen.size)


def _leaves(outside: Place | None, known: Checkpoint | None, seen: Seen) -> Iterator[Fault]:
    frontier, root_then = Frontier(0, ()), None
    while some := _placed(seen.size):
        for expected, (position, kind, record, n, _) in enumerate(some, start=seen.size + 1):
            if position != expected:
                yield Fault(LEDGER, expected, "position", "gap", f"{kind} {record}, {n}")
                return
        leaves = [leaf_hash(bytes(one[4])) for one in some]
        yield from _against(_inside(seen.size, len(some)), leaves, some, "tree_inside")
        yield from _against(_outside(outside, known, seen.size, len(some)), leaves, some, "tree_outside")
        if known is not None and seen.size < known.size <= seen.size + len(some):
            root_then = frontier.append(leaves[: known.size - seen.size]).root
        frontier, seen.size = frontier.append(leaves), seen.size + len(some)
    yield from _ends(frontier, known, root_then)


def _followers(size: int) -> Iterator[Fault]:
    """Nobody who follows the ledger can be further than its end: they would miss what comes next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consumer, position FROM outbox_cursor WHERE position > %s ORDER BY consumer", [size])
        for consumer, position in cursor.fetchall():
            yield Fault(LEDGER, position, "", "follower_ahead", consumer)


def _ends(frontier: Frontier, known: Checkpoint | None, root_then: bytes | None) -> Iterator[Fault]:
    told = sequencer.frontier()
    if told != frontier:
        code = "root" if told.size == frontier.size else "truncated"
        yield Fault(LEDGER, told.size, "", code, f"{frontier.size}/{told.size}")
    if known is None or known.size == 0:
        return
    if frontier.size < known.size:
        yield Fault(LEDGER, known.size, "size", "truncated", f"{frontier.size}/{known.size}")
    elif root_then != known.root:
        yield Fault(LEDGER, known.size, "root", "root")


def _placed(after: int) -> list[tuple[int, str, str, int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(PLACED, [after, CHUNK])
        return list(cursor.fetchall())


def _inside(start: int, count: int) -> list[bytes | None]:
    with connection.cursor() as cursor:
        query = "SELECT index, hash FROM tree_node WHERE level = 0 AND index >= %s AND index < %s"
        cursor.execute(query, [start, start + count])
        stored = {index: bytes(digest) for index, digest in cursor.fetchall()}
    return [stored.get(index, b"") for index in range(start, start + count)]


def _outside(outside: Place | None, known: Checkpoint | None, start: int, count: int) -> list[bytes | None]:
    """The leaves that lie outside; None where there is none to compare."""
    if outside is None or known is None:
        return [None] * count
    found: list[bytes | None] = []
    for tile in range(start // TILE, -(-(start + count) // TILE)):
        width = max(0, min(TILE, known.size - tile * TILE))
        content = (outside.get(tile_name(0, tile, width=width)) if width else None) or b""
        hashes = [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]
        found += [*hashes, *([None] * (TILE - len(hashes)))]
    skipped = start % TILE
    return found[skipped : skipped + count]


def _against(
    stored: list[bytes | None], leaves: list[bytes], some: list[tuple[int, str, str, int, bytes]], code: str
) -> Iterator[Fault]:
    for kept, leaf, (position, kind, record, n, _) in zip(stored, leaves, some, strict=True):
        if kept is not None and kept != leaf:
            yield Fault(Ref(kind, record), n, "", code, str(position))
