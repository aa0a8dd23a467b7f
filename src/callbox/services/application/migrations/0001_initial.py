import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ApplicationRow",
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
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("papers", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("objection_days", models.IntegerField()),
                (
                    "given",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                (
                    "uses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("appointment", models.CharField(db_collation="C", max_length=200, null=True)),
                ("decision", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "application",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="applicationrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="applicationrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentRow",
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
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("begins_at", models.DateTimeField()),
                ("offered_at", models.DateTimeField()),
                ("offered_by", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "appointment",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="appointmentrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="appointmentrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionRow",
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
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("outcome", models.CharField(db_collation="C", max_length=20)),
                ("rests_on", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.CharField(db_collation="C", max_length=200)),
                ("remedy_to", models.CharField(db_collation="C", max_length=200)),
                ("remedy", models.TextField()),
                ("remedy_until", models.DateTimeField(null=True)),
                ("objected_at", models.DateTimeField(null=True)),
                ("late", models.BooleanField()),
                ("objection", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "decision",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="decisionrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="decisionrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperRow",
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
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("which", models.CharField(db_collation="C", max_length=40)),
                ("given_at", models.DateTimeField()),
                ("taken_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("valid_until", models.DateTimeField(null=True)),
                ("attachment", models.CharField(db_collation="C", max_length=200, null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_by", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "paper",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="paperrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="paperrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperUseRow",
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
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("paper", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("which", models.CharField(db_collation="C", max_length=40)),
                ("consent", models.CharField(db_collation="C", max_length=20)),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("valid_until", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "paper_use",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="paperuserow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="paperuserow_due"
                    ),
                ],
            },
        ),
    ]
