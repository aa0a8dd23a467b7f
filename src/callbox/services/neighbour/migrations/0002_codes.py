from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("neighbour", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="neighbourrow", name="codes", field=models.JSONField(default=dict), preserve_default=False
        ),
        told_of_all("neighbour", name="0002_codes", codes={}),
    ]
