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
        name="0002_officer",
        kind="channel",
        table="channel",
        reads=(),
        sets=lambda _: {"after_s": 0.0},
        at=now,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("message", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="channelrow",
            name="after_s",
            field=models.FloatField(default=0.0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="channelrow",
            name="passed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="channelrow",
            name="quiet_from_h",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channelrow",
            name="quiet_until_h",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channelrow",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="alarm",
            field=models.CharField(db_collation="C", db_index=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="cause",
            field=models.CharField(db_collation="C", max_length=40, null=True),
        ),
        migrations.RunPython(said_of_all, migrations.RunPython.noop),
    ]
