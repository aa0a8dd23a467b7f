"""Columns are exactly the open fields of the facts: nothing a fact says is lost, nothing personal has a column."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel import registry
from callbox.kernel.facts import Field, fields_of
from callbox.kernel.rows import KERNEL_COLUMNS, open_fields
from callbox.kernel.tables import RecordRow

KINDS = sorted(spec.kind for spec in registry.kinds())
TEXT = (models.CharField, models.TextField)
COLUMNS: dict[object, tuple[type, ...]] = {
    str: TEXT,
    bool: (models.BooleanField,),
    int: (models.IntegerField, models.BigIntegerField, models.SmallIntegerField),
    float: (models.FloatField,),
    datetime: (models.DateTimeField,),
    date: (models.DateField,),
}


def column_types(declared: Field) -> tuple[type, ...]:
    """What may hold one field: an array for a tuple, JSON for whatever has no plain type."""
    return (ArrayField,) if declared.many else COLUMNS.get(declared.type, (models.JSONField,))


def columns_of(table: type[RecordRow]) -> dict[str, "models.Field[object, object]"]:
    """A table's own columns, without those the kernel keeps beside every record."""
    return {
        column.name: column
        for column in table._meta.get_fields()
        if isinstance(column, models.Field) and column.name not in KERNEL_COLUMNS
    }


def misfits(declared: Field, column: "models.Field[object, object]") -> Iterator[str]:
    """How a column does not fit its field."""
    if not isinstance(column, column_types(declared)):
        wanted = " or ".join(kind.__name__ for kind in column_types(declared))
        yield f"{declared.name}: is a {type(column).__name__}, must be {wanted}"
    if column.null != declared.optional:
        yield f"{declared.name}: null={column.null}, but its fact says optional={declared.optional}"
    if isinstance(column, ArrayField) and declared.many:
        yield from misfits_inside(declared, column)


def misfits_inside(declared: Field, column: "ArrayField[object, object]") -> Iterator[str]:
    """How an array's elements do not fit."""
    inner = declared.type.__args__[0]
    if not isinstance(column.base_field, COLUMNS.get(inner, TEXT)):
        yield f"{declared.name}: holds {type(column.base_field).__name__}, its fact holds {inner}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_exactly_the_open_fields_of_its_facts(kind: str) -> None:
    columns = columns_of(registry.table(kind))
    fields = {declared.name for declared in open_fields(kind)}

    assert columns.keys() == fields


@pytest.mark.parametrize("kind", KINDS)
def test_each_column_fits_its_field(kind: str) -> None:
    columns = columns_of(registry.table(kind))

    assert [misfit for declared in open_fields(kind) for misfit in misfits(declared, columns[declared.name])] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_personal_field_has_a_column(kind: str) -> None:
    personal = {name for name, declared in fields_of(registry.kind(kind).record).items() if declared.personal}

    assert personal & {column.name for column in registry.table(kind)._meta.get_fields()} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_ids_and_statuses_are_compared_byte_by_byte(kind: str) -> None:
    columns = columns_of(registry.table(kind))
    linked = [declared.name for declared in open_fields(kind) if declared.links and not declared.many]
    loose = [name for name in ("id", "status", *linked) if getattr(columns[name], "db_collation", None) != "C"]

    assert loose == [], "make these columns with kernel.tables.word()"


def test_a_column_that_does_not_fit_is_found() -> None:
    wrong: models.Field[object, object] = models.IntegerField(null=True)  # type: ignore[misc]
    declared = fields_of(registry.kind("unit").record)["call_sign"]

    assert len(list(misfits(declared, wrong))) == 2
