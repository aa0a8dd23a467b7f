"""The stored ledger: entries go in through the gate and come out in order. Nothing here changes or deletes one.

What an entry's hash does not cover, its sealed values, may end: `forget` takes them when their key is destroyed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from callbox.kernel.desk import Stored
from callbox.kernel.facts import Ref
from callbox.kernel.tables import LedgerEntry

# One statement a batch, its rows in order: much less work for both sides than one statement an entry. The arrays go over
# in binary (%b): as text, every quotation mark of a body would have to be escaped.
_INSERT = """
INSERT INTO ledger_entry (kind, record, n, act_id, event, body, hash, sealed)
SELECT kind, record, n, act_id, event, body, hash, sealed
FROM unnest(%b::text[], %b::text[], %b::int[], %b::text[], %b::text[], %b::text[], %b::bytea[], %b::bytea[])
     WITH ORDINALITY AS given (kind, record, n, act_id, event, body, hash, sealed, place) ORDER BY place
"""


def store(entries: Sequence[Stored]) -> None:
    """Store the entries of one batch."""
    if not entries:
        return
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [list(column) for column in zip(*map(_parameters, entries), strict=True)])


def _parameters(stored: Stored) -> tuple[Any, ...]:
    entry = stored.entry
    return (
        *(entry.kind, entry.record, entry.n, entry.act_id, entry.event),
        *(stored.body, stored.hash, stored.sealed),
    )


def forget(refs: Sequence[Ref]) -> None:
    """Drop the sealed values of all entries of these records. Their hashes and commitments stay, so the chains hold."""
    query = """UPDATE ledger_entry SET sealed = NULL
               WHERE sealed IS NOT NULL AND (kind, record) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"""
    with connection.cursor() as cursor:
        cursor.execute(query, [[ref.kind for ref in refs], [ref.id for ref in refs]])


def chain(ref: Ref) -> list[LedgerEntry]:
    """The entries of one record, first to last."""
    return list(LedgerEntry.objects.filter(kind=ref.kind, record=ref.id).order_by("n"))


def since(position: int, *, most: int) -> Iterator[LedgerEntry]:
    """Entries after a position, in order, at most so many."""
    yield from LedgerEntry.objects.filter(position__gt=position).order_by("position")[:most]
