from django.db import migrations

from callbox.kernel.tables import word


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0004_by_area"),
    ]

    operations = [
        migrations.AddField("requestrow", "elsewhere_for", word(max_length=40, null=True)),
    ]
