"""The columns of handovers. There is none for their words: they are sealed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class HandoverRow(RecordRow):
    """A handover."""

    organisation = word()
    post = word(null=True)
    person = word()
    offered_at = models.DateTimeField()
    incidents = ArrayField(word())
    reports = ArrayField(word())
    areas = ArrayField(word())
    taken_by = word(null=True)
    taken_at = models.DateTimeField(null=True)
    escalations = models.IntegerField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "handover"


TABLES = {"handover": HandoverRow}
