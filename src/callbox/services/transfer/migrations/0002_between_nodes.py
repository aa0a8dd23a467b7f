import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("transfer", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="transferrow",
            name="peer",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="transferrow",
            name="incoming",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="transferrow",
            name="of_kind",
            field=models.CharField(db_collation="C", default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="transferrow",
            name="of",
            field=models.CharField(db_collation="C", default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="transferrow",
            name="report",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="transferrow",
            name="agreed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="transferrow",
            name="acceptance",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="transferrow",
            name="told",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="transferrow",
            index=models.Index(fields=["offered_at"], name="transfer_in_order"),
        ),
        migrations.AddIndex(
            model_name="transferrow",
            index=models.Index(
                condition=models.Q(("peer__isnull", False)), fields=["told", "status"], name="transfer_between"
            ),
        ),
        migrations.CreateModel(
            name="PeerRow",
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
                ("name", models.TextField()),
                ("address", models.TextField()),
                ("vkey", models.TextField()),
            ],
            options={
                "db_table": "peer",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="peerrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="peerrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsRow",
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
                ("answer_s", models.FloatField(null=True)),
                ("answer_days", models.IntegerField(null=True)),
                ("returns_max", models.IntegerField()),
                ("arbiter", models.CharField(db_collation="C", max_length=200)),
            ],
            options={
                "db_table": "terms",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="termsrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="termsrow_due"
                    ),
                ],
            },
        ),
        told_of_all(
            "transfer", name="0002_between_nodes", incoming=False, of_kind="", of="", acceptance="", told=False
        ),
    ]
