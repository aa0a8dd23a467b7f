"""The columns of messages and channels."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class MessageRow(RecordRow):
    """A message."""

    organisation = word()
    parties = ArrayField(word())
    about = word()
    protected = models.BooleanField()
    sort = word(max_length=20)
    incident = word(null=True, db_index=True)
    assignment = word(null=True, db_index=True)
    cause = word(null=True, max_length=40)
    alarm = word(null=True, db_index=True)
    request = word(null=True, db_index=True)
    article = word(null=True)
    units = ArrayField(word())
    posts = ArrayField(word())
    sent_at = models.DateTimeField()
    sent_by = word(null=True)
    from_unit = word(null=True)
    approved_by = word(null=True)
    expires_at = models.DateTimeField(null=True)
    may_leave = models.BooleanField()
    patience_s = models.FloatField(null=True)
    line = ArrayField(word())
    receipts = models.JSONField()
    escalations = models.IntegerField()
    clocks = models.JSONField()

    class Meta(RecordRow.Meta):
        db_table = "message"
        indexes: ClassVar[list[models.Index]] = [
            *RecordRow.Meta.indexes,
            models.Index(fields=["status", "sent_at"], name="message_in_order"),
        ]


class ChannelRow(RecordRow):
    """A channel."""

    organisation = word()
    unit = word(null=True)
    name = word()
    carrier = word(max_length=20)
    tells = ArrayField(word(max_length=20))
    confidential = models.BooleanField()
    after_s = models.FloatField()
    quiet_from_h = models.IntegerField(null=True)
    quiet_until_h = models.IntegerField(null=True)
    tried_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    fault = word(max_length=40)
    given_up = models.IntegerField()

    class Meta(RecordRow.Meta):
        db_table = "channel"


TABLES = {"message": MessageRow, "channel": ChannelRow}
