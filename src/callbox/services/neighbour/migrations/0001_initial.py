import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ForwardRow",
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
                ("neighbour", models.CharField(db_collation="C", max_length=200)),
                ("service_code", models.CharField(db_collation="C", max_length=200)),
                ("begun_at", models.DateTimeField()),
                ("tries", models.IntegerField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(db_collation="C", max_length=20)),
                ("number", models.CharField(db_collation="C", max_length=200)),
                ("token", models.CharField(db_collation="C", max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
                ("their_status", models.CharField(db_collation="C", max_length=20)),
                ("heard_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "forward",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="forwardrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="forwardrow_due"
                    ),
                    models.Index(
                        condition=models.Q(("status", "declined"), _negated=True),
                        fields=["status", "id"],
                        name="forward_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeighbourRow",
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
                ("name", models.CharField(db_collation="C", max_length=200)),
                ("address", models.CharField(db_collation="C", max_length=500)),
                ("jurisdiction", models.CharField(db_collation="C", max_length=200)),
                ("keeps_keys", models.BooleanField()),
            ],
            options={
                "db_table": "neighbour",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="neighbourrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="neighbourrow_due"
                    ),
                ],
            },
        ),
    ]
