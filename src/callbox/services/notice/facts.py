"""What is known of a notice: what the public is told of a request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Final

from callbox.kernel.facts import Choice, Id, Links, Personal, Record

# How near the public is brought to the place: a corner (about 100 m), a quarter (about 1 km), the district alone.
PRECISIONS: Final = ("corner", "quarter", "district")
PLACES: Final = {"corner": 3, "quarter": 2}
"""Decimals of a degree that are told, by precision: 0.001° is 111 m, 0.01° is 1.1 km (of longitude, less)."""

# What may be shown: while it waits nobody has looked, and what was removed is gone.
PUBLIC: Final = "public"


@dataclass(frozen=True, kw_only=True)
class Notice(Record):
    """What the public is told of a request. Its values are sealed although they are public: removing one destroys them.

    It is never edited. What should read otherwise is removed, with its key, and told anew under another.
    """

    kind: ClassVar[str] = "notice"

    organisation: Annotated[str, "The organisation that holds the request", Links("organisation")]
    parties: Annotated[tuple[str, ...], "Other organisations with a part in the request"] = ()
    request: Annotated[Id, "The request that it tells of", Links("request")]
    category: Annotated[Id, "What is asked for", Links("category")]
    area: Annotated[str, "The district it lies in, as its organisation's id or in words; never the address"] = ""
    proposed_at: Annotated[datetime, "When it was proposed to be told"]
    published_at: Annotated[datetime | None, "When it became public"] = None
    published_by: Annotated[Id | None, "Who looked it over", Links("person")] = None
    removed_at: Annotated[datetime | None, "When it was removed"] = None
    removed_by: Annotated[Id | None, "Who removed it", Links("person")] = None
    precision: Annotated[str, "How near the public is brought to the place", Choice(PRECISIONS)] = "district"
    stored: Annotated[str | None, "The blurred photo's name in the folder of files: random, says nothing"] = None

    words: Annotated[str | None, "What the public reads", Personal(searchable=True)] = None
    place: Annotated[str | None, "Where, in words that name no house", Personal(searchable=True)] = None
    latitude_deg: Annotated[float | None, "Where, made coarse, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, made coarse, WGS 84", Personal()] = None
    square: Annotated[str | None, "The square it lies in, as a word of two letters to search by", Personal(True)] = None
    sha256: Annotated[str | None, "SHA-256 of the blurred photo, hex", Personal()] = None
