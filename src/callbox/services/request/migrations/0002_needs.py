import django.contrib.postgres.fields
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from callbox.kernel.migrate import record_migration
from callbox.kernel.world import RealClock


def said_of_all(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What a column holds from now on stands in the ledger too, or its row could not be explained."""
    now = RealClock().now()
    record_migration(
        schema_editor,
        name="0002_needs",
        kind="category",
        table="category",
        reads=(),
        sets=lambda _: {"needs": ()},
        at=now,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="categoryrow",
            name="needs",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.RunPython(said_of_all, migrations.RunPython.noop),
    ]
