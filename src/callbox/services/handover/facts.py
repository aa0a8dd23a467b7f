"""What is known of one handover."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Id, Links, Personal, Plain, Record


@dataclass(frozen=True, kw_only=True)
class Handover(Record):
    """The open matters of an organisation, from whoever goes off to whoever comes on. Two people sign it."""

    kind: ClassVar[str] = "handover"

    organisation: Annotated[str, "The organisation whose matters they are", Links("organisation")]
    post: Annotated[Id | None, "The post it was offered from", Links("post")] = None
    person: Annotated[Id, "Who goes off, and signed it", Links("person")]
    offered_at: Annotated[datetime, "When it was signed by them"]
    incidents: Annotated[tuple[Id, ...], "The incidents that were open", Links("incident")] = ()
    reports: Annotated[tuple[Id, ...], "The reports that waited for a case", Links("report")] = ()
    areas: Annotated[tuple[Id, ...], "The districts that whoever goes off watched", Links("organisation")] = ()
    taken_by: Annotated[Id | None, "Who came on, and signed it too", Links("person")] = None
    taken_at: Annotated[datetime | None, "When it was signed by them"] = None
    escalations: Annotated[int, "How often a deadline passed and it was brought to the next above"] = 0
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    words: Annotated[str | None, "What the next has to know", Personal()] = None
