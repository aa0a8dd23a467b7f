import django.contrib.postgres.fields
from django.db import migrations

from callbox.kernel.migrate import told_of_all
from callbox.kernel.tables import word

NAMES = django.contrib.postgres.fields.ArrayField(base_field=word(), default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_initial"),
    ]

    operations = [
        migrations.AddField("handoverrow", "areas", NAMES, preserve_default=False),
        told_of_all("handover", name="0002_areas", areas=()),
    ]
