"""What is known of a place note."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Links, Personal, Plain, Record

# What there is at the place.
SORTS = (
    "gas",
    "electricity",
    "water",
    "chemicals",
    "animal",
    "gate_code",
    "unsafe_structure",
    "height_or_weight",
    "hydrant",
    "other",
)
# Told only to whoever is sent there, sends them, or keeps the note: a code opens a door.
GUARDED = frozenset({"gate_code"})
# From where it is known.
SOURCES = ("inspection", "organisation", "crew", "caller")


@dataclass(frozen=True, kw_only=True)
class PlaceNote(Record):
    """What there is at a place that those who go there must know. It has no field for anybody who lives or works there.

    Which house it is and what is said are sealed: a house is somebody's, and an open entry could never be erased. Open
    are what sort of thing it is, in which square of the map (some 500 m), from whom, and until when.
    """

    kind: ClassVar[str] = "place_note"

    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    sort: Annotated[str, "What there is", Choice(SORTS)]
    source: Annotated[str, "From where it is known", Choice(SOURCES)]
    square: Annotated[str, "In which square of the map, by its row and column"]
    set_at: Annotated[datetime, "When it was set"]
    confirmed_at: Annotated[datetime, "When somebody last said that it is so"]
    expires_at: Annotated[datetime, "Until when it holds, unless somebody confirms it"]
    ended_at: Annotated[datetime | None, "When it ended"] = None
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    address: Annotated[str | None, "The house, as the city's search calls it", Personal(searchable=True)] = None
    text: Annotated[str | None, "What whoever goes there must know", Personal()] = None
