"""The columns of follows."""

from django.db import models

from callbox.kernel.tables import RecordRow, word


class FollowRow(RecordRow):
    """A follow."""

    organisation = word()
    report = word(db_index=True)
    language = word(max_length=40)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    linked = models.BooleanField()
    contact_by = word(max_length=20)

    class Meta(RecordRow.Meta):
        db_table = "follow"


TABLES = {"follow": FollowRow}
