from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_draft"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostPresence",
            fields=[
                ("post", models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("gone", models.BooleanField()),
            ],
            options={
                "db_table": "post_presence",
            },
        ),
    ]
