"""What is known of a shift: when a unit is on duty, and with whom.

Who is in a unit stands here and nowhere else, sealed: neither the unit nor its position names a person, nothing can be asked
by person, and a shift that is over names nobody once its time of keeping ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Id, Links, Personal, Plain, Record

ON = ("on", "resting")


@dataclass(frozen=True, kw_only=True)
class Shift(Record):
    """One unit's time on duty with one crew, planned or begun as it came."""

    kind: ClassVar[str] = "shift"

    organisation: Annotated[str, "The organisation that the unit belongs to", Links("organisation")]
    unit: Annotated[Id, "The unit", Links("unit")]
    starts_at: Annotated[datetime, "When it is to begin"]
    ends_at: Annotated[datetime, "When it is to end"]
    began_at: Annotated[datetime | None, "When it began"] = None
    resting_since: Annotated[datetime | None, "When the crew's rest began"] = None
    ended_at: Annotated[datetime | None, "When it ended"] = None
    escalations: Annotated[int, "How often it ran past its end and that was brought to the next above"] = 0
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadline"] = field(default_factory=dict)

    crew: Annotated[tuple[str, ...] | None, "The people on it, as their records are called", Personal()] = None
