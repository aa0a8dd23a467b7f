from django.db import migrations

from callbox.kernel.tables import word


class Migration(migrations.Migration):
    dependencies = [
        ("report", "0003_article"),
    ]

    operations = [
        migrations.AddField("reportrow", "objects_to", word(null=True)),
    ]
