"""The rules of a unit.

1. A unit is commissioned by an administrator; its call sign is its own within its organisation.
2. It goes out of service only when it is on nothing, and the record keeps why; what it is on moves it otherwise (see the
   incident's rules).
"""

from callbox.kernel.facts import Act, Change, Changes, New, Record, Refused
from callbox.services.unit.facts import Unit
from callbox.services.unit.inputs import Commission, Describe, InService, OutOfService

OUT = ("out_of_service", "off_shift")
DESCRIBED = ("unit_kind", "skills", "home_latitude_deg", "home_longitude_deg")


def commission(act: Act[Commission], *, organisation: Record) -> Changes:
    """A new unit."""
    if not act.inputs.call_sign.strip():
        raise Refused("field.empty", field="call_sign")
    unit = Unit(
        id=act.inputs.id,
        status="available" if act.inputs.in_service else "out_of_service",
        organisation=organisation.id,
        call_sign=act.inputs.call_sign.strip(),
        unit_kind=act.inputs.unit_kind,
        skills=act.inputs.skills,
        home_latitude_deg=act.inputs.home_latitude_deg,
        home_longitude_deg=act.inputs.home_longitude_deg,
    )
    return [New(unit, "unit.commissioned")]


def describe(act: Act[Describe], *, unit: Unit) -> Changes:
    """What has changed about a unit."""
    sets = {name: told for name in DESCRIBED if (told := getattr(act.inputs, name)) not in (None, getattr(unit, name))}
    if not sets:
        raise Refused("nothing_changed")
    return [Change(unit, "unit.described", sets)]


def out_of_service(act: Act[OutOfService], *, unit: Unit) -> Changes:
    """A unit cannot be sent."""
    if unit.assignment is not None:
        raise Refused("unit.busy", unit=unit.call_sign, status=unit.status)
    if unit.status in OUT:
        raise Refused("unit.already_out", unit=unit.call_sign)
    status = "off_shift" if act.inputs.reason_code == "off_shift" else "out_of_service"
    return [Change(unit, "unit.taken_out", {"status": status, "reason_code": act.inputs.reason_code})]


def in_service(act: Act[InService], *, unit: Unit) -> Changes:
    """A unit can be sent again."""
    if unit.status not in OUT:
        raise Refused("unit.in_service", unit=unit.call_sign)
    return [Change(unit, "unit.brought_back", {"status": "available", "reason_code": ""})]
