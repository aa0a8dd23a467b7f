"""A migration that changes what records say leaves entries, so that the ledger still explains every row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, migrations, transaction
from django.db.migrations.state import ProjectState
from tests.worlds.city import NOON, Town, actor

from callbox.kernel import ledger, registry, sequencer
from callbox.kernel.facts import Ref
from callbox.kernel.migrate import record_migration
from callbox.kernel.verify import Count, chains
from callbox.kernel.words import say


def ladder(row: Mapping[str, Any]) -> dict[str, Any]:
    """Engines become ladders; the others stay as they are."""
    return {"unit_kind": "ladder", "skills": ("height",)} if row["call_sign"].startswith("E") else {}


def forward(apps: Any, schema_editor: Any) -> None:
    record_migration(
        schema_editor, name="0002_ladders", kind="unit", table="unit", reads=("call_sign",), sets=ladder, at=NOON
    )


def migrate() -> None:
    """Run the migration as Django does."""
    state = ProjectState()
    with connection.schema_editor(atomic=True) as editor:
        migrations.RunPython(forward).database_forwards("unit", editor, state, state)


def broken(town: Town) -> list[str]:
    return [f"{fault.ref} {fault.field} {fault.code}" for fault in chains(town.node, Count())]


def test_a_migration_writes_an_entry_for_each_record_it_changes(town: Town) -> None:
    migrate()
    assert [town.record("unit", town.units[sign]).unit_kind for sign in ("E1", "E2", "M1")] == ["ladder", "ladder", ""]
    last = ledger.chain(Ref("unit", town.units["E1"]))[-1]
    assert (last.n, last.event) == (2, "unit.migrated")
    assert len(ledger.chain(Ref("unit", town.units["M1"]))) == 1
    sequencer.run()
    assert not broken(town)


def test_life_goes_on_after_a_migration(town: Town) -> None:
    migrate()
    town.done("unit.describe", actor("administrator", "coast"), unit=town.units["E1"], unit_kind="engine")
    assert [entry.event for entry in ledger.chain(Ref("unit", town.units["E1"]))][1:] == [
        "unit.migrated",
        "unit.described",
    ]
    assert not broken(town)


def test_a_change_without_its_entry_is_found(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unit SET unit_kind = 'ladder' WHERE call_sign = 'E1'")
    assert broken(town) == [f"unit {town.units['E1']} unit_kind field_differs"]


def test_a_renamed_field_is_read_through_its_alias(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def before(apps: Any, schema_editor: Any) -> None:
        sets = {"make": "ladder"}
        record_migration(schema_editor, name="0002", kind="unit", table="unit", reads=(), sets=lambda _: sets, at=NOON)

    with connection.schema_editor(atomic=True) as editor:
        editor.execute("ALTER TABLE unit RENAME unit_kind TO make")
        before(None, editor)
        editor.execute("ALTER TABLE unit RENAME make TO unit_kind")
    assert len(broken(town)) == len(town.units)
    spec = replace(registry.kind("unit"), aliases={"make": "unit_kind"})
    monkeypatch.setitem(registry._kinds, "unit", spec)
    assert not broken(town)


@pytest.mark.parametrize("field", ["address", "head", "id"])
def test_sealed_values_and_the_chain_itself_are_not_migrated(town: Town, field: str) -> None:
    town.incident()
    with (
        pytest.raises(ValueError, match="cannot be set by a migration"),
        transaction.atomic(),
        connection.schema_editor() as editor,
    ):
        record_migration(
            editor, name="x", kind="incident", table="incident", reads=(), sets=lambda _: {field: "x"}, at=NOON
        )
    assert not broken(town)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_an_upgrade_changed_is_told_in_words_whatever_its_kind(language: str) -> None:
    told = {say(f"event.{spec.kind}.migrated", language) for spec in registry.kinds()}

    assert len(told) == 1
    assert "migrated" not in told.pop()
