"""Many records opened at once, for figures over all of them: one recorded read for each batch, entered before it returns."""

from collections.abc import Sequence
from typing import Any, Final

from callbox.kernel import read, rows
from callbox.kernel.facts import Actor, Ref

BATCH: Final = 500
"""How many records one entry names."""


def opened_together(
    actor: Actor, kind: str, *, purpose: str, where: Sequence[read.Condition] = (), most: int
) -> tuple[Any, ...]:
    """Records of a kind that the actor may see, by id, with their personal values; without them where a key is destroyed.

    Every look is in the ledger with its purpose, as for a search: which records, by whom, what for.

    Raises:
        Refused: when no purpose is given.
    """
    found = read.select(actor, kind, where=where, most=most)
    opened: list[Any] = []
    for at in range(0, len(found), BATCH):
        ids = [record.id for record in found[at : at + BATCH]]
        read.record_reading(actor, Ref(kind, ""), purpose=purpose, found=ids)
        held = rows.read(kind, ids)
        opened += [read.with_personal(held[record.ref]) for record in found[at : at + BATCH]]
    return tuple(opened)
