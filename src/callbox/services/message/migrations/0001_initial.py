import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ChannelRow",
            fields=[
                ("id", models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False)),
                ("status", models.CharField(db_collation="C", max_length=40)),
                ("erased", models.BooleanField(default=False)),
                ("n", models.IntegerField()),
                ("head", models.BinaryField()),
                ("slot", models.BigIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                (
                    "blind",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
                ("next_due", models.DateTimeField(null=True)),
                ("organisation", models.CharField(db_collation="C", max_length=200)),
                ("unit", models.CharField(db_collation="C", max_length=200, null=True)),
                ("name", models.CharField(db_collation="C", max_length=200)),
                ("carrier", models.CharField(db_collation="C", max_length=20)),
                (
                    "tells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=20), size=None
                    ),
                ),
                ("confidential", models.BooleanField()),
                ("failing_since", models.DateTimeField(null=True)),
                ("fault", models.CharField(db_collation="C", max_length=40)),
                ("given_up", models.IntegerField()),
            ],
            options={
                "db_table": "channel",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="channelrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="channelrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageRow",
            fields=[
                ("id", models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False)),
                ("status", models.CharField(db_collation="C", max_length=40)),
                ("erased", models.BooleanField(default=False)),
                ("n", models.IntegerField()),
                ("head", models.BinaryField()),
                ("slot", models.BigIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                (
                    "blind",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
                ("next_due", models.DateTimeField(null=True)),
                ("organisation", models.CharField(db_collation="C", max_length=200)),
                (
                    "parties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("sort", models.CharField(db_collation="C", max_length=20)),
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("assignment", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                (
                    "posts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("from_unit", models.CharField(db_collation="C", max_length=200, null=True)),
                ("approved_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("may_leave", models.BooleanField()),
                ("patience_s", models.FloatField(null=True)),
                (
                    "line",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("receipts", models.JSONField()),
                ("escalations", models.IntegerField()),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "message",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="messagerow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="messagerow_due"
                    ),
                    models.Index(fields=["status", "sent_at"], name="message_in_order"),
                ],
            },
        ),
    ]
