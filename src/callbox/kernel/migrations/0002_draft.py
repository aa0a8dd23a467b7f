from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftRow",
            fields=[
                ("id", models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False)),
                ("organisation", models.CharField(db_collation="C", max_length=200)),
                ("holder", models.CharField(db_collation="C", max_length=200)),
                ("about", models.CharField(db_collation="C", default="", max_length=200)),
                ("begun_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("version", models.BigIntegerField()),
                ("held_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("slot", models.BigIntegerField(null=True)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "draft",
            },
        ),
    ]
