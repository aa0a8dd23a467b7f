"""The columns of articles."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class ArticleRow(RecordRow):
    """An article."""

    organisation = word(db_index=True)
    version = models.IntegerField()
    titles = models.JSONField()
    texts = models.JSONField()
    keywords = ArrayField(models.TextField())
    categories = ArrayField(word())
    source = models.TextField()
    public = models.BooleanField()
    checked_at = models.DateTimeField()
    checked_by = word(null=True)
    expires_at = models.DateTimeField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "article"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["id"], name="article_active", condition=Q(status="active")),
        ]


TABLES = {"article": ArticleRow}
