"""The columns of shares."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class ShareRow(RecordRow):
    """A share."""

    organisation = word(db_index=True)
    parties = ArrayField(word())
    about = word()
    protected = models.BooleanField()
    request = word(null=True, db_index=True)
    to = word()
    sees = ArrayField(word(max_length=40))
    invited_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "share"


TABLES = {"share": ShareRow}
