"""What is known of an erasure, and of a legal hold."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Record

GROUNDS = ("retention_over", "asked_by_person", "court_order", "received_wrongly")


@dataclass(frozen=True, kw_only=True)
class Erasure(Record):
    """The key of a case and of all that came with it was destroyed. Who and why stands in its entry, and stays."""

    kind: ClassVar[str] = "erasure"

    organisation: Annotated[str, "The organisation that held the case", Links("organisation")]
    about: Annotated[str, "The organisation that the case was about", Links("organisation")] = ""
    protected: Annotated[bool, "The case was a protected one"] = False
    of_kind: Annotated[str, "The kind of record that was erased"]
    of: Annotated[Id, "The record that was erased"]
    together: Annotated[tuple[str, ...], "What was erased with it, each as kind and id"] = ()
    ground: Annotated[str, "On what ground", Choice(GROUNDS)]


@dataclass(frozen=True, kw_only=True)
class Hold(Record):
    """A case is evidence: while this is in force nothing of it is erased."""

    kind: ClassVar[str] = "hold"

    organisation: Annotated[str, "The organisation that holds the case", Links("organisation")]
    about: Annotated[str, "The organisation that the case is about", Links("organisation")] = ""
    protected: Annotated[bool, "The case is a protected one"] = False
    of_kind: Annotated[str, "The kind of record that is held"]
    of: Annotated[Id, "The record that is held"]
