import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CategoryRow",
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
                ("version", models.IntegerField()),
                ("name", models.CharField(db_collation="C", max_length=200)),
                ("name_zh", models.CharField(db_collation="C", max_length=200)),
                ("department", models.CharField(db_collation="C", max_length=200)),
                ("deadline_days", models.IntegerField(null=True)),
                ("deadline_hours", models.FloatField(null=True)),
                ("extensions_max", models.IntegerField()),
                ("extension_days_max", models.IntegerField()),
                ("questions", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("closes_by", models.TextField()),
                ("public", models.BooleanField()),
                ("protects", models.BooleanField()),
                ("danger_words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "db_table": "category",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="categoryrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="categoryrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestRow",
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
                ("category", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("category_version", models.IntegerField()),
                ("deadline_days", models.IntegerField(null=True)),
                ("deadline_hours", models.FloatField(null=True)),
                ("extensions_max", models.IntegerField()),
                ("extension_days_max", models.IntegerField()),
                ("public", models.BooleanField()),
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("taken_by", models.CharField(db_collation="C", max_length=200)),
                ("received_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("area", models.CharField(db_collation="C", max_length=200)),
                ("handled_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("held_for", models.CharField(db_collation="C", max_length=40, null=True)),
                ("extensions", models.IntegerField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("said_done", models.BooleanField(null=True)),
                ("disposition", models.CharField(db_collation="C", max_length=40, null=True)),
                ("closed_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("same_as", models.CharField(db_collation="C", max_length=200, null=True)),
                ("reopenings", models.IntegerField()),
                ("escalations", models.IntegerField()),
                ("escalated_to", models.CharField(db_collation="C", max_length=200)),
                ("transfer", models.CharField(db_collation="C", max_length=200, null=True)),
                ("returns", models.IntegerField()),
                (
                    "settled_between",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "request",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="requestrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="requestrow_due"
                    ),
                    models.Index(fields=["received_at", "id"], name="request_in_order"),
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["organisation", "id"],
                        name="request_open",
                    ),
                ],
            },
        ),
    ]
