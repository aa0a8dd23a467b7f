"""How a schema migration changes what records say: through entries, like everything else.

So the ledger still explains every row after it:

    def forward(apps, schema_editor):
        record_migration(schema_editor, name="0002_siren", kind="unit", table="unit", reads=("unit_kind",),
                         sets=lambda row: {"siren": row["unit_kind"] == "engine"}, at=RealClock().now())

    operations = [migrations.AddField("unitrow", "siren", ...), migrations.RunPython(forward, migrations.RunPython.noop)]

Where every record is to hold the same from now on, `told_of_all` is the whole operation:

    operations = [migrations.AddField(...), told_of_all("unit", name="0003_lent", lent=False)]

The entry's event is `<kind>.migrated`, which every lifecycle allows and no act may use. A field that is only renamed needs
no entry: its old name goes into `KindSpec.aliases`, and old entries are read through it. Sealed fields are not migrated
here: what was committed to cannot be said anew by a program.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from psycopg import sql
from psycopg.types.json import Jsonb

from callbox.kernel import registry
from callbox.kernel.chain import Entry, entry_hash, plain
from callbox.kernel.facts import Value, personal_fields
from callbox.kernel.world import Ids, RealClock

CHUNK = 500
ACT = "migration"

Row = Mapping[str, Any]

_ENTRY = """INSERT INTO ledger_entry (kind, record, n, act_id, event, body, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)"""


def record_migration(
    schema_editor: BaseDatabaseSchemaEditor,
    *,
    name: str,
    kind: str,
    table: str,
    reads: Sequence[str],
    sets: Callable[[Row], Mapping[str, Value]],
    at: datetime,
) -> int:
    """Set fields of every record of a kind, each change with its entry; how many records were changed.

    `name` is the migration's own. `sets` is pure: it is given the columns in `reads` and `id`, and returns the open fields
    to set by column name, or nothing to leave the record alone. Runs inside the migration's transaction.

    Raises:
        ValueError: for a field that is sealed.
    """
    act_id = Ids().new()
    changed = 0
    for rows in _chunks(schema_editor, table=table, reads=reads):
        told = [(row, wanted) for row in rows if (wanted := dict(sets(row)))]
        for row, wanted in told:
            _check_open(kind, wanted)
            entry = _entry(row, wanted, kind=kind, name=name, act_id=act_id, at=at)
            _write(schema_editor, entry, table=table, sets=wanted)
        changed += len(told)
    return changed


def told_of_all(kind: str, *, name: str, table: str = "", **sets: Value) -> RunPython:
    """What new columns hold in every record of a kind, said in the ledger too; an operation of the migration `name`."""

    def forward(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        record_migration(
            schema_editor,
            name=name,
            kind=kind,
            table=table or kind,
            reads=(),
            sets=lambda _: sets,
            at=RealClock().now(),
        )

    return RunPython(forward, RunPython.noop)


def _chunks(schema_editor: BaseDatabaseSchemaEditor, *, table: str, reads: Sequence[str]) -> Iterator[list[Row]]:
    """Rows in the order of their ids, locked; by id, so that what was changed is not met again."""
    names = ("id", "n", "head", *(name for name in reads if name != "id"))
    query = sql.SQL("SELECT {} FROM {} WHERE id > %s ORDER BY id LIMIT {} FOR UPDATE").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table), sql.Literal(CHUNK)
    )
    after = ""
    while True:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(query.as_string(None), [after])
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if not rows:
            return
        yield list(rows)
        after = rows[-1]["id"]


def _check_open(kind: str, sets: Mapping[str, Value]) -> None:
    sealed = personal_fields(registry.kind(kind).record) if registry.has_kind(kind) else ()
    wrong = sorted({*sealed, "id", "n", "head", "slot", "sealed"} & sets.keys())
    if wrong:
        raise ValueError(f"{kind}: {', '.join(wrong)} cannot be set by a migration")


def _entry(row: Row, sets: Mapping[str, Value], *, kind: str, name: str, act_id: str, at: datetime) -> Entry:
    return Entry(
        kind=kind,
        record=row["id"],
        n=row["n"] + 1,
        event=f"{kind}.migrated",
        act=ACT,
        act_id=act_id,
        by={"organisation": "", "power": "machine", "via": name},
        at=at,
        recorded_at=at,
        because=None,
        sets={field: plain(value) for field, value in sets.items()},
        before=bytes(row["head"]),
    )


def _write(schema_editor: BaseDatabaseSchemaEditor, entry: Entry, *, table: str, sets: Mapping[str, Value]) -> None:
    digest = entry_hash(entry.body)
    assigned = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in (*sets, "n", "head"))
    query = sql.SQL("UPDATE {} SET {} WHERE id = %s").format(sql.Identifier(table), assigned)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(query.as_string(None), [*map(_column, sets.values()), entry.n, digest, entry.record])
        told = (entry.kind, entry.record, entry.n, entry.act_id, entry.event, entry.body, digest)
        cursor.execute(_ENTRY, told)


def _column(value: Value) -> Any:
    if isinstance(value, Mapping):
        return Jsonb(plain(value))
    return list(value) if isinstance(value, tuple) else value
