"""The columns of erasures and legal holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class ErasureRow(RecordRow):
    """An erasure."""

    organisation = word()
    about = word()
    protected = models.BooleanField()
    of_kind = word(max_length=40)
    of = word(db_index=True)
    together = ArrayField(word())
    ground = word(max_length=40)

    class Meta(RecordRow.Meta):
        db_table = "erasure"


class HoldRow(RecordRow):
    """A legal hold."""

    organisation = word()
    about = word()
    protected = models.BooleanField()
    of_kind = word(max_length=40)
    of = word(db_index=True)

    class Meta(RecordRow.Meta):
        db_table = "hold"


TABLES = {"erasure": ErasureRow, "hold": HoldRow}
