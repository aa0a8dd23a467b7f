"""The rules of shifts.

1. A shift is planned for a unit, or begins as it comes. It ends after it begins, and within a day.
2. A unit is on one shift at a time. When one begins, a unit that was off shift can be sent; when it ends, a unit that is
   on nothing is off shift. A crew that is out on a call finishes it, and is off shift then: ending the shift takes no unit
   off anything.
3. A crew may rest. A resting crew is sent only when no rested one is near (the brain asks for that); it is never hidden.
4. A shift that runs past its end is brought to the next above. Nothing ends it but a person.
"""

from datetime import datetime, timedelta

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.shift.facts import Shift
from callbox.services.shift.inputs import Crew, Due, Plan, SignOn, Turn
from callbox.services.unit.facts import Unit

LONGEST = timedelta(hours=24)
CREW_MOST = 20


def plan(act: Act[Plan], *, unit: Unit) -> Changes:
    """A unit is to be on duty."""
    _must_end_after(act.inputs.starts_at, act.inputs.ends_at)
    shift = Shift(
        id=act.inputs.id,
        status="planned",
        organisation=unit.organisation,
        unit=unit.id,
        starts_at=act.inputs.starts_at,
        ends_at=act.inputs.ends_at,
        crew=_named(act.inputs.crew),
    )
    return [New(shift, "shift.planned")]


def sign_on(act: Act[SignOn], *, unit: Unit) -> Changes:
    """A unit comes on duty without a plan."""
    _must_end_after(act.at, act.inputs.ends_at)
    shift = Shift(
        id=act.inputs.id,
        status="on",
        organisation=unit.organisation,
        unit=unit.id,
        starts_at=act.at,
        ends_at=act.inputs.ends_at,
        began_at=act.at,
        crew=_named(act.inputs.crew),
    )
    return [New(shift, "shift.begun"), _signed_on(unit, shift.id)]


def begin(act: Act[Turn], *, shift: Shift, unit: Unit) -> Changes:
    """A planned shift begins."""
    _must_be(shift, "planned")
    if act.at >= shift.ends_at:
        raise Refused("shift.over", ends_at=shift.ends_at)
    return [Change(shift, "shift.begun", {"status": "on", "began_at": act.at}), _signed_on(unit, shift.id)]


def man(act: Act[Crew], *, shift: Shift) -> Changes:
    """Others are on it."""
    _must_be(shift, "planned", "on", "resting")
    return [Change(shift, "shift.manned", {"crew": _named(act.inputs.crew)})]


def rest(act: Act[Turn], *, shift: Shift) -> Changes:
    """The crew rests."""
    _must_be(shift, "on")
    return [Change(shift, "shift.rested", {"status": "resting", "resting_since": act.at})]


def go_on(act: Act[Turn], *, shift: Shift) -> Changes:
    """The crew has rested."""
    _must_be(shift, "resting")
    return [Change(shift, "shift.went_on", {"status": "on", "resting_since": None})]


def end(act: Act[Turn], *, shift: Shift, unit: Unit) -> Changes:
    """The shift ends."""
    _must_be(shift, "on", "resting")
    if shift.began_at is not None and act.at < shift.began_at:
        raise Refused("at.before_start", at=act.at, start=shift.began_at)
    ended: dict[str, Value] = {"status": "ended", "ended_at": act.at, "resting_since": None}
    return [Change(shift, "shift.ended", ended), *_signed_off(unit, shift)]


def call_off(act: Act[Turn], *, shift: Shift) -> Changes:
    """A planned shift will not be."""
    _must_be(shift, "planned")
    return [Change(shift, "shift.called_off", {"status": "called_off"})]


def overdue(act: Act[Due], *, shift: Shift) -> Changes:
    """A shift ran past its end: it is brought to the next above."""
    sets: dict[str, Value] = {
        "escalations": shift.escalations + 1,
        "clocks": fired(shift.clocks, act.inputs.clock, act.at),
    }
    return [Change(shift, "shift.escalated", sets)]


def length_s(shift: Shift) -> float:
    """From its real beginning to its planned end, in seconds: how long its deadline runs."""
    return max(0.0, (shift.ends_at - (shift.began_at or shift.starts_at)).total_seconds())


def _signed_on(unit: Unit, shift: str) -> Change:
    if unit.shift is not None:
        raise Refused("shift.unit_on", unit=unit.call_sign)
    sets: dict[str, Value] = {"shift": shift}
    if unit.moves:
        # A new shift begins at home, with all its moves before it.
        gone = dict.fromkeys(("waits_latitude_deg", "waits_longitude_deg", "moved_at"))
        sets |= {"moves": 0, "waits_at": "", **gone}
    if unit.reason_code == "off_shift":
        sets["reason_code"] = ""
    if unit.status == "off_shift":
        sets["status"] = "available"
    return Change(unit, "unit.signed_on", sets)


def _signed_off(unit: Unit, shift: Shift) -> Changes:
    """The unit is free of its shift: one on nothing goes off now, one that is out when it is done there."""
    if unit.shift != shift.id:
        return []
    sets: dict[str, Value] = {"shift": None}
    if unit.status != "out_of_service":
        sets["reason_code"] = "off_shift"
    if unit.status == "available":
        sets["status"] = "off_shift"
    return [Change(unit, "unit.signed_off", sets)]


def _must_be(shift: Shift, *allowed: str) -> None:
    if shift.status not in allowed:
        raise Refused("shift.status", status=shift.status)


def _must_end_after(start: datetime, end: datetime) -> None:
    if end <= start:
        raise Refused("shift.ends_first", starts_at=start, ends_at=end)
    if end - start > LONGEST:
        raise Refused("shift.too_long", most_h=LONGEST.total_seconds() / 3600)


def _named(crew: tuple[str, ...]) -> tuple[str, ...]:
    if len(crew) > CREW_MOST:
        raise Refused("shift.crew", most=CREW_MOST)
    return tuple(dict.fromkeys(crew))
