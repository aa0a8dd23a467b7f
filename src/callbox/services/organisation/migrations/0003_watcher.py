from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_transfers"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisationrow",
            name="watcher",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
    ]
