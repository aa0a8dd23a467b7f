import django.contrib.postgres.fields
from django.db import migrations, models


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
    ]
