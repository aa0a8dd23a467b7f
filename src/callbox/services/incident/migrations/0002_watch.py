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
        name="0002_watch",
        kind="incident",
        table="incident",
        reads=(),
        sets=lambda _: {"watch_lapsed": False},
        at=now,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="incidentrow",
            name="watch_lapsed",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="watch_to",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="watched_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="watcher",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.RunPython(said_of_all, migrations.RunPython.noop),
    ]
