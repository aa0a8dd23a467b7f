"""What is known of a road that cannot be driven as usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Links, Plain, Record

# Why a road cannot be driven as usual.
REASONS = ("works", "flood", "collision", "fire", "ice", "landslide", "gathering", "other")
# Whom it holds for: units on their way to an incident with a siren, and everybody else.
DRIVERS = ("siren", "ordinary")


@dataclass(frozen=True, kw_only=True)
class Closure(Record):
    """A stretch of road, a street or an area in which units cannot drive, or only slowly. Nothing in it is personal.

    Exactly one of `outline_deg`, `street` and `arcs` says what is closed. An outline is a ring of corners, longitude
    before latitude, corner after corner; every road that enters it is closed.
    """

    kind: ClassVar[str] = "closure"

    organisation: Annotated[str, "The organisation that declared it", Links("organisation")]
    outline_deg: Annotated[tuple[float, ...], "The area: longitude, latitude of each corner, WGS 84"] = ()
    street: Annotated[str, "The street, by its name on the map"] = ""
    arcs: Annotated[tuple[int, ...], "Stretches of road, by their numbers in one road network"] = ()
    network: Annotated[str, "The digest of the road network that the numbers belong to"] = ""
    speed_factor: Annotated[float, "How much of its speed a unit keeps: 0 is closed, 0.3 is slow"] = 0.0
    drivers: Annotated[tuple[str, ...], "Whom it holds for", Choice(DRIVERS)] = DRIVERS
    reason_code: Annotated[str, "Why", Choice(REASONS)] = "other"
    declared_at: Annotated[datetime, "When it was declared"]
    begins_at: Annotated[datetime, "From when it holds"]
    ends_at: Annotated[datetime | None, "Until when it holds; None: until it is lifted"] = None
    lifted_at: Annotated[datetime | None, "When it held no longer"] = None
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadline"] = field(default_factory=dict)
