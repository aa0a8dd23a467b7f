"""Between facts and their rows: one generic view each way, from the fields declared once."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from callbox.kernel import registry
from callbox.kernel.chain import Json, plain
from callbox.kernel.facts import SEALED, Field, Id, Record, Ref, Refused, fields_of, personal_fields

# The largest number, and its negative, that PostgreSQL's integer types hold.
WHOLE_MAX = {"SmallIntegerField": 2**15 - 1, "IntegerField": 2**31 - 1, "BigIntegerField": 2**63 - 1}
KERNEL_COLUMNS = ("n", "head", "slot", "sealed", "blind", "next_due")


@dataclass(frozen=True, kw_only=True)
class Held:
    """A row as read: the record (personal values sealed), and what the kernel keeps beside it."""

    record: Record
    n: int
    head: bytes
    slot: int
    sealed: bytes | None
    blind: Sequence[int] | None
    next_due: datetime | None


@cache
def open_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that have a column of their own."""
    return tuple(declared for declared in fields_of(registry.kind(kind).record).values() if not declared.personal)


def columns(kind: str) -> tuple[str, ...]:
    """The names of a kind's open fields."""
    return tuple(declared.name for declared in open_fields(kind))


@cache
def _names(kind: str) -> tuple[str, ...]:
    return (*(declared.name for declared in open_fields(kind)), *KERNEL_COLUMNS)


@cache
def _listed(kind: str) -> str:
    return ", ".join(f'"{name}"' for name in _names(kind))


def _table(kind: str) -> str:
    return registry.table(kind)._meta.db_table  # noqa: SLF001  Django's documented model API


def is_json(declared: Field) -> bool:
    """Whether a field is stored as JSON."""
    return declared.type not in (str, int, float, bool) and not declared.many and not _is_time(declared)


def _is_time(declared: Field) -> bool:
    return isinstance(declared.type, type) and declared.type.__name__ in ("datetime", "date")


def _column(declared: Field, value: Any) -> Any:
    if value is None:
        return None
    if declared.many:
        return list(value)
    return Jsonb(plain(value)) if is_json(declared) else value


@cache
def _loaders(kind: str) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Each open field with what makes a value of what is stored; None: that is the value."""
    return tuple((declared.name, _loader(declared)) for declared in open_fields(kind))


def _loader(declared: Field) -> Callable[[Any], Any] | None:
    if declared.many:
        return tuple
    # Django's connections hand JSON over as text.
    return json.loads if is_json(declared) else None


@cache
def _sealed(kind: str) -> Mapping[str, Any]:
    return dict.fromkeys(personal_fields(registry.kind(kind).record), SEALED)


def _held(kind: str, row: Sequence[Any]) -> Held:
    loaders = _loaders(kind)
    values = {
        name: stored if load is None or stored is None else load(stored)
        for (name, load), stored in zip(loaders, row, strict=False)
    }
    n, head, slot, sealed, blind, next_due = row[len(loaders) :]
    return Held(
        record=registry.kind(kind).record(**values, **_sealed(kind)),
        n=n,
        head=bytes(head),
        slot=slot,
        sealed=bytes(sealed) if sealed is not None else None,
        blind=blind,
        next_due=next_due,
    )


def read(kind: str, ids: Iterable[Id], *, lock: bool = False) -> dict[Ref, Held]:
    """The rows of one kind by id; with `lock`, held for this transaction and taken in the order of their ids."""
    end = "ORDER BY id FOR UPDATE" if lock else ""
    query = f"SELECT {_listed(kind)} FROM {_table(kind)} WHERE id = ANY(%s) {end}"  # noqa: S608  names from code
    with connection.cursor() as cursor:
        cursor.execute(query, [sorted(set(ids))])
        return {held.record.ref: held for held in (_held(kind, row) for row in cursor.fetchall())}


def read_all(kind: str, where: str, parameters: Sequence[Any]) -> list[Held]:
    """The rows of one kind under a condition written in this kernel."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_listed(kind)} FROM {_table(kind)} WHERE {where}", list(parameters))  # noqa: S608
        return [_held(kind, row) for row in cursor.fetchall()]


def read_some(kind: str, names: Sequence[str], where: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Some open fields of rows under a condition written in this kernel. Raises KeyError for one that is not open."""
    known = dict(_loaders(kind))
    loaders = [known[name] for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {_table(kind)} WHERE {where}", list(parameters))  # noqa: S608
        return [
            tuple(
                stored if load is None or stored is None else load(stored)
                for load, stored in zip(loaders, row, strict=True)
            )
            for row in cursor.fetchall()
        ]


@cache
def _limits(kind: str) -> Mapping[str, tuple[int | None, int | None]]:
    """(longest text, largest whole number) that the column of each open field holds; None: no limit."""
    found = {}
    for declared in open_fields(kind):
        column: Any = registry.table(kind)._meta.get_field(declared.name)  # noqa: SLF001  Django's documented model API
        column = getattr(column, "base_field", column)
        found[declared.name] = (column.max_length, WHOLE_MAX.get(column.get_internal_type()))
    return found


def check_fits(kind: str, sets: Mapping[str, Any]) -> None:
    """Refuse values that a column cannot hold, before anything is written.

    Raises:
        Refused: naming the field.
    """
    limits = _limits(kind)
    for name, value in sets.items():
        longest, largest = limits.get(name, (None, None))
        for one in value if isinstance(value, tuple | list) else (value,):
            if longest is not None and isinstance(one, str) and len(one) > longest:
                raise Refused("text.long", field=name, most=longest)
            if largest is not None and isinstance(one, int) and abs(one) > largest:
                raise Refused("number.large", field=name, most=largest)


def _parameters(kind: str, held: Held) -> list[Any]:
    values = [_column(declared, getattr(held.record, declared.name)) for declared in open_fields(kind)]
    return [*values, held.n, held.head, held.slot, held.sealed, held.blind, held.next_due]


def insert(kind: str, new: Sequence[Held]) -> None:
    """Write new rows in one go: COPY takes any number of them with one statement to read and to plan."""
    query = f"COPY {_table(kind)} ({_listed(kind)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(query) as copy:
        for held in new:
            copy.write_row(_parameters(kind, held))


def update(kind: str, changed: Sequence[Held]) -> None:
    """Write changed rows in one go, in the order given."""
    assigned = ", ".join(f'"{name}" = %s' for name in _names(kind)[1:])
    query = f"UPDATE {_table(kind)} SET {assigned} WHERE id = %s"  # noqa: S608  names from code
    with connection.cursor() as cursor:
        cursor.executemany(query, [[*_parameters(kind, held)[1:], held.record.id] for held in changed])


def forget(kind: str, ids: Sequence[Id]) -> None:
    """Drop the sealed values and keyed bigrams of these rows: their key is destroyed."""
    query = f"UPDATE {_table(kind)} SET sealed = NULL, blind = NULL WHERE id = ANY(%s)"  # noqa: S608  names from code
    with connection.cursor() as cursor:
        cursor.execute(query, [sorted(ids)])


def with_values(record: Record, values: Mapping[str, Json]) -> Record:
    """The record with its personal values put in; those not among `values` are None."""
    names = personal_fields(type(record))
    opened: dict[str, Any] = {name: _restored(type(record), name, values.get(name)) for name in names}
    return replace(record, **opened)


def _restored(kind: type[Record], name: str, value: Json) -> Any:
    declared = fields_of(kind)[name]
    if value is None:
        return None
    if declared.many and isinstance(value, list):
        return tuple(value)
    return datetime.fromisoformat(str(value)) if _is_time(declared) else value
