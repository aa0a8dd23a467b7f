"""The columns of incidents and assignments."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word
from callbox.services.unit.facts import STEPS


class IncidentRow(RecordRow):
    """An incident."""

    organisation = word()
    parties = ArrayField(word())
    category = word()
    priority = word(max_length=20)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    source_number = word(db_index=True)
    area = word()
    flags = ArrayField(word())
    assignments = ArrayField(word())
    past = ArrayField(word())
    units = ArrayField(word())
    dispatched_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    disposition = word(max_length=40, null=True)
    closed_by = word(null=True)
    closed_at = models.DateTimeField(null=True)
    same_as = word(null=True)
    escalations = models.IntegerField()
    transfer = word(null=True)
    returns = models.IntegerField()
    settled_between = ArrayField(word())
    watcher = word(null=True)
    watch_to = word(null=True)
    watched_since = models.DateTimeField(null=True)
    watch_lapsed = models.BooleanField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "incident"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["received_at", "id"], name="incident_in_order"),
            models.Index(fields=["received_at", "id"], name="incident_open", condition=~Q(status="closed")),
        ]


class AssignmentRow(RecordRow):
    """An assignment. The database too says that a unit has one active at a time."""

    organisation = word()
    parties = ArrayField(word())
    incident = word(db_index=True)
    unit = word(db_index=True)
    queued_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    en_route_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    transporting_at = models.DateTimeField(null=True)
    at_hospital_at = models.DateTimeField(null=True)
    available_at = models.DateTimeField(null=True)
    self_attached = models.BooleanField()
    overridden = models.BooleanField()

    class Meta(RecordRow.Meta):
        db_table = "assignment"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit"], name="one_active_assignment_per_unit", condition=Q(status__in=STEPS)
            ),
        ]


TABLES = {"incident": IncidentRow, "assignment": AssignmentRow}
