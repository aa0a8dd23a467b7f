from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("request", "0002_needs"),
    ]

    operations = [
        migrations.AddField("categoryrow", "deadline_calendar_days", models.IntegerField(null=True)),
        migrations.AddField("categoryrow", "accept_days", models.IntegerField(null=True)),
        migrations.AddField("requestrow", "deadline_calendar_days", models.IntegerField(null=True)),
        migrations.AddField("requestrow", "accept_days", models.IntegerField(null=True)),
        migrations.AddField("requestrow", "due_at", models.DateTimeField(null=True)),
    ]
