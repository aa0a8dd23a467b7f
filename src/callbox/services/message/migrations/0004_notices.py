from django.db import migrations

from callbox.kernel.tables import word


class Migration(migrations.Migration):
    dependencies = [
        ("message", "0003_hidden"),
    ]

    operations = [
        migrations.AddField("messagerow", "request", word(null=True, db_index=True)),
        migrations.AddField("messagerow", "article", word(null=True)),
    ]
