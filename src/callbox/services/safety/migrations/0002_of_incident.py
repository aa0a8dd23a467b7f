from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alarmrow",
            name="incident",
            field=models.CharField(db_collation="C", db_index=True, max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name="checkrow",
            name="incident",
            field=models.CharField(db_collation="C", db_index=True, max_length=200),
        ),
    ]
