"""What is known of a note in a case, and of a file attached to one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Record, Ref

BASES = ("fact", "hearsay", "opinion")

# The kinds of record that may hold notes and attachments; both have a field for each.
HOLDERS = ("report", "incident", "request", "share")


@dataclass(frozen=True, kw_only=True)
class Note(Record):
    """What somebody wrote down in a case. Never edited; who may see the case may see it, and nobody else."""

    kind: ClassVar[str] = "note"

    organisation: Annotated[str, "The organisation that holds the case", Links("organisation")]
    report: Annotated[Id | None, "The report it was written on", Links("report")] = None
    incident: Annotated[Id | None, "The incident it was written on", Links("incident")] = None
    request: Annotated[Id | None, "The request it was written on", Links("request")] = None
    share: Annotated[Id | None, "Whose part in a case it was written on: for those two alone", Links("share")] = None
    basis: Annotated[str, "Whether the writer saw it, was told it or believes it", Choice(BASES)]
    written_at: Annotated[datetime, "When it was written"]
    written_by: Annotated[Id | None, "Who wrote it", Links("person")] = None
    text: Annotated[str | None, "What it says", Personal(searchable=True)] = None


@dataclass(frozen=True, kw_only=True)
class Attachment(Record):
    """A file that belongs to a case: encrypted under the case's key, outside the database."""

    kind: ClassVar[str] = "attachment"

    organisation: Annotated[str, "The organisation that holds the case", Links("organisation")]
    report: Annotated[Id | None, "The report it came with", Links("report")] = None
    incident: Annotated[Id | None, "The incident it belongs to", Links("incident")] = None
    request: Annotated[Id | None, "The request it belongs to", Links("request")] = None
    share: Annotated[Id | None, "Whose part in a case it belongs to: for those two alone", Links("share")] = None
    media_type: Annotated[str, "What it is, as a media type"]
    size_bytes: Annotated[int, "How long it is"]
    stored: Annotated[str, "Its name in the folder of files: random, says nothing"]
    added_at: Annotated[datetime, "When it was added"]
    added_by: Annotated[Id | None, "Who added it", Links("person")] = None
    name: Annotated[str | None, "What whoever sent it called it", Personal(searchable=True)] = None
    sha256: Annotated[str | None, "SHA-256 of its content, hex", Personal()] = None


def holder_of(record: Note | Attachment) -> Ref:
    """The case that a note or an attachment belongs to."""
    return next(Ref(kind, one) for kind in HOLDERS if (one := getattr(record, kind)) is not None)
