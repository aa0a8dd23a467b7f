"""Holding something against the personal values of many records, where only what fits is told of.

Whoever asks whether a case is known already cannot open every case to see. So the comparing is done here, on values that
stay in here; what fits is entered in the ledger as a read, with its purpose, before a byte leaves, and is handed out sealed.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from callbox.kernel import read, rows
from callbox.kernel.facts import Actor, Id, Ref
from callbox.kernel.read import Condition

Fits = TypeVar("Fits")


def sift(
    actor: Actor,
    kind: str,
    *,
    where: Sequence[Condition],
    fits: Callable[[Any], Fits | None],
    purpose: str,
    known: Collection[Id] = (),
    order: str = "id",
    most: int = 500,
) -> list[tuple[Any, Fits]]:
    """The records that the actor may see, of the newest `most`, for which `fits` says something; and what it says.

    `fits` is pure and is shown each record with its personal values. `known` are those that the actor was told of for the
    same purpose a moment ago: they are not entered again.

    Raises:
        Refused: when no purpose is given.
    """
    candidates = read.select(actor, kind, where=where, order=order, most=most)
    held = rows.read(kind, [record.id for record in candidates])
    judged = [(record, fits(read.with_personal(held[record.ref]))) for record in candidates if record.ref in held]
    found = [(record, told) for record, told in judged if told is not None]
    fresh = [record.id for record, _ in found if record.id not in known]
    if fresh:
        read.record_reading(actor, Ref(kind, ""), purpose=purpose, found=fresh)
    return found
