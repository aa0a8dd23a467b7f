import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AidRow",
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
                ("to", models.CharField(db_collation="C", max_length=200)),
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("category", models.CharField(db_collation="C", max_length=200)),
                ("priority", models.CharField(db_collation="C", max_length=20)),
                ("area", models.CharField(db_collation="C", max_length=200)),
                ("unit_kind", models.CharField(db_collation="C", max_length=60)),
                ("count", models.IntegerField()),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("declined_for", models.CharField(db_collation="C", max_length=40, null=True)),
                ("escalations", models.IntegerField()),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "aid",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="aidrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="aidrow_due"
                    ),
                ],
            },
        ),
    ]
