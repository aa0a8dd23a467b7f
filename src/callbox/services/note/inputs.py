"""What each act on notes and attachments is given. `case` names a report, an incident or a request: `incident 1a2b-...`."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import ANY_KIND, Choice, Id, Inputs, Links, Personal
from callbox.services.note.facts import BASES


@dataclass(frozen=True, kw_only=True)
class Write(Inputs):
    """Somebody writes something down."""

    id: Annotated[Id, "The new note's name"]
    case: Annotated[str, "The kind and id of what it is written on, such as `incident 1a2b-...`", Links(ANY_KIND)]
    basis: Annotated[str, "Whether the writer saw it, was told it or believes it", Choice(BASES)]
    text: Annotated[str, "What it says", Personal()]


@dataclass(frozen=True, kw_only=True)
class Strike(Inputs):
    """A note should not stand: it is struck through, never changed or removed."""

    case: Annotated[str, "The kind and id of what it is written on", Links(ANY_KIND)]
    note: Annotated[Id, "The note", Links("note")]


@dataclass(frozen=True, kw_only=True)
class Add(Inputs):
    """A file that was already put into the folder of files is added to a case."""

    id: Annotated[Id, "The new attachment's name"]
    case: Annotated[str, "The kind and id of what it belongs to", Links(ANY_KIND)]
    media_type: Annotated[str, "What it is, as a media type"]
    size_bytes: Annotated[int, "How long it is"]
    stored: Annotated[str, "Its name in the folder of files"]
    name: Annotated[str, "What whoever sent it called it", Personal()]
    sha256: Annotated[str, "SHA-256 of its content, hex", Personal()]


@dataclass(frozen=True, kw_only=True)
class Withdraw(Inputs):
    """An attachment does not belong to the case: it is struck, and kept until the case is erased."""

    case: Annotated[str, "The kind and id of what it belongs to", Links(ANY_KIND)]
    attachment: Annotated[Id, "The attachment", Links("attachment")]
