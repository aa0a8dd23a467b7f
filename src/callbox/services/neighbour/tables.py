"""The columns of neighbours and forwards."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word


class NeighbourRow(RecordRow):
    """A neighbour."""

    organisation = word()
    name = word()
    address = word(max_length=500)
    jurisdiction = word()
    keeps_keys = models.BooleanField()
    codes = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "neighbour"


class ForwardRow(RecordRow):
    """A forward."""

    organisation = word()
    request = word(db_index=True)
    neighbour = word()
    service_code = word()
    begun_at = models.DateTimeField()
    tries = models.IntegerField()
    tried_at = models.DateTimeField(null=True)
    fault = word(max_length=20)
    number = word()
    token = word()
    sent_at = models.DateTimeField(null=True)
    their_status = word(max_length=20)
    heard_at = models.DateTimeField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "forward"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["status", "id"], name="forward_under_way", condition=~Q(status="declined")),
        ]


TABLES = {"neighbour": NeighbourRow, "forward": ForwardRow}
