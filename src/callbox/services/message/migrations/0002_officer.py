from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("message", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="channelrow",
            name="after_s",
            field=models.FloatField(default=0.0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="channelrow",
            name="passed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="channelrow",
            name="quiet_from_h",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channelrow",
            name="quiet_until_h",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channelrow",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="alarm",
            field=models.CharField(db_collation="C", db_index=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="cause",
            field=models.CharField(db_collation="C", max_length=40, null=True),
        ),
        told_of_all("channel", name="0002_officer", after_s=0.0),
    ]
