"""The columns of categories and requests."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class CategoryRow(RecordRow):
    """A category."""

    organisation = word()
    version = models.IntegerField()
    name = word()
    name_zh = word()
    names = models.JSONField()
    group = word()
    keywords = ArrayField(models.TextField())
    department = word()
    by_area = models.BooleanField()
    deadline_days = models.IntegerField(null=True)
    deadline_hours = models.FloatField(null=True)
    deadline_calendar_days = models.IntegerField(null=True)
    accept_days = models.IntegerField(null=True)
    extensions_max = models.IntegerField()
    extension_days_max = models.IntegerField()
    questions = ArrayField(models.TextField())
    papers = ArrayField(models.TextField())
    decides = models.BooleanField()
    objection_days = models.IntegerField()
    closes_by = models.TextField()
    public = models.BooleanField()
    protects = models.BooleanField()
    danger_words = ArrayField(models.TextField())
    needs = ArrayField(models.TextField())

    class Meta(RecordRow.Meta):
        db_table = "category"


class RequestRow(RecordRow):
    """A request."""

    organisation = word()
    parties = ArrayField(word())
    about = word()
    protected = models.BooleanField()
    category = word(db_index=True)
    category_version = models.IntegerField()
    deadline_days = models.IntegerField(null=True)
    deadline_hours = models.FloatField(null=True)
    deadline_calendar_days = models.IntegerField(null=True)
    accept_days = models.IntegerField(null=True)
    extensions_max = models.IntegerField()
    extension_days_max = models.IntegerField()
    public = models.BooleanField()
    decides = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    report = word(null=True, db_index=True)
    elsewhere_for = word(max_length=40, null=True)
    taken_by = word()
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    area = word()
    handled_by = word(null=True)
    held_for = word(max_length=40, null=True)
    extensions = models.IntegerField()
    answered_at = models.DateTimeField(null=True)
    answered_by = word(null=True)
    said_done = models.BooleanField(null=True)
    disposition = word(max_length=40, null=True)
    closed_by = word(null=True)
    closed_at = models.DateTimeField(null=True)
    same_as = word(null=True, db_index=True)
    part_of = word(null=True, db_index=True)
    parts = models.IntegerField()
    reopenings = models.IntegerField()
    escalations = models.IntegerField()
    escalated_to = word()
    transfer = word(null=True)
    returns = models.IntegerField()
    settled_between = ArrayField(word())
    shares = ArrayField(word())
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "request"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["received_at", "id"], name="request_in_order"),
            models.Index(fields=["organisation", "id"], name="request_open", condition=~Q(status="closed")),
        ]


TABLES = {"category": CategoryRow, "request": RequestRow}
