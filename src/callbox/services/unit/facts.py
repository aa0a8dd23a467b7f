"""What is known of a crew or vehicle that can be sent."""

from dataclasses import dataclass
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
