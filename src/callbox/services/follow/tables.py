"""The columns of follows, verdicts, tallies and of what was said to be not done."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class FollowRow(RecordRow):
    """A follow."""

    organisation = word()
    report = word(db_index=True)
    language = word(max_length=40)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    linked = models.BooleanField()
    judged_at = models.DateTimeField(null=True)
    contact_by = word(max_length=20)

    class Meta(RecordRow.Meta):
        db_table = "follow"


class VerdictRow(RecordRow):
    """A verdict."""

    organisation = word()
    about = word()
    report = word(db_index=True)
    given_at = models.DateTimeField()
    tally = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "verdict"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["about", "given_at"], name="verdict_given", condition=Q(status="given")),
        ]


class TallyRow(RecordRow):
    """A tally."""

    organisation = word(db_index=True)
    verdicts = models.IntegerField()
    points = ArrayField(models.IntegerField())
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta(RecordRow.Meta):
        db_table = "tally"


class UndoneRow(RecordRow):
    """What was said to be not done."""

    organisation = word()
    parties = ArrayField(word())
    about = word()
    request = word(db_index=True)
    answered = word()
    said_at = models.DateTimeField()
    reviewed_by = word(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "undone"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["organisation", "id"], name="undone_waiting", condition=Q(status="waiting")),
        ]


TABLES = {"follow": FollowRow, "verdict": VerdictRow, "tally": TallyRow, "undone": UndoneRow}
