"""The columns of closures."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class ClosureRow(RecordRow):
    """A closure."""

    organisation = word()
    outline_deg = ArrayField(models.FloatField())
    street = word()
    arcs = ArrayField(models.IntegerField())
    network = word()
    speed_factor = models.FloatField()
    drivers = ArrayField(word(max_length=20))
    reason_code = word(max_length=40)
    declared_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "closure"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["id"], name="closure_in_force", condition=Q(status="in_force")),
        ]


TABLES = {"closure": ClosureRow}
