"""The columns of alarms and checks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class AlarmRow(RecordRow):
    """An alarm."""

    organisation = word()
    parties = ArrayField(word())
    cause = word(max_length=20)
    raised_at = models.DateTimeField()
    raised_by = word(null=True)
    post = word(null=True)
    unit = word(null=True)
    assignment = word(null=True)
    incident = word(null=True, db_index=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = word(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = word(max_length=20, null=True)
    escalations = models.IntegerField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "alarm"


class CheckRow(RecordRow):
    """A check."""

    organisation = word()
    parties = ArrayField(word())
    unit = word(db_index=True)
    assignment = word(db_index=True)
    incident = word(db_index=True)
    lone = models.BooleanField()
    every_s = models.FloatField()
    begun_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    safe_at = models.DateTimeField(null=True)
    alarm = word(null=True)
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "safety_check"


TABLES = {"alarm": AlarmRow, "check": CheckRow}
