"""The columns of mutual aid. There is none for its words: they are sealed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class AidRow(RecordRow):
    """Mutual aid."""

    organisation = word()
    parties = ArrayField(word())
    to = word()
    incident = word(db_index=True)
    category = word()
    priority = word(max_length=20)
    area = word()
    unit_kind = word(max_length=60)
    count = models.IntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    units = ArrayField(word())
    declined_for = word(max_length=40, null=True)
    escalations = models.IntegerField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "aid"


TABLES = {"aid": AidRow}
