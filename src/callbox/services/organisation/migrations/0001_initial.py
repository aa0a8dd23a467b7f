import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarRow",
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
                ("zone", models.CharField(db_collation="C", max_length=60)),
                ("weekly", django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                (
                    "hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=11), size=None
                    ),
                ),
                (
                    "holidays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=10), size=None
                    ),
                ),
                (
                    "make_up",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=10), size=None
                    ),
                ),
                (
                    "known_years",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
            ],
            options={
                "db_table": "calendar",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="calendarrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="calendarrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationRow",
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
                ("name", models.TextField()),
                ("name_zh", models.TextField()),
                ("level", models.CharField(db_collation="C", max_length=20)),
                ("what", models.CharField(db_collation="C", max_length=60)),
                ("calendar", models.CharField(db_collation="C", max_length=200, null=True)),
                ("zone", models.CharField(db_collation="C", max_length=60)),
            ],
            options={
                "db_table": "organisation",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="organisationrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="organisationrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonRow",
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
                ("sign_in", models.CharField(db_collation="C", max_length=200)),
                ("language", models.CharField(db_collation="C", max_length=40)),
                (
                    "posts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=200), size=None
                    ),
                ),
                ("code_digest", models.CharField(db_collation="C", max_length=64)),
                ("code_expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "person",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="personrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="personrow_due"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("sign_in",), name="one_person_per_sign_in")],
            },
        ),
        migrations.CreateModel(
            name="PostRow",
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
                ("title", models.TextField()),
                ("title_zh", models.TextField()),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=40), size=None
                    ),
                ),
                ("duties", models.TextField()),
                ("person", models.CharField(db_collation="C", db_index=True, max_length=200, null=True)),
                ("unit", models.CharField(db_collation="C", max_length=200, null=True)),
            ],
            options={
                "db_table": "post",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="postrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="postrow_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TokenRow",
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
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=40), size=None
                    ),
                ),
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("post", models.CharField(db_collation="C", max_length=200, null=True)),
                ("expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "token",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["blind"], name="tokenrow_blind"),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)), fields=["next_due"], name="tokenrow_due"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("digest",), name="one_token_per_secret")],
            },
        ),
    ]
