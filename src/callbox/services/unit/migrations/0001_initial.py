import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="UnitRow",
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
                ("call_sign", models.CharField(db_collation="C", max_length=60)),
                ("unit_kind", models.CharField(db_collation="C", max_length=60)),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=60), size=None
                    ),
                ),
                ("home_latitude_deg", models.FloatField(null=True)),
                ("home_longitude_deg", models.FloatField(null=True)),
                ("reason_code", models.CharField(db_collation="C", max_length=40)),
                ("assignment", models.CharField(db_collation="C", max_length=200, null=True)),
                (
                    "queue",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("shift", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "unit",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="unitrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="unitrow_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "call_sign"), name="one_call_sign_per_organisation")
                ],
            },
        ),
    ]
