"""The columns of calls and of their recordings."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word
from callbox.services.call.facts import OPEN


class CallRow(RecordRow):
    """A call. A line names one call, whoever tells of it first."""

    organisation = word()
    parties = ArrayField(word())
    about = word()
    protected = models.BooleanField()
    taken_by = word()
    report = word(db_index=True)
    channel = word(max_length=20)
    line = word()
    sequence = models.BigIntegerField()
    language = word(max_length=40)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    taker = word(null=True)
    extension = word()
    transferred_to = word()
    device_radius_m = models.FloatField(null=True)
    device_at = models.DateTimeField(null=True)
    tries = models.IntegerField()
    tried_at = models.DateTimeField(null=True)
    result = word(null=True, max_length=20)
    closed_by = word(null=True)
    supervision = word(max_length=20)
    supervised_by = word(null=True)
    interpreter = word(max_length=40)
    silent = models.BooleanField()
    help_at = models.DateTimeField(null=True)
    said = models.IntegerField()
    page_at = models.DateTimeField(null=True)
    blank_at = models.DateTimeField(null=True)
    paged_at = models.DateTimeField(null=True)
    escalations = models.IntegerField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "call"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["taken_by", "line"], name="one_call_per_line"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["rang_at", "id"], name="call_open", condition=Q(status__in=OPEN)),
        ]


class SayingRow(RecordRow):
    """One thing said."""

    organisation = word()
    call = word()
    report = word(db_index=True)
    number = models.IntegerField()
    side = word(max_length=20)
    sort = word(max_length=20)
    said_at = models.DateTimeField()
    said_by = word(null=True)
    question = word(null=True, max_length=40)
    answers = models.IntegerField(null=True)
    language = word(max_length=40)
    delivered_at = models.DateTimeField(null=True)
    translated_by = word()
    translated_to = word(max_length=40)

    class Meta(RecordRow.Meta):
        db_table = "saying"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "number"], name="one_saying_per_number"),
        ]


class RecordingRow(RecordRow):
    """A recording."""

    organisation = word()
    call = word(db_index=True)
    report = word(db_index=True)
    began_at = models.DateTimeField()
    length_s = models.FloatField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "recording"


TABLES = {"call": CallRow, "saying": SayingRow, "recording": RecordingRow}
