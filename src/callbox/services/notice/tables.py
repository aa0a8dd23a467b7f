"""The columns of notices."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class NoticeRow(RecordRow):
    """A notice. A request has one at a time; no two name one file, so that the end of one never takes another's."""

    organisation = word()
    parties = ArrayField(word())
    request = word(db_index=True)
    category = word()
    area = word()
    proposed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = word(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = word(null=True)
    precision = word(max_length=20)
    stored = word(max_length=40, null=True)

    class Meta(RecordRow.Meta):
        db_table = "notice"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["published_at", "id"], name="notice_public", condition=Q(status="public")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request"], condition=~Q(status="removed"), name="one_notice_per_request"),
            models.UniqueConstraint(fields=["stored"], name="one_notice_per_file"),
        ]


TABLES = {"notice": NoticeRow}
