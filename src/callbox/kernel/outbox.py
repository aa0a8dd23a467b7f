"""What must be told after it happened: consumers that follow the ledger by position, each at its own pace.

At least once, in order, with a stable id (the position): a consumer that dies half-way sees the same entries again. In
worlds that may not reach outside, consumers that do are not run at all, and nothing piles up for later.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from callbox.kernel import ledger, sequencer
from callbox.kernel.chain import Entry, read_body
from callbox.kernel.node import current

BATCH = 500
log = logging.getLogger("callbox.outbox")


@dataclass(frozen=True)
class Told:
    """One entry with its position: the stable id of whatever is told about it."""

    position: int
    entry: Entry


@dataclass(frozen=True)
class Consumer:
    """Somebody who follows the ledger. `outside`: it reaches people or systems beyond this node."""

    name: str
    handle: Callable[[Sequence[Told]], None]
    outside: bool = True


def run_once(consumer: Consumer) -> int:
    """Hand the next entries to a consumer; how many. Its place moves on only when it has handled them all."""
    with transaction.atomic():
        position = _claim(consumer.name)
        if position is None:
            return 0
        if consumer.outside and not current().world.may_reach_outside:
            _move(consumer.name, sequencer.sequenced().size)
            return 0
        told = since(position, most=BATCH)
        if told:
            consumer.handle(told)
            _move(consumer.name, told[-1].position)
        return len(told)


def _claim(name: str) -> int | None:
    """Where a consumer stands, held for this transaction; None while another process works for it."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO outbox_cursor (consumer, position) VALUES (%s, 0) ON CONFLICT DO NOTHING", [name])
        cursor.execute("SELECT position FROM outbox_cursor WHERE consumer = %s FOR UPDATE SKIP LOCKED", [name])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _move(name: str, position: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_cursor SET position = %s WHERE consumer = %s", [position, name])


def run(consumers: Sequence[Consumer]) -> int:
    """One round of all consumers; one that fails is logged by name and does not hold up the others."""
    total = 0
    for consumer in consumers:
        try:
            total += run_once(consumer)
        except Exception as failed:
            log.warning(
                "outbox: %s failed (%s); it will see the same entries again", consumer.name, type(failed).__name__
            )
    return total


def since(position: int, *, most: int) -> list[Told]:
    """What came after a position, for those who keep their own place."""
    return [Told(stored.position or 0, read_body(stored.body)) for stored in ledger.since(position, most=most)]


def reached(name: str) -> int | None:
    """How far somebody who keeps their own place has come; None: nobody has that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position FROM outbox_cursor WHERE consumer = %s", [name])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def reach(name: str, position: int) -> None:
    """Keep how far they have come; never back."""
    query = """INSERT INTO outbox_cursor (consumer, position) VALUES (%s, %s)
               ON CONFLICT (consumer) DO UPDATE SET position = greatest(outbox_cursor.position, excluded.position)"""
    with connection.cursor() as cursor:
        cursor.execute(query, [name, position])
