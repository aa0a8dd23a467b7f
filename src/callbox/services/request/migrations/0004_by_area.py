import django.contrib.postgres.fields
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all
from callbox.kernel.tables import word

TEXTS = django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0003_promised"),
    ]

    operations = [
        migrations.AddField("categoryrow", "names", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("categoryrow", "group", word(default=""), preserve_default=False),
        migrations.AddField("categoryrow", "keywords", TEXTS, preserve_default=False),
        migrations.AddField("categoryrow", "by_area", models.BooleanField(default=False), preserve_default=False),
        migrations.AddField("requestrow", "part_of", word(null=True, db_index=True)),
        migrations.AddField("requestrow", "parts", models.IntegerField(default=0), preserve_default=False),
        migrations.AlterField("requestrow", "same_as", word(null=True, db_index=True)),
        told_of_all("category", name="0004_by_area", names={}, group="", keywords=(), by_area=False),
        told_of_all("request", name="0004_by_area", parts=0),
    ]
