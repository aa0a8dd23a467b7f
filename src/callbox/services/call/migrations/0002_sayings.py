import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("call", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="callrow",
            name="blank_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="callrow",
            name="page_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="callrow",
            name="said",
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="SayingRow",
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
                ("call", models.CharField(db_collation="C", max_length=200)),
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200)),
                ("number", models.IntegerField()),
                ("side", models.CharField(db_collation="C", max_length=20)),
                ("sort", models.CharField(db_collation="C", max_length=20)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(db_collation="C", max_length=200, null=True)),
                ("question", models.CharField(db_collation="C", max_length=40, null=True)),
                ("answers", models.IntegerField(null=True)),
                ("language", models.CharField(db_collation="C", max_length=40)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("translated_by", models.CharField(db_collation="C", max_length=200)),
                ("translated_to", models.CharField(db_collation="C", max_length=40)),
            ],
            options={
                "db_table": "saying",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="sayingrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="sayingrow_due"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("call", "number"), name="one_saying_per_number")],
            },
        ),
        told_of_all("call", name="0002_sayings", said=0),
    ]
