"""What faces call to add a file to a case, and to open one."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from callbox.kernel import files, gate
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref
from callbox.kernel.node import current
from callbox.services.note import rules
from callbox.services.note.facts import Attachment
from callbox.services.note.inputs import Add


def attach(
    actor: Actor, case: Ref, *, name: str, media_type: str, stream: BinaryIO, at: datetime, because: str = ""
) -> Answer:
    """Add a file to a report, an incident or a request. It is on the disk, encrypted, before the act is asked for.

    Raises:
        Refused: when the case is not there for this actor, or the file is empty, too large or of a kind not taken.
    """
    rules.check_file(media_type, 1)
    kept = files.put(actor, case, stream)
    inputs = Add(
        id=current().ids.new(),
        case=str(case),
        media_type=media_type,
        size_bytes=kept.size_bytes,
        stored=kept.stored,
        name=name,
        sha256=kept.sha256,
    )
    answer = gate.act(Act(name="attachment.add", by=actor, at=at, inputs=inputs, because=because))
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
