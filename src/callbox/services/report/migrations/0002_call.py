from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("report", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportrow",
            name="call",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
    ]
