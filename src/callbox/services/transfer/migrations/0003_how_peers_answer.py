from django.db import migrations, models

from callbox.kernel.migrate import told_of_all


class Migration(migrations.Migration):
    dependencies = [
        ("transfer", "0002_between_nodes"),
    ]

    operations = [
        migrations.AddField(model_name="peerrow", name="heard_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="peerrow", name="silent_since", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="peerrow",
            name="fault",
            field=models.CharField(db_collation="C", default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="peerrow", name="turned_down", field=models.JSONField(default=dict), preserve_default=False
        ),
        told_of_all("peer", name="0003_how_peers_answer", fault="", turned_down={}),
    ]
