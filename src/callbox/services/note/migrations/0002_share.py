from django.db import migrations

from callbox.kernel.tables import word


class Migration(migrations.Migration):
    dependencies = [
        ("note", "0001_initial"),
    ]

    operations = [
        migrations.AddField("noterow", "share", word(null=True, db_index=True)),
        migrations.AddField("attachmentrow", "share", word(null=True, db_index=True)),
    ]
