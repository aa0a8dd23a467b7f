"""The columns of boundaries."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class BoundaryRow(RecordRow):
    """A boundary."""

    organisation = word(db_index=True)
    version = models.IntegerField()
    name = word()
    name_zh = word()
    categories = ArrayField(word())
    source = models.TextField()
    rings = models.JSONField()
    west_longitude_deg = models.FloatField()
    south_latitude_deg = models.FloatField()
    east_longitude_deg = models.FloatField()
    north_latitude_deg = models.FloatField()

    class Meta(RecordRow.Meta):
        db_table = "boundary"


TABLES = {"boundary": BoundaryRow}
