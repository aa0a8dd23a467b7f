import django.contrib.postgres.fields
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all

TEXTS = django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0005_elsewhere"),
    ]

    operations = [
        migrations.AddField("categoryrow", "papers", TEXTS, preserve_default=False),
        migrations.AddField("categoryrow", "decides", models.BooleanField(default=False), preserve_default=False),
        migrations.AddField("categoryrow", "objection_days", models.IntegerField(default=60), preserve_default=False),
        migrations.AddField("requestrow", "decides", models.BooleanField(default=False), preserve_default=False),
        told_of_all("category", name="0006_applications", papers=(), decides=False, objection_days=60),
        told_of_all("request", name="0006_applications", decides=False),
    ]
