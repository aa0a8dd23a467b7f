import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BoundaryRow",
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
                ("organisation", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("version", models.IntegerField()),
                ("name", models.CharField(db_collation="C", max_length=200)),
                ("name_zh", models.CharField(db_collation="C", max_length=200)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("source", models.TextField()),
                ("rings", models.JSONField()),
                ("west_longitude_deg", models.FloatField()),
                ("south_latitude_deg", models.FloatField()),
                ("east_longitude_deg", models.FloatField()),
                ("north_latitude_deg", models.FloatField()),
            ],
            options={
                "db_table": "boundary",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="boundaryrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="boundaryrow_due"
                    ),
                ],
            },
        ),
    ]
