"""What each act on a unit is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links
from callbox.services.unit.facts import OUT_FOR


@dataclass(frozen=True, kw_only=True)
class Commission(Inputs):
    """A new unit, out of service until its crew says otherwise."""

    id: Annotated[Id, "The new unit's name"]
    organisation: Annotated[str, "The organisation it belongs to", Links("organisation")]
    call_sign: Annotated[str, "What it is called on the radio"]
    unit_kind: Annotated[str, "What it is: engine, ambulance, patrol ..."] = ""
    skills: Annotated[tuple[str, ...], "What its crew can do"] = ()
    home_latitude_deg: Annotated[float | None, "Where it waits, WGS 84"] = None
    home_longitude_deg: Annotated[float | None, "Where it waits, WGS 84"] = None
    in_service: Annotated[bool, "It can be sent from now on"] = True


@dataclass(frozen=True, kw_only=True)
class Describe(Inputs):
    """What has changed about a unit; what is left out stays."""

    unit: Annotated[Id, "The unit", Links("unit")]
    unit_kind: Annotated[str | None, "What it is"] = None
    skills: Annotated[tuple[str, ...] | None, "What its crew can do"] = None
    home_latitude_deg: Annotated[float | None, "Where it waits, WGS 84"] = None
    home_longitude_deg: Annotated[float | None, "Where it waits, WGS 84"] = None


@dataclass(frozen=True, kw_only=True)
class OutOfService(Inputs):
    """A unit cannot be sent."""

    unit: Annotated[Id, "The unit", Links("unit")]
    reason_code: Annotated[str, "Why", Choice(OUT_FOR)] = "other"


@dataclass(frozen=True, kw_only=True)
class InService(Inputs):
    """A unit can be sent again."""

    unit: Annotated[Id, "The unit", Links("unit")]


@dataclass(frozen=True, kw_only=True)
class MoveUp(Inputs):
    """A unit that is on nothing is told to wait at another station."""

    unit: Annotated[Id, "The unit", Links("unit")]
    station: Annotated[str, "The station it is to wait at", Links("organisation")]
    latitude_deg: Annotated[float, "Where that is, WGS 84"]
    longitude_deg: Annotated[float, "Where that is, WGS 84"]
    proposal: Annotated[str | None, "The proposal that is accepted, as JSON: what it rested on; refused if stale"] = (
        None
    )
