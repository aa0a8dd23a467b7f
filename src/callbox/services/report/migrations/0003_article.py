from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("report", "0002_call"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportrow",
            name="article",
            field=models.CharField(db_collation="C", db_index=True, max_length=200, null=True),
        ),
    ]
