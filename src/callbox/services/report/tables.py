"""The columns of reports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class ReportRow(RecordRow):
    """A report."""

    organisation = word()
    parties = ArrayField(word())
    about = word()
    protected = models.BooleanField()
    channel = word(max_length=20)
    received_at = models.DateTimeField()
    language = word(max_length=40)
    source_number = word(db_index=True)
    flags = ArrayField(word())
    incident = word(null=True, db_index=True)
    request = word(null=True, db_index=True)
    call = word(null=True)
    closed_as = word(max_length=40)
    article = word(null=True, db_index=True)
    objects_to = word(null=True)
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "report"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["received_at", "id"], name="report_in_order"),
        ]


TABLES = {"report": ReportRow}
