"""What faces call to add a file to a case, and to open one."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from io import BytesIO
from typing import BinaryIO

from callbox.kernel import files, gate, parts
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref
from callbox.kernel.node import current
from callbox.kernel.world import Ids
from callbox.services.note import rules
from callbox.services.note.facts import Attachment
from callbox.services.note.inputs import Add
from callbox.services.note.photos import redrawn

PHOTO = "image/jpeg"


def photograph(
    actor: Actor, case: Ref, *, stream: BinaryIO, at: datetime, key: str, reader: Actor | None = None
) -> Answer:
    """Add a photo, drawn anew: where and with what it was taken is not kept. The same key adds it once.

    `reader` looks for the case in the actor's place: whoever sends something in may add to what they may not read.

    Raises:
        Refused: when the case is not there for this actor, or what was sent is no photo that can be read.
    """
    one = _named(actor, key)
    there = Answer(refs=(Ref("attachment", one),), replayed=True)
    if any(part.id == one for part in parts.of(reader or actor, case)):
        return there
    drawn = BytesIO(redrawn(stream))
    answer = attach(actor, case, name="photo.jpg", media_type=PHOTO, stream=drawn, at=at, one=one, reader=reader)
    sent_twice = answer.refused is not None and answer.refused.code == "record.exists"
    return there if sent_twice else answer


def _named(actor: Actor, key: str) -> Id:
    """The name of what is added under a key: whoever sends it again names the same. Without a key, a new one."""
    if not key:
        return current().ids.new()
    whose = f"{actor.organisation}|{actor.person or actor.via}|{key}"
    return Ids(int.from_bytes(blake2b(whose.encode(), digest_size=16).digest(), "big")).new()


def attach(
    actor: Actor,
    case: Ref,
    *,
    name: str,
    media_type: str,
    stream: BinaryIO,
    at: datetime,
    one: Id = "",
    reader: Actor | None = None,
) -> Answer:
    """Add a file to a report, an incident or a request. It is on the disk, encrypted, before the act is asked for.

    `one` is the new attachment's name, where it must be one that is known before; `reader` as in `photograph`.

    Raises:
        Refused: when the case is not there for this actor, or the file is empty, too large or of a kind not taken.
    """
    rules.check_file(media_type, 1)
    kept = files.put(reader or actor, case, stream)
    inputs = Add(
        id=one or current().ids.new(),
        case=str(case),
        media_type=media_type,
        size_bytes=kept.size_bytes,
        stored=kept.stored,
        name=name,
        sha256=kept.sha256,
    )
    answer = gate.act(Act(name="attachment.add", by=actor, at=at, inputs=inputs))
    if answer.refused is not None:
        files.remove([kept.stored])
    return answer


def opened(actor: Actor, case: Ref, attachment: Id, *, purpose: str) -> tuple[Attachment, Iterator[bytes]]:
    """A file of a case: what is known of it, and its content. The read is recorded, with its purpose, before that.

    Raises:
        Refused: when the case or the file is not there for this actor, was erased, or no purpose is given.
        Damaged: while the content is read, when it is not what was put away.
    """
    record, content = files.opened(actor, case, Ref("attachment", attachment), purpose=purpose)
    assert isinstance(record, Attachment)
    return record, content
