"""The rules of notes and attachments.

1. A note says one thing and on what it rests: what the writer saw, what they were told, or what they believe.
2. Who may work on a case may write in it; the permission is asked of the case, never of the note.
3. A note is never edited and never removed. Its writer, or a supervisor, may strike it and says why.
4. A file is one of the kinds that a case needs, and lies under a random name; it ends with its case.
"""

import re
from typing import Any

from callbox.kernel.facts import Act, Actor, Change, Changes, New, Record, Refused
from callbox.services.note.facts import HOLDERS, Attachment, Note, holder_of
from callbox.services.note.inputs import Add, Strike, Withdraw, Write

MEDIA_TYPES = (
    *("application/pdf", "text/plain"),
    *("audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav"),
    *("image/heic", "image/jpeg", "image/png", "image/webp"),
    *("video/mp4", "video/quicktime", "video/webm"),
)
FILE_BYTES_MAX = 50_000_000
STORED = re.compile(r"[0-9a-f]{32}")


def write(act: Act[Write], *, case: Record) -> Changes:
    """Somebody writes something down."""
    _must_hold(case)
    if not act.inputs.text.strip():
        raise Refused("field.empty", field="text")
    note = Note(
        id=act.inputs.id,
        status="written",
        organisation=_organisation(case),
        **_on(case),
        basis=act.inputs.basis,
        written_at=act.at,
        written_by=act.by.person,
        text=act.inputs.text,
    )
    return [New(note, "note.written", under=case.ref)]


def strike(act: Act[Strike], *, case: Record, note: Note) -> Changes:
    """A note should not stand."""
    _may_strike(act.by, case, note, writer=note.written_by)
    return [Change(note, "note.struck", {"status": "struck"})]


def add(act: Act[Add], *, case: Record) -> Changes:
    """A file is added to a case."""
    _must_hold(case)
    check_file(act.inputs.media_type, act.inputs.size_bytes)
    if not STORED.fullmatch(act.inputs.stored):
        raise Refused("attachment.stored")
    if not act.inputs.name.strip():
        raise Refused("field.empty", field="name")
    attachment = Attachment(
        id=act.inputs.id,
        status="added",
        organisation=_organisation(case),
        **_on(case),
        media_type=act.inputs.media_type,
        size_bytes=act.inputs.size_bytes,
        stored=act.inputs.stored,
        added_at=act.at,
        added_by=act.by.person,
        name=act.inputs.name,
        sha256=act.inputs.sha256,
    )
    return [New(attachment, "attachment.added", under=case.ref)]


def withdraw(act: Act[Withdraw], *, case: Record, attachment: Attachment) -> Changes:
    """An attachment does not belong to the case."""
    _may_strike(act.by, case, attachment, writer=attachment.added_by)
    return [Change(attachment, "attachment.struck", {"status": "struck"})]


def check_file(media_type: str, size_bytes: int) -> None:
    """Refuse a file that no case needs.

    Raises:
        Refused: naming the field, and what would be right.
    """
    if media_type not in MEDIA_TYPES:
        raise Refused("attachment.media_type", allowed=", ".join(MEDIA_TYPES))
    if not 0 < size_bytes <= FILE_BYTES_MAX:
        raise Refused("attachment.size", most=FILE_BYTES_MAX)


def _must_hold(case: Record) -> None:
    if case.kind not in HOLDERS:
        raise Refused("note.holder", kind=case.kind)


def _on(case: Record) -> dict[str, Any]:
    """The field that names the case, and its value."""
    return {case.kind: case.id}


def _organisation(case: Record) -> str:
    return str(getattr(case, "organisation", ""))


def _may_strike(by: Actor, case: Record, part: Note | Attachment, *, writer: str | None) -> None:
    if holder_of(part) != case.ref:
        raise Refused("note.other_case", kind=part.kind, id=part.id)
    if part.status == "struck":
        raise Refused("note.struck")
    if "supervisor" not in by.roles and (writer is None or by.person != writer):
        raise Refused("note.not_writer")
