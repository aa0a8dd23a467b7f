"""The kernel's own columns. Only the kernel imports this module, but for `RecordRow`, which services' tables build on."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


def word(**options: Any) -> "models.CharField[Any, Any]":
    """Text compared byte by byte: ids, statuses, paths. Sorted the same on every machine."""
    settings: dict[str, Any] = {"max_length": 200, "db_collation": "C"} | options
    return models.CharField(**settings)


class RecordRow(models.Model):
    """What every record's table has besides its open fields.

    `n` and `head` are the length and last hash of its chain; `slot` numbers its key; `sealed` holds its personal values;
    `blind` their keyed bigrams; `next_due` is when the first of its running clocks falls due.
    """

    id = word(primary_key=True)
    status = word(max_length=40)
    erased = models.BooleanField(default=False)
    n = models.IntegerField()
    head = models.BinaryField()
    slot = models.BigIntegerField()
    sealed = models.BinaryField(null=True)
    blind = ArrayField(models.BigIntegerField(), null=True)
    next_due = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["blind"], name="%(class)s_blind"),
            models.Index(fields=["next_due"], name="%(class)s_due", condition=Q(next_due__isnull=False)),
        ]


class LedgerEntry(models.Model):
    """One stored entry. `body` is the canonical text that `hash` covers; the other columns only find it.

    `position` is given by the sequencer: dense, unique, and in order within a record.
    """

    id = models.BigAutoField(primary_key=True)
    kind = word(max_length=40)
    record = word()
    n = models.IntegerField()
    act_id = word(max_length=40)
    event = word(max_length=60)
    body = models.TextField(db_collation="C")
    hash = models.BinaryField()
    sealed = models.BinaryField(null=True)
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        db_table = "ledger_entry"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "record", "n"], name="one_entry_per_place"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="entry_without_position", condition=Q(position__isnull=True)),
            models.Index(fields=["act_id"], name="entry_by_act"),
        ]


class IdempotencyKey(models.Model):
    """One key already used by one organisation's caller: what was asked (as a fingerprint under `slot`) and answered."""

    scope = word()
    key = word()
    digest = models.BinaryField()
    slot = models.BigIntegerField(null=True)
    refs = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "idempotency_key"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_key"),
        ]


class TreeNode(models.Model):
    """The hash of a complete subtree of the ledger's tree, `level` 0 being the leaves."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "tree_node"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "index"], name="one_hash_per_node"),
        ]


class Sequence(models.Model):
    """Where the sequencer stands: how many entries have a position, and the tree's frontier over them."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "sequence_state"


class OutboxCursor(models.Model):
    """How far one consumer of the ledger has come. What lies behind its position was handled at least once."""

    consumer = word(primary_key=True, max_length=60)
    position = models.BigIntegerField(default=0)

    class Meta:
        db_table = "outbox_cursor"


class UnitPosition(models.Model):
    """Where a unit is now. Not part of the ledger; kept for 15 minutes at most, and only while it is on shift."""

    unit = word(primary_key=True)
    latitude_deg = models.FloatField()
    longitude_deg = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        db_table = "unit_position"


class PostPresence(models.Model):
    """The last sign of a post at a console. Not part of the ledger; kept for a day at most."""

    post = word(primary_key=True)
    at = models.DateTimeField()
    gone = models.BooleanField()

    class Meta:
        db_table = "post_presence"


class DraftRow(models.Model):
    """A report in the making. Not part of the ledger; its words and its key are destroyed when it ends."""

    id = word(primary_key=True)
    organisation = word()
    holder = word()
    about = word(default="")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.BigIntegerField()
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    slot = models.BigIntegerField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "draft"


class WorldState(models.Model):
    """What this database is: its mode (live, demo, practice, replay) can be set once and never changed."""

    id = models.SmallIntegerField(primary_key=True)
    name = word()
    mode = word()
    zone = word()
    made_at = models.DateTimeField()
    settings = models.JSONField(default=dict)

    class Meta:
        db_table = "world_state"
