"""What is known of a crew or vehicle that can be sent."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from callbox.kernel.facts import Id, Links, Record

# The steps of one assignment, in order; a unit that is on one shows the same word.
STEPS = ("assigned", "dispatched", "en_route", "on_scene", "transporting", "at_hospital")


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
    assignment: Annotated[Id | None, "The one assignment it is on", Links("assignment")] = None
    queue: Annotated[tuple[Id, ...], "Its next assignments, in order", Links("assignment")] = ()
