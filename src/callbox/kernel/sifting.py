"""Holding something against the personal values of many records, where only what fits is told of.

Whoever asks whether a case is known already cannot open every case to see. So the comparing is done here, on values that
stay in here; what fits is entered in the ledger as a read, with its purpose, before a byte leaves, and is handed out sealed.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeVar

from callbox.kernel import read, rows
from callbox.kernel.facts import Actor, Id, Ref
from callbox.kernel.read import Condition

Fits = TypeVar("Fits")

LOOKED_AT_MOST = 2_000


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
    found = [(sealed, told) for sealed, _, told in _fitting(actor, kind, where, fits=fits, looked_at=(order, most))]
    _recorded(actor, kind, [record for record, _ in found], purpose=purpose, known=known)
    return found


def handed(
    actor: Actor,
    kind: str,
    *,
    seen_by: Actor,
    where: Sequence[Condition],
    fits: Callable[[Any], Fits | None],
    purpose: str,
    case: Ref | None = None,
    known: Collection[Id] = (),
) -> list[tuple[Any, Fits]]:
    """As `sift`, but what fits is handed out opened: for whom must be told and has no look at the records.

    `seen_by` is who sees what is sifted. Whoever calls this holds the reason why the actor is told (a case that they are
    on); `case` names it, and the look is then part of its story.

    Raises:
        Refused: when no purpose is given.
    """
    found = [
        (opened, told)
        for _, opened, told in _fitting(seen_by, kind, where, fits=fits, looked_at=("id", LOOKED_AT_MOST))
    ]
    _recorded(actor, kind, [record for record, _ in found], purpose=purpose, known=known, case=case)
    return found


def _fitting(
    viewer: Actor,
    kind: str,
    where: Sequence[Condition],
    *,
    fits: Callable[[Any], Fits | None],
    looked_at: tuple[str, int],
) -> Iterator[tuple[Any, Any, Fits]]:
    """Each record that fits: sealed, opened, and what `fits` says of it. `looked_at`: the order, and how many."""
    order, most = looked_at
    candidates = read.select(viewer, kind, where=where, order=order, most=most)
    held = rows.read(kind, [record.id for record in candidates])
    for record in candidates:
        if record.ref in held:
            opened = read.with_personal(held[record.ref])
            told = fits(opened)
            if told is not None:
                yield record, opened, told


def _recorded(
    actor: Actor,
    kind: str,
    found: Sequence[Any],
    *,
    purpose: str,
    known: Collection[Id] = (),
    case: Ref | None = None,
) -> None:
    fresh = [record.id for record in found if record.id not in known]
    if fresh:
        read.record_reading(actor, case or Ref(kind, ""), purpose=purpose, found=fresh, case=case)
