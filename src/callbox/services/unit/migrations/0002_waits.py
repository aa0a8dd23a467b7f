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
        name="0002_waits",
        kind="unit",
        table="unit",
        reads=(),
        sets=lambda _: {"moves": 0, "parties": (), "waits_at": ""},
        at=now,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("unit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="unitrow",
            name="lent_for",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="unitrow",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="unitrow",
            name="moves",
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrow",
            name="parties",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(db_collation="C", max_length=200), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrow",
            name="waits_at",
            field=models.CharField(db_collation="C", default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrow",
            name="waits_latitude_deg",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="unitrow",
            name="waits_longitude_deg",
            field=models.FloatField(null=True),
        ),
        migrations.RunPython(said_of_all, migrations.RunPython.noop),
    ]
