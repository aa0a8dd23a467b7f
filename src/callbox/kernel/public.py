"""What anybody may read: records whose kind is declared as published, while they stand in a status in which it is.

The one way to values without an actor. Such values were written to be seen by all and were looked over by a person, so a
look at them is no look at somebody, and none is recorded. What is not published does not exist here: neither a record of
another kind, nor one that waits, was removed or was erased.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from callbox.kernel import files, registry
from callbox.kernel.facts import Id
from callbox.kernel.node import current
from callbox.kernel.read import Condition, with_personal
from callbox.kernel.rows import Held, read_all


def published(kind: str, *, where: Sequence[Condition] = (), order: str = "id", most: int = 200) -> tuple[Any, ...]:
    """Published records of a kind with their values, in an order written in code, at most so many."""
    return tuple(with_personal(held) for held in _held(kind, where, order=order, most=most))


def published_one(kind: str, one: Id) -> Any | None:
    """One published record with its values; None where it is not there for anybody."""
    return next(iter(published(kind, where=[Condition("id = %s", (one,))], most=1)), None)


def published_file(kind: str, one: Id) -> Iterator[bytes] | None:
    """The content of the file that a published record names; None where there is none.

    Raises:
        Damaged: while the content is read, when it is not what was put away.
    """
    held = next(iter(_held(kind, [Condition("id = %s", (one,))], order="id", most=1)), None)
    name = getattr(held.record, "stored", None) if held else None
    if held is None or not name:
        return None
    return files.content(name, files.file_key(current().keys.key(held.slot), name))


def _held(kind: str, where: Sequence[Condition], *, order: str, most: int) -> list[Held]:
    statuses = registry.kind(kind).published
    wanted = [Condition("NOT erased AND status = ANY(%s)", (list(statuses),)), *where]
    sql = " AND ".join(f"({one.sql})" for one in wanted)
    parameters = [parameter for one in wanted for parameter in one.parameters]
    return read_all(kind, f"{sql} ORDER BY {order} LIMIT %s", [*parameters, most])
