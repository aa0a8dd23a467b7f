import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AttachmentRow",
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
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("media_type", models.CharField(db_collation="C", max_length=80)),
                ("size_bytes", models.BigIntegerField()),
                ("stored", models.CharField(db_collation="C", max_length=40)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "attachment",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="attachmentrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="attachmentrow_due"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("stored",), name="one_attachment_per_file")],
            },
        ),
        migrations.CreateModel(
            name="NoteRow",
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
                ("report", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("incident", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("request", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("basis", models.CharField(db_collation="C", max_length=20)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "note",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="noterow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="noterow_due"
                    ),
                ],
            },
        ),
    ]
