import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all
from callbox.kernel.tables import word


class Migration(migrations.Migration):
    dependencies = [
        ("follow", "0001_initial"),
    ]

    operations = [
        migrations.AddField("followrow", "news", word(null=True)),
        migrations.AddField("followrow", "code", word(null=True)),
        migrations.AddField("followrow", "codes", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField("followrow", "wrong_codes", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField("followrow", "proved_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="NewsRow",
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
                ("follow", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("sort", models.CharField(db_collation="C", max_length=20)),
                (
                    "tells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=20), size=None
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("by", models.CharField(db_collation="C", max_length=20)),
                ("tries", models.IntegerField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(db_collation="C", max_length=40)),
            ],
            options={
                "db_table": "news",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="newsrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="newsrow_due"
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ("waiting", "trying"))),
                        fields=["due_at", "id"],
                        name="news_under_way",
                    ),
                ],
            },
        ),
        told_of_all("follow", name="0002_news", codes=0, wrong_codes=0),
    ]
