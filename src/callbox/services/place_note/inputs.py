"""What each act on a place note is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.place_note.facts import SORTS, SOURCES


@dataclass(frozen=True, kw_only=True)
class SetNote(Inputs):
    """There is something at a place. About the place only: nothing here is for anybody's name."""

    id: Annotated[Id, "The new place note's name"]
    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    sort: Annotated[str, "What there is", Choice(SORTS)]
    source: Annotated[str, "From where it is known", Choice(SOURCES)]
    latitude_deg: Annotated[float, "Where, WGS 84", Personal()]
    longitude_deg: Annotated[float, "Where, WGS 84", Personal()]
    address: Annotated[str, "The house, as the city's search calls it", Personal()] = ""
    text: Annotated[str, "What whoever goes there must know", Personal()]
    expires_at: Annotated[datetime, "Until when it holds: 366 days at most"]


@dataclass(frozen=True, kw_only=True)
class Confirm(Inputs):
    """It is still so."""

    place_note: Annotated[Id, "The place note", Links("place_note")]
    source: Annotated[str, "From where that is known", Choice(SOURCES)]
    expires_at: Annotated[datetime, "Until when it holds now: 366 days at most"]


@dataclass(frozen=True, kw_only=True)
class Replace(Inputs):
    """Something else is so at the same place. What was said before is no longer told."""

    place_note: Annotated[Id, "The place note", Links("place_note")]
    sort: Annotated[str, "What there is", Choice(SORTS)]
    source: Annotated[str, "From where it is known", Choice(SOURCES)]
    text: Annotated[str, "What whoever goes there must know", Personal()]
    expires_at: Annotated[datetime, "Until when it holds: 366 days at most"]


@dataclass(frozen=True, kw_only=True)
class Withdraw(Inputs):
    """It is so no longer, or never was."""

    place_note: Annotated[Id, "The place note", Links("place_note")]


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """A time has come: its end, or the end of the time in which it is shown as expired."""

    place_note: Annotated[Id, "The place note", Links("place_note")]
    clock: Annotated[str, "Which deadline"]
