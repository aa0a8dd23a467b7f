"""Signed checkpoints of the ledger, to a place outside, every minute and on demand.

Before a new checkpoint goes out, the one that lies outside is read back: the ledger of today must grow out of it. A ledger
that does not is never signed over it; that is the moment tampering shows.
"""

from dataclasses import dataclass

from django.db import connection

from callbox.kernel import checkpoint, sequencer
from callbox.kernel.checkpoint import Checkpoint, Signer
from callbox.kernel.node import Node
from callbox.kernel.outside import TILE, TILE_HEIGHT, Place, tile_name
from callbox.kernel.tree import HASH_BYTES, root_at

CHECKPOINT = "checkpoint"
VERIFIER = "verifier-key.txt"


class Forked(Exception):
    """The ledger does not grow out of the checkpoint that lies outside. Nothing was published."""


@dataclass(frozen=True)
class Published:
    """What lies outside now."""

    size: int
    note: str
    tiles: int


def signer(node: Node) -> Signer:
    """The node's signing key for this world."""
    return Signer(origin(node), node.keys.seed("checkpoints"))


def origin(node: Node) -> str:
    """The name of this world's ledger. It tells the world and a fingerprint of the node, no place and no person."""
    return f"callbox/{node.world.name}/{node.keys.secret('origin')[:12]}"


def latest(node: Node, outside: Place) -> Checkpoint | None:
    """The checkpoint that lies outside, its signature checked.

    Raises:
        CheckpointError: when it is not one, or not signed by this node.
    """
    note = outside.get(CHECKPOINT)
    return checkpoint.verify(note, [signer(node).vkey], origin=origin(node)) if note is not None else None


def publish(node: Node, outside: Place) -> Published:
    """Bring the place outside up to date.

    Raises:
        Forked: when the ledger does not grow out of what lies there.
    """
    known = latest(node, outside)
    now = sequencer.sequenced()
    if known is not None and (now.size < known.size or root_at(known.size, sequencer.node_hash) != known.root):
        raise Forked(f"the ledger does not hold the {known.size} entries that the checkpoint outside has")
    tiles = _put_tiles(outside, old=known.size if known else 0, new=now.size)
    note = checkpoint.sign(Checkpoint(origin(node), now.size, now.root), signer(node))
    outside.put(VERIFIER, f"{signer(node).vkey}\n".encode())
    outside.put(CHECKPOINT, note.encode())
    return Published(now.size, note, tiles)


def _put_tiles(outside: Place, *, old: int, new: int) -> int:
    """Put every tile that is new or has grown; how many."""
    count, level = 0, 0
    while new >> (TILE_HEIGHT * level):
        had, has = old >> (TILE_HEIGHT * level), new >> (TILE_HEIGHT * level)
        for index in range(had // TILE, -(-has // TILE)) if has > had else ():
            width = min(TILE, has - index * TILE)
            outside.put(tile_name(level, index, width=width), stored_hashes(TILE_HEIGHT * level, index * TILE, width))
            count += 1
        level += 1
    return count


def stored_hashes(level: int, start: int, count: int) -> bytes:
    """Neighbouring stored hashes of one level of the tree, one after another.

    Raises:
        Forked: when some are missing.
    """
    query = """SELECT string_agg(hash, ''::bytea ORDER BY index) FROM tree_node
               WHERE level = %s AND index >= %s AND index < %s"""
    with connection.cursor() as cursor:
        cursor.execute(query, [level, start, start + count])
        stored = bytes(cursor.fetchone()[0] or b"")
    if len(stored) != count * HASH_BYTES:
        raise Forked(f"hashes of the tree are missing at level {level}, from {start}")
    return stored
