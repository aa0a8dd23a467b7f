"""A migration that gives every record a value writes it into the ledger too, or `callbox verify` would name every row."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from django.db import migrations, models

from callbox.site.settings import SERVICES

HELPERS = ("told_of_all", "record_migration")


def later_than_the_first() -> list[ModuleType]:
    """Every service's migrations after the one that made its tables."""
    folders = [importlib.import_module(f"callbox.services.{service}.migrations") for service in SERVICES]
    names = [f"{folder.__name__}.{one.name}" for folder in folders for one in pkgutil.iter_modules(folder.__path__)]
    return [importlib.import_module(name) for name in sorted(names) if not name.endswith(".0001_initial")]


def filled(operations: list[migrations.operations.base.Operation]) -> list[str]:
    """The columns that rows hold a value in at once, without anybody having said so."""
    added = [one for one in operations if isinstance(one, migrations.AddField)]
    return [one.name for one in added if not one.field.null]


def unsaid(module: ModuleType) -> list[str]:
    return (
        []
        if any(hasattr(module, name) for name in HELPERS)
        else [f"{module.__name__}: {name}" for name in filled(module.Migration.operations)]
    )


def test_a_column_that_holds_a_value_at_once_is_told_to_the_ledger() -> None:
    found = [one for module in later_than_the_first() for one in unsaid(module)]

    assert not found, f"say these with kernel.migrate.{HELPERS[0]}: {found}"


def test_a_column_that_nobody_told_the_ledger_of_is_found() -> None:
    module = ModuleType("some_service.migrations.0002_siren")
    columns: dict[str, models.Field[Any, Any]] = {
        "siren": models.BooleanField(default=False),
        "since": models.DateTimeField(null=True),
    }
    operations = [migrations.AddField("unitrow", name, column) for name, column in columns.items()]
    module.Migration = type("Migration", (migrations.Migration,), {"operations": operations})  # type: ignore[attr-defined]

    assert unsaid(module) == ["some_service.migrations.0002_siren: siren"]
