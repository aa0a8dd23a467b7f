import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AlarmRow",
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
                ("cause", models.CharField(db_collation="C", max_length=20)),
                ("raised_at", models.DateTimeField()),
                ("raised_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("post", models.CharField(db_collation="C", max_length=200, null=True)),
                ("unit", models.CharField(db_collation="C", max_length=200, null=True)),
                ("assignment", models.CharField(db_collation="C", max_length=200, null=True)),
                ("incident", models.CharField(db_collation="C", max_length=200, null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(db_collation="C", max_length=20, null=True)),
                ("escalations", models.IntegerField()),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "alarm",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="alarmrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="alarmrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckRow",
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
                ("unit", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("assignment", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("incident", models.CharField(db_collation="C", max_length=200)),
                ("lone", models.BooleanField()),
                ("every_s", models.FloatField()),
                ("begun_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("safe_at", models.DateTimeField(null=True)),
                ("alarm", models.CharField(db_collation="C", max_length=200, null=True)),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "safety_check",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="checkrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="checkrow_due"
                    ),
                ],
            },
        ),
    ]
