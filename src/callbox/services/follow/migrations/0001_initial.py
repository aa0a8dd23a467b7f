import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FollowRow",
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
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("language", models.CharField(db_collation="C", max_length=40)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("linked", models.BooleanField()),
                ("contact_by", models.CharField(db_collation="C", max_length=20)),
            ],
            options={
                "db_table": "follow",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="followrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="followrow_due"
                    ),
                ],
            },
        ),
    ]
