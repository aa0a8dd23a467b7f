import django.contrib.postgres.fields
from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="categoryrow",
            name="needs",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
            preserve_default=False,
        ),
        told_of_all("category", name="0002_needs", needs=()),
    ]
