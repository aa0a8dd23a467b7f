"""The rules of a closure.

1. A closure says in one way where it is: an area, a street's name, or stretches of one road network. What it takes away is
   some of the speed (less than all of it stays), for at least one kind of driver.
2. It may be declared before it begins, or when it is over already: what happened is entered, however late.
3. A person lifts it at any time. The machine never lifts one before the end that a person named, and one without an end
   never at all.
4. What has ended stays ended: a road that closes again is another closure.
"""

from datetime import datetime
from math import isfinite

from callbox.kernel.clocks import RUNNING, STOPPED, fired, written
from callbox.kernel.facts import Act, Change, Changes, New, Plain, Refused, Value
from callbox.services.closure.facts import Closure
from callbox.services.closure.inputs import ChangeClosure, Declare, Due, Lift
from callbox.services.organisation.facts import Organisation

END = "end"
CORNERS_MIN, CORNERS_MAX = 3, 2_000
ARCS_MAX = 20_000
CHANGED = ("speed_factor", "drivers", "reason_code")


def declare(act: Act[Declare], *, organisation: Organisation) -> Changes:
    """A road cannot be driven as usual."""
    told = act.inputs
    closure = Closure(
        id=told.id,
        status="in_force",
        organisation=organisation.id,
        outline_deg=told.outline_deg,
        street=told.street.strip(),
        arcs=told.arcs,
        network=told.network.strip(),
        speed_factor=told.speed_factor,
        drivers=told.drivers,
        reason_code=told.reason_code,
        declared_at=act.at,
        begins_at=told.begins_at or act.at,
        ends_at=told.ends_at,
    )
    _check_where(closure)
    _check_how(closure.speed_factor, closure.drivers)
    _check_end(closure.begins_at, closure.ends_at)
    return [New(closure, "closure.declared")]


def change(act: Act[ChangeClosure], *, closure: Closure) -> Changes:
    """What has changed about it."""
    _must_be_in_force(closure)
    told = act.inputs
    if told.without_end and told.ends_at is not None:
        raise Refused("closure.two_ends")
    sets: dict[str, Value] = {name: value for name in CHANGED if (value := getattr(told, name)) is not None}
    if told.without_end or told.ends_at is not None:
        sets["ends_at"] = told.ends_at
    sets = {name: value for name, value in sets.items() if value != getattr(closure, name)}
    if not sets:
        raise Refused("nothing_changed")
    _check_how(told.speed_factor or 0.0, closure.drivers if told.drivers is None else told.drivers)
    if "ends_at" in sets:
        _check_end(closure.begins_at, told.ends_at)
        sets["clocks"] = _clocks(closure, told.ends_at, act.at)
    return [Change(closure, "closure.changed", sets)]


def lift(act: Act[Lift], *, closure: Closure) -> Changes:
    """It can be driven again."""
    _must_be_in_force(closure)
    if act.at < closure.declared_at:
        raise Refused("at.before_start", at=act.at, start=closure.declared_at)
    return [Change(closure, "closure.lifted", {"status": "lifted", "lifted_at": act.at})]


def run_out(act: Act[Due], *, closure: Closure) -> Changes:
    """The end that a person named has come."""
    _must_be_in_force(closure)
    clocks = fired(closure.clocks, act.inputs.clock, act.at)
    return [Change(closure, "closure.ran_out", {"status": "lifted", "lifted_at": closure.ends_at, "clocks": clocks})]


def length_s(closure: Closure) -> float | None:
    """Seconds from its declaration to its end; None where it has none."""
    return None if closure.ends_at is None else (closure.ends_at - closure.declared_at).total_seconds()


def _clocks(closure: Closure, ends_at: datetime | None, at: datetime) -> dict[str, Value]:
    """The clock that runs to another end from now on, or stands still."""
    before: dict[str, Plain] = dict(closure.clocks.get(END, {"started": written(at)}))
    if ends_at is not None:
        return {END: {"state": RUNNING, "started": before["started"], "due": written(ends_at)}}
    return {END: {**before, "state": STOPPED, "stopped": written(at)}}


def _must_be_in_force(closure: Closure) -> None:
    if closure.status != "in_force":
        raise Refused("closure.lifted")


def _check_where(closure: Closure) -> None:
    if sum(map(bool, (closure.outline_deg, closure.street, closure.arcs))) != 1:
        raise Refused("closure.where")
    if closure.outline_deg:
        _check_outline(closure.outline_deg)
    if len(closure.arcs) > ARCS_MAX or any(arc < 0 for arc in closure.arcs):
        raise Refused("closure.arcs", most=ARCS_MAX)
    if bool(closure.arcs) != bool(closure.network):
        raise Refused("closure.network")


def _check_outline(outline_deg: tuple[float, ...]) -> None:
    corners, odd = divmod(len(outline_deg), 2)
    if odd or not CORNERS_MIN <= corners <= CORNERS_MAX:
        raise Refused("closure.outline", least=CORNERS_MIN, most=CORNERS_MAX)
    on_earth = zip(outline_deg[::2], outline_deg[1::2], strict=True)
    if not all(isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90 for x, y in on_earth):
        raise Refused("closure.outline_off_earth")


def _check_how(speed_factor: float, drivers: tuple[str, ...]) -> None:
    if not 0 <= speed_factor < 1:
        raise Refused("closure.speed_factor")
    if not drivers:
        raise Refused("field.empty", field="drivers")


def _check_end(begins_at: datetime, ends_at: datetime | None) -> None:
    if begins_at.tzinfo is None or (ends_at is not None and ends_at.tzinfo is None):
        raise Refused("at.zone")
    if ends_at is not None and ends_at <= begins_at:
        raise Refused("closure.ends_first", begins=begins_at, ends=ends_at)
