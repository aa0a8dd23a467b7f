from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="incidentrow",
            name="watch_lapsed",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="watch_to",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="watched_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="watcher",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        told_of_all("incident", name="0002_watch", watch_lapsed=False),
    ]
