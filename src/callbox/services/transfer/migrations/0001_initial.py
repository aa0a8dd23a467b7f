import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="TransferRow",
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
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("to", models.CharField(db_collation="C", max_length=200)),
                ("had_part", models.BooleanField()),
                ("danger_to_life", models.BooleanField()),
                ("answer_s", models.FloatField(null=True)),
                ("answer_days", models.IntegerField(null=True)),
                ("returns_max", models.IntegerField()),
                ("arbiter", models.CharField(db_collation="C", max_length=200)),
                ("offered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("returned_under", models.CharField(db_collation="C", max_length=40, null=True)),
                ("decided_for", models.CharField(db_collation="C", max_length=200, null=True)),
                ("decided_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("escalations", models.IntegerField()),
                ("escalated_to", models.CharField(db_collation="C", max_length=200)),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "transfer",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="transferrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="transferrow_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("offered", "to_arbiter"))),
                        fields=("incident",),
                        name="one_open_transfer_per_incident",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("offered", "to_arbiter"))),
                        fields=("request",),
                        name="one_open_transfer_per_request",
                    ),
                ],
            },
        ),
    ]
