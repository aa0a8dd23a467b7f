"""What is known of a crew or vehicle that can be sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Record

# The steps of one assignment, in order; a unit that is on one shows the same word.
STEPS = ("assigned", "dispatched", "en_route", "on_scene", "transporting", "at_hospital")

# Why a unit cannot be sent.
OUT_FOR = ("crew", "vehicle", "training", "off_shift", "other")


@dataclass(frozen=True, kw_only=True)
class Unit(Record):
    """A crew or vehicle that can be sent. Who is in it is not known here."""

    kind: ClassVar[str] = "unit"

    organisation: Annotated[str, "The organisation it belongs to", Links("organisation")]
    call_sign: Annotated[str, "What it is called on the radio"]
    unit_kind: Annotated[str, "What it is: engine, ambulance, patrol ..."] = ""
    skills: Annotated[tuple[str, ...], "What its crew can do"] = ()
    home_latitude_deg: Annotated[float | None, "Where it waits, WGS 84"] = None
    home_longitude_deg: Annotated[float | None, "Where it waits, WGS 84"] = None
    reason_code: Annotated[str, "Why it cannot be sent, or goes off when it is done", Choice(OUT_FOR)] = ""
    assignment: Annotated[Id | None, "The one assignment it is on", Links("assignment")] = None
    queue: Annotated[tuple[Id, ...], "Its next assignments, in order", Links("assignment")] = ()
    shift: Annotated[Id | None, "The shift it is on; who is in it stands there, sealed", Links("shift")] = None
    waits_at: Annotated[str, "The station it was told to wait at in this shift", Links("organisation")] = ""
    waits_latitude_deg: Annotated[float | None, "Where it was told to wait, WGS 84"] = None
    waits_longitude_deg: Annotated[float | None, "Where it was told to wait, WGS 84"] = None
    moved_at: Annotated[datetime | None, "When it was last told to wait elsewhere"] = None
    moves: Annotated[int, "How often it was told to wait elsewhere in this shift"] = 0
    parties: Annotated[tuple[str, ...], "Organisations that may send it by agreement, for one incident"] = ()
    lent_for: Annotated[Id | None, "The incident that it is lent for", Links("incident")] = None

    @property
    def waits(self) -> tuple[float | None, float | None]:
        """Where it waits now, latitude and longitude: where it was told to, else at home."""
        if self.waits_at:
            return self.waits_latitude_deg, self.waits_longitude_deg
        return self.home_latitude_deg, self.home_longitude_deg
