"""The columns of place notes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class PlaceNoteRow(RecordRow):
    """A place note. Which house it is about is sealed; its square is what it is looked for by."""

    organisation = word()
    sort = word(max_length=40)
    source = word(max_length=40)
    square = word(max_length=40)
    set_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "place_note"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["square"], name="place_note_shown", condition=Q(status__in=["in_force", "expired"])),
        ]


TABLES = {"place_note": PlaceNoteRow}
