import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="NoticeRow",
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
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("category", models.CharField(db_collation="C", max_length=200)),
                ("area", models.CharField(db_collation="C", max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("precision", models.CharField(db_collation="C", max_length=20)),
                ("stored", models.CharField(db_collation="C", max_length=40, null=True)),
            ],
            options={
                "db_table": "notice",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="noticerow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="noticerow_due"
                    ),
                    models.Index(
                        condition=models.Q(("status", "public")), fields=["published_at", "id"], name="notice_public"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "removed"), _negated=True),
                        fields=("request",),
                        name="one_notice_per_request",
                    ),
                    models.UniqueConstraint(fields=("stored",), name="one_notice_per_file"),
                ],
            },
        ),
    ]
