import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ReportRow",
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
                ("channel", models.CharField(db_collation="C", max_length=20)),
                ("received_at", models.DateTimeField()),
                ("language", models.CharField(db_collation="C", max_length=40)),
                ("source_number", models.CharField(db_collation="C", db_index=True, max_length=200)),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("closed_as", models.CharField(db_collation="C", max_length=40)),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "report",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="reportrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="reportrow_due"
                    ),
                    models.Index(fields=["received_at", "id"], name="report_in_order"),
                ],
            },
        ),
    ]
