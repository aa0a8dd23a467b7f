import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AssignmentRow",
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
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("unit", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("queued_at", models.DateTimeField(null=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("dispatched_at", models.DateTimeField(null=True)),
                ("en_route_at", models.DateTimeField(null=True)),
                ("on_scene_at", models.DateTimeField(null=True)),
                ("transporting_at", models.DateTimeField(null=True)),
                ("at_hospital_at", models.DateTimeField(null=True)),
                ("available_at", models.DateTimeField(null=True)),
                ("self_attached", models.BooleanField()),
                ("overridden", models.BooleanField()),
            ],
            options={
                "db_table": "assignment",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="assignmentrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="assignmentrow_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ("assigned", "dispatched", "en_route", "on_scene", "transporting", "at_hospital"),
                            )
                        ),
                        fields=("unit",),
                        name="one_active_assignment_per_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentRow",
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
                ("category", models.CharField(db_collation="C", max_length=200)),
                ("priority", models.CharField(db_collation="C", max_length=20)),
                ("received_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("source_number", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("area", models.CharField(db_collation="C", max_length=200)),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                (
                    "assignments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                (
                    "past",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("dispatched_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("disposition", models.CharField(db_collation="C", max_length=40, null=True)),
                ("closed_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("same_as", models.CharField(db_collation="C", max_length=200, null=True)),
                ("escalations", models.IntegerField()),
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
                "db_table": "incident",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="incidentrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="incidentrow_due"
                    ),
                    models.Index(fields=["received_at", "id"], name="incident_in_order"),
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["received_at", "id"],
                        name="incident_open",
                    ),
                ],
            },
        ),
    ]
