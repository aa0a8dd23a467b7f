"""The columns of applications, and of what belongs to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class ApplicationRow(RecordRow):
    """An application."""

    organisation = word()
    request = word(db_index=True)
    papers = ArrayField(models.TextField())
    objection_days = models.IntegerField()
    given = ArrayField(word())
    uses = ArrayField(word())
    appointment = word(null=True)
    decision = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "application"


class PaperRow(RecordRow):
    """A paper. Looked up by its case alone."""

    organisation = word()
    request = word(db_index=True)
    which = word(max_length=40)
    given_at = models.DateTimeField()
    taken_by = word(null=True)
    valid_until = models.DateTimeField(null=True)
    attachment = word(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "paper"


class PaperUseRow(RecordRow):
    """A use of a paper."""

    organisation = word()
    request = word(db_index=True)
    paper = word(db_index=True)
    which = word(max_length=40)
    consent = word(max_length=20)
    begun_at = models.DateTimeField()
    begun_by = word(null=True)
    valid_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = word(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "paper_use"


class AppointmentRow(RecordRow):
    """An appointment."""

    organisation = word()
    request = word(db_index=True)
    begins_at = models.DateTimeField()
    offered_at = models.DateTimeField()
    offered_by = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "appointment"


class DecisionRow(RecordRow):
    """A decision."""

    organisation = word()
    request = word(db_index=True)
    outcome = word(max_length=20)
    rests_on = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = word()
    remedy_to = word()
    remedy = models.TextField()
    remedy_until = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)
    late = models.BooleanField()
    objection = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "decision"


TABLES = {
    "application": ApplicationRow,
    "paper": PaperRow,
    "paper_use": PaperUseRow,
    "appointment": AppointmentRow,
    "decision": DecisionRow,
}
