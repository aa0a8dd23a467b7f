import django.contrib.postgres.fields
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("unit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="unitrow",
            name="lent_for",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="unitrow",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="unitrow",
            name="moves",
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrow",
            name="parties",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(db_collation="C", max_length=200), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrow",
            name="waits_at",
            field=models.CharField(db_collation="C", default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrow",
            name="waits_latitude_deg",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="unitrow",
            name="waits_longitude_deg",
            field=models.FloatField(null=True),
        ),
        told_of_all("unit", name="0002_waits", moves=0, parties=(), waits_at=""),
    ]
