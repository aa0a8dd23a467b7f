"""The columns of organisations, posts, people, calendars and tokens."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbox.kernel.tables import RecordRow, word


class OrganisationRow(RecordRow):
    """An organisation."""

    name = models.TextField()
    name_zh = models.TextField()
    level = word(max_length=20)
    what = word(max_length=60)
    calendar = word(null=True)
    zone = word(max_length=60)
    watcher = word(null=True)
    peer = word(null=True)
    terms = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "organisation"


class PostRow(RecordRow):
    """A post."""

    organisation = word()
    title = models.TextField()
    title_zh = models.TextField()
    roles = ArrayField(word(max_length=40))
    duties = models.TextField()
    person = word(null=True, db_index=True)
    unit = word(null=True)

    class Meta(RecordRow.Meta):
        db_table = "post"


class PersonRow(RecordRow):
    """A person who may act."""

    organisation = word()
    sign_in = word()
    language = word(max_length=40)
    posts = ArrayField(word())
    code_digest = word(max_length=64)
    code_expires_at = models.DateTimeField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "person"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sign_in"], name="one_person_per_sign_in"),
        ]


class CalendarRow(RecordRow):
    """A calendar."""

    organisation = word()
    name = models.TextField()
    zone = word(max_length=60)
    weekly = ArrayField(models.SmallIntegerField())
    hours = ArrayField(word(max_length=11))
    holidays = ArrayField(word(max_length=10))
    make_up = ArrayField(word(max_length=10))
    known_years = ArrayField(models.SmallIntegerField())

    class Meta(RecordRow.Meta):
        db_table = "calendar"


class TokenRow(RecordRow):
    """An access token."""

    organisation = word()
    name = models.TextField()
    roles = ArrayField(word(max_length=40))
    digest = word(max_length=64)
    post = word(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(RecordRow.Meta):
        db_table = "token"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], name="one_token_per_secret"),
        ]


TABLES = {
    "organisation": OrganisationRow,
    "post": PostRow,
    "person": PersonRow,
    "calendar": CalendarRow,
    "token": TokenRow,
}
