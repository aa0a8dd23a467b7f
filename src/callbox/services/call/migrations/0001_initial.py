import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CallRow",
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
                ("about", models.CharField(db_collation="C", max_length=200)),
                ("protected", models.BooleanField()),
                ("taken_by", models.CharField(db_collation="C", max_length=200)),
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("channel", models.CharField(db_collation="C", max_length=20)),
                ("line", models.CharField(db_collation="C", max_length=200)),
                ("sequence", models.BigIntegerField()),
                ("language", models.CharField(db_collation="C", max_length=40)),
                ("rang_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("taker", models.CharField(db_collation="C", max_length=200, null=True)),
                ("extension", models.CharField(db_collation="C", max_length=200)),
                ("transferred_to", models.CharField(db_collation="C", max_length=200)),
                ("device_radius_m", models.FloatField(null=True)),
                ("device_at", models.DateTimeField(null=True)),
                ("tries", models.IntegerField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("result", models.CharField(db_collation="C", max_length=20, null=True)),
                ("closed_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("supervision", models.CharField(db_collation="C", max_length=20)),
                ("supervised_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("interpreter", models.CharField(db_collation="C", max_length=40)),
                ("silent", models.BooleanField()),
                ("help_at", models.DateTimeField(null=True)),
                ("paged_at", models.DateTimeField(null=True)),
                ("escalations", models.IntegerField()),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "call",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="callrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="callrow_due"
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ("ringing", "answered", "held", "abandoned"))),
                        fields=["rang_at", "id"],
                        name="call_open",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("taken_by", "line"), name="one_call_per_line")],
            },
        ),
        migrations.CreateModel(
            name="RecordingRow",
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
                ("call", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("began_at", models.DateTimeField()),
                ("length_s", models.FloatField(null=True)),
            ],
            options={
                "db_table": "recording",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="recordingrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="recordingrow_due"
                    ),
                ],
            },
        ),
    ]
