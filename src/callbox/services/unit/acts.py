"""Where units are: what their own systems tell, and what those who may see the units are shown.

Rules in words: a unit's position is taken only from its own organisation (or one above it, or its own crew), only while it
is on shift, never from the future and never older than it would be kept. What is wrong with one position of a batch does
not lose the others.
"""

from collections.abc import Sequence
from datetime import datetime

from callbox.kernel import permission, positions
from callbox.kernel.checks import AHEAD_MAX, check_degrees
from callbox.kernel.declare import Scope
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.positions import Position
from callbox.kernel.read import Condition, select
from callbox.services.unit.facts import Unit

# Who may tell where a unit is. The same trust as posting a report: a system of the organisation, or those who lead it.
TELL = {"crew": Scope.UNIT, **dict.fromkeys(("reporter", "dispatcher", "supervisor"), Scope.OWN)}
MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="positions")
SHOWN_MAX = 5_000


def told(actor: Actor, batch: Sequence[Position], *, now: datetime) -> list[Refused | None]:
    """Take a batch of positions; for each place in it why it was not taken, or None."""
    units = _units([one.unit for one in batch])
    answers = [_against(actor, one, units.get(one.unit), now) for one in batch]
    positions.keep(one for one, refused in zip(batch, answers, strict=True) if refused is None)
    return answers


def _units(ids: Sequence[Id]) -> dict[Id, Unit]:
    wanted = sorted(set(ids))
    found = select(MACHINE, "unit", where=[Condition("id = ANY(%s)", (wanted,))], most=len(wanted))
    return {one.id: one for one in found}


def _against(actor: Actor, one: Position, unit: Unit | None, now: datetime) -> Refused | None:
    """What speaks against taking a position. Another's unit is refused in the words for one that never was."""
    if unit is None or not permission.may(actor, TELL, unit):
        return Refused("not_found", kind="unit", id=one.unit)
    try:
        check_degrees("latitude_deg", one.latitude_deg)
        check_degrees("longitude_deg", one.longitude_deg)
    except Refused as nowhere:
        return nowhere
    if one.at > now + AHEAD_MAX:
        return Refused("at.future", at=one.at, now=now)
    if one.at <= now - positions.KEPT:
        return Refused("position.old", at=one.at)
    return Refused("position.off_shift") if unit.status == "off_shift" else None


def where(actor: Actor, *, now: datetime) -> list[Position]:
    """Where the units are that this actor may see, in the order of their ids."""
    on_shift = select(actor, "unit", where=[Condition("status <> 'off_shift'")], most=SHOWN_MAX)
    known = positions.known([unit.id for unit in on_shift], now=now)
    return [known[unit.id] for unit in on_shift if unit.id in known]


def purge(*, now: datetime) -> int:
    """Remove positions that are too old, and those of units that went off shift; how many were too old."""
    units = _units(positions.units_known())
    positions.forget([unit.id for unit in units.values() if unit.status == "off_shift"])
    return positions.purge(now=now)
