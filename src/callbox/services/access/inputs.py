"""What each act on readings is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Id, Inputs, Links


@dataclass(frozen=True, kw_only=True)
class RecordReading(Inputs):
    """Somebody opens a record; the act's reason is the purpose."""

    id: Annotated[Id, "The new reading's name"]
    of_kind: Annotated[str, "The kind of record that is opened"]
    of: Annotated[Id, "The record that is opened; empty for a search"]
    found: Annotated[tuple[Id, ...], "What a search brought up"] = ()
    about: Annotated[str, "The organisation that what is opened is about", Links("organisation")] = ""
    protected: Annotated[bool, "Whether what is opened is protected"] = False


@dataclass(frozen=True, kw_only=True)
class Review(Inputs):
    """Another organisation says whether breaking the glass was justified."""

    reading: Annotated[Id, "The reading", Links("reading")]
    justified: Annotated[bool, "Whether it was"]
