"""The rules of a unit.

1. A unit is commissioned by an administrator; its call sign is its own within its organisation.
2. A unit that is on nothing may be told to wait elsewhere: not where it waits anyway, not soon after it was moved, and only
   so often in a shift, unless somebody says why. A proposal holds only while the unit is free and waits where it waited.
3. It goes out of service only when it is on nothing, and the record keeps why; what it is on moves it otherwise (see the
   incident's rules).
"""

import json
from datetime import timedelta

from callbox.kernel.facts import Act, Change, Changes, New, Record, Refused, Value
from callbox.services.unit.facts import Unit
from callbox.services.unit.inputs import Commission, Describe, InService, MoveUp, OutOfService

OUT = ("out_of_service", "off_shift")
# No unit is sent to and fro: so long it rests where it was told to wait, and so often it may be moved in one shift.
REST = timedelta(minutes=15)
MOVES_MOST = 4
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


def move_up(act: Act[MoveUp], *, unit: Unit) -> Changes:
    """A unit is told to wait elsewhere."""
    _must_hold(act.inputs.proposal, unit)
    if unit.status != "available" or unit.assignment is not None:
        raise Refused("unit.not_free", unit=unit.call_sign, status=unit.status)
    if unit.waits == (act.inputs.latitude_deg, act.inputs.longitude_deg):
        raise Refused("unit.waits_there", unit=unit.call_sign)
    if not act.because.strip():
        if unit.moves >= MOVES_MOST:
            raise Refused("unit.moved_often", unit=unit.call_sign, most=MOVES_MOST)
        if unit.moved_at is not None and act.at < unit.moved_at + REST:
            raise Refused("unit.moved_lately", unit=unit.call_sign)
    sets: dict[str, Value] = {
        "waits_at": act.inputs.station,
        "waits_latitude_deg": act.inputs.latitude_deg,
        "waits_longitude_deg": act.inputs.longitude_deg,
        "moved_at": act.at,
        "moves": unit.moves + 1,
    }
    return [Change(unit, "unit.moved_up", sets)]


def moving_basis(unit: Unit) -> str:
    """What a proposal to move a unit rests on, as JSON."""
    return json.dumps({"unit": unit.id, "waits_at": unit.waits_at, "moves": unit.moves})


def _must_hold(proposal: str | None, unit: Unit) -> None:
    """Refuse a proposal that rests on what is no more."""
    if proposal is None:
        return
    if unit.status != "available":
        raise Refused("unit.move_stale", unit=unit.call_sign, status=unit.status)
    if proposal != moving_basis(unit):
        raise Refused("unit.move_overtaken", unit=unit.call_sign)
