import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ArticleRow",
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
                ("titles", models.JSONField()),
                ("texts", models.JSONField()),
                ("keywords", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("source", models.TextField()),
                ("public", models.BooleanField()),
                ("checked_at", models.DateTimeField()),
                ("checked_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("expires_at", models.DateTimeField()),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "article",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="articlerow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="articlerow_due"
                    ),
                    models.Index(condition=models.Q(("status", "active")), fields=["id"], name="article_active"),
                ],
            },
        ),
    ]
