"""The columns of shifts. There is none for the crew: it is sealed."""

from django.db import models

from callbox.kernel.tables import RecordRow, word


class ShiftRow(RecordRow):
    """A shift."""

    organisation = word()
    unit = word(db_index=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    resting_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    escalations = models.IntegerField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "shift"


TABLES = {"shift": ShiftRow}
