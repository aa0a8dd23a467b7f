"""The columns of transfers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from callbox.kernel.tables import RecordRow, word
from callbox.services.transfer.facts import OPEN


class TransferRow(RecordRow):
    """A transfer. The database too says that a case has one open transfer at a time."""

    organisation = word()
    parties = ArrayField(word())
    about = word()
    incident = word(null=True, db_index=True)
    request = word(null=True, db_index=True)
    to = word()
    had_part = models.BooleanField()
    danger_to_life = models.BooleanField()
    answer_s = models.FloatField(null=True)
    answer_days = models.IntegerField(null=True)
    returns_max = models.IntegerField()
    arbiter = word()
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    returned_under = word(max_length=40, null=True)
    decided_for = word(null=True)
    decided_by = word(null=True)
    peer = word(null=True)
    incoming = models.BooleanField()
    of_kind = word(max_length=40)
    of = word()
    report = word(null=True)
    agreed_at = models.DateTimeField(null=True)
    acceptance = models.TextField()
    told = models.BooleanField()
    escalations = models.IntegerField()
    escalated_to = word()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "transfer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["incident"], name="one_open_transfer_per_incident", condition=Q(status__in=OPEN)
            ),
            models.UniqueConstraint(
                fields=["request"], name="one_open_transfer_per_request", condition=Q(status__in=OPEN)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["offered_at"], name="transfer_in_order"),
            # What another node has to be told or asked: few of all transfers, looked for every second.
            models.Index(fields=["told", "status"], name="transfer_between", condition=Q(peer__isnull=False)),
        ]


class PeerRow(RecordRow):
    """Another node."""

    organisation = word()
    name = models.TextField()
    address = models.TextField()
    vkey = models.TextField()
    heard_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    fault = word(max_length=40)
    turned_down = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "peer"


class TermsRow(RecordRow):
    """The terms of an organisation."""

    organisation = word()
    answer_s = models.FloatField(null=True)
    answer_days = models.IntegerField(null=True)
    returns_max = models.IntegerField()
    arbiter = word()

    class Meta(RecordRow.Meta):
        db_table = "terms"


TABLES = {"transfer": TransferRow, "peer": PeerRow, "terms": TermsRow}
