"""The columns of readings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class ReadingRow(RecordRow):
    """A reading."""

    organisation = word()
    of_kind = word(max_length=40)
    of = word(db_index=True)
    found = ArrayField(word())
    about = word()
    protected = models.BooleanField()
    glass = models.BooleanField()
    reviewed_by = word(null=True)
    justified = models.BooleanField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "reading"


TABLES = {"reading": ReadingRow}
