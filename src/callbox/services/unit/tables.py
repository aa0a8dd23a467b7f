"""The columns of units."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class UnitRow(RecordRow):
    """A unit."""

    organisation = word()
    call_sign = word(max_length=60)
    unit_kind = word(max_length=60)
    skills = ArrayField(word(max_length=60))
    home_latitude_deg = models.FloatField(null=True)
    home_longitude_deg = models.FloatField(null=True)
    reason_code = word(max_length=40)
    assignment = word(null=True)
    queue = ArrayField(word())
    shift = word(null=True)
    waits_at = word()
    waits_latitude_deg = models.FloatField(null=True)
    waits_longitude_deg = models.FloatField(null=True)
    moved_at = models.DateTimeField(null=True)
    moves = models.IntegerField()
    parties = ArrayField(word())
    lent_for = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "unit"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "call_sign"], name="one_call_sign_per_organisation"),
        ]


TABLES = {"unit": UnitRow}
