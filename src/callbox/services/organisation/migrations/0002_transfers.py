from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisationrow",
            name="peer",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="organisationrow",
            name="terms",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
    ]
