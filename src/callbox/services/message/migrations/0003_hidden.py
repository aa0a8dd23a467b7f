from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("message", "0002_officer"),
    ]

    operations = [
        migrations.AddField(
            model_name="messagerow",
            name="about",
            field=models.CharField(db_collation="C", default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="messagerow",
            name="protected",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        told_of_all("message", name="0003_hidden", about="", protected=False),
    ]
