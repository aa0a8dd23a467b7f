"""What is known of one look at personal data."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from callbox.kernel.facts import Id, Links, Record


@dataclass(frozen=True, kw_only=True)
class Reading(Record):
    """Somebody opened a record that holds personal data. Who and why stands in its entry."""

    kind: ClassVar[str] = "reading"

    organisation: Annotated[str, "The organisation of whoever looked", Links("organisation")]
    of_kind: Annotated[str, "The kind of record that was opened"]
    of: Annotated[Id, "The record that was opened"]
    found: Annotated[
        tuple[Id, ...], "What a search brought up (`of` is then empty), or what else was opened for the case `of`"
    ] = ()
    about: Annotated[str, "The organisation that what was opened is about: out of its reach", Links("organisation")] = (
        ""
    )
    protected: Annotated[bool, "What was opened is protected, and so is the look at it"] = False
    glass: Annotated[bool, "The glass was broken: they had no right to it in the ordinary way"] = False
    reviewed_by: Annotated[str | None, "The other organisation that reviewed it"] = None
    justified: Annotated[bool | None, "Whether the review found it justified"] = None
