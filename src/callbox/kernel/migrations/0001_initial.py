from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OutboxCursor",
            fields=[
                ("consumer", models.CharField(db_collation="C", max_length=60, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "outbox_cursor",
            },
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("frontier", models.BinaryField()),
            ],
            options={
                "db_table": "sequence_state",
            },
        ),
        migrations.CreateModel(
            name="UnitPosition",
            fields=[
                ("unit", models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False)),
                ("latitude_deg", models.FloatField()),
                ("longitude_deg", models.FloatField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "unit_position",
            },
        ),
        migrations.CreateModel(
            name="WorldState",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(db_collation="C", max_length=200)),
                ("mode", models.CharField(db_collation="C", max_length=200)),
                ("zone", models.CharField(db_collation="C", max_length=200)),
                ("made_at", models.DateTimeField()),
                ("settings", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "world_state",
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(db_collation="C", max_length=200)),
                ("key", models.CharField(db_collation="C", max_length=200)),
                ("digest", models.BinaryField()),
                ("slot", models.BigIntegerField(null=True)),
                ("refs", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "idempotency_key",
                "constraints": [models.UniqueConstraint(fields=("scope", "key"), name="one_answer_per_key")],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(db_collation="C", max_length=40)),
                ("record", models.CharField(db_collation="C", max_length=200)),
                ("n", models.IntegerField()),
                ("act_id", models.CharField(db_collation="C", max_length=40)),
                ("event", models.CharField(db_collation="C", max_length=60)),
                ("body", models.TextField(db_collation="C")),
                ("hash", models.BinaryField()),
                ("sealed", models.BinaryField(null=True)),
                ("position", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "db_table": "ledger_entry",
                "indexes": [
                    models.Index(
                        condition=models.Q(("position__isnull", True)), fields=["id"], name="entry_without_position"
                    ),
                    models.Index(fields=["act_id"], name="entry_by_act"),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "record", "n"), name="one_entry_per_place")],
            },
        ),
        migrations.CreateModel(
            name="TreeNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "tree_node",
                "constraints": [models.UniqueConstraint(fields=("level", "index"), name="one_hash_per_node")],
            },
        ),
        # Numbers of keys: a sequence, so that two processes never take the same and none waits for another.
        migrations.RunSQL("CREATE SEQUENCE key_slot MINVALUE 0 START 0", "DROP SEQUENCE key_slot"),
    ]
