"""The columns of notes and attachments."""

from typing import ClassVar

from django.db import models

from callbox.kernel.tables import RecordRow, word


class NoteRow(RecordRow):
    """A note."""

    organisation = word()
    report = word(null=True, db_index=True)
    incident = word(null=True, db_index=True)
    request = word(null=True, db_index=True)
    share = word(null=True, db_index=True)
    basis = word(max_length=20)
    written_at = models.DateTimeField()
    written_by = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "note"


class AttachmentRow(RecordRow):
    """An attachment. No two may name one file, so that the end of one case never takes another's."""

    organisation = word()
    report = word(null=True, db_index=True)
    incident = word(null=True, db_index=True)
    request = word(null=True, db_index=True)
    share = word(null=True, db_index=True)
    media_type = word(max_length=80)
    size_bytes = models.BigIntegerField()
    stored = word(max_length=40)
    added_at = models.DateTimeField()
    added_by = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "attachment"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stored"], name="one_attachment_per_file"),
        ]


TABLES = {"note": NoteRow, "attachment": AttachmentRow}
