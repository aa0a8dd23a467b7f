"""The columns of follows and their news, of verdicts, tallies and of what was said to be not done."""

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
    news = word(null=True)
    code = word(null=True)
    codes = models.IntegerField()
    wrong_codes = models.IntegerField()
    proved_at = models.DateTimeField(null=True)
    contact_by = word(max_length=20)

    class Meta(RecordRow.Meta):
        db_table = "follow"


class NewsRow(RecordRow):
    """What whoever follows is told."""

    organisation = word()
    report = word(db_index=True)
    follow = word(db_index=True)
    sort = word(max_length=20)
    tells = ArrayField(word(max_length=20))
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    by = word(max_length=20)
    tries = models.IntegerField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = word(max_length=40)

    class Meta(RecordRow.Meta):
        db_table = "news"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["due_at", "id"], name="news_under_way", condition=Q(status__in=("waiting", "trying"))),
        ]


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


TABLES = {"follow": FollowRow, "news": NewsRow, "verdict": VerdictRow, "tally": TallyRow, "undone": UndoneRow}
