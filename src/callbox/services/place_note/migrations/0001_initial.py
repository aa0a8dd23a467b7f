import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PlaceNoteRow",
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
                ("sort", models.CharField(db_collation="C", max_length=40)),
                ("source", models.CharField(db_collation="C", max_length=40)),
                ("square", models.CharField(db_collation="C", max_length=40)),
                ("set_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("clocks", models.JSONField()),
            ],
            options={
                "db_table": "place_note",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="placenoterow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="placenoterow_due"
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["in_force", "expired"])),
                        fields=["square"],
                        name="place_note_shown",
                    ),
                ],
            },
        ),
    ]
