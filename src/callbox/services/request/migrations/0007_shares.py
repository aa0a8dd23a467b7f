import django.contrib.postgres.fields
from django.db import migrations

from callbox.kernel.migrate import told_of_all
from callbox.kernel.tables import word

NAMES = django.contrib.postgres.fields.ArrayField(base_field=word(), default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0006_applications"),
    ]

    operations = [
        migrations.AddField("requestrow", "shares", NAMES, preserve_default=False),
        told_of_all("request", name="0007_shares", shares=()),
    ]
