"""Which idle units should wait elsewhere: rows become a question for the advisor, its answer plain values to show.

Rules in words. A station is where a unit of the asker's is at home, for units of its kind. A unit's way begins where it was
last known to be, else where it waits. A proposal rests on its unit being free and waiting where it waits: it is looked at
again before it is shown, and again by the rule when it is accepted. Without an advisor that knows roads there is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from callbox.kernel import advisor, positions
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json, plain
from callbox.kernel.facts import Actor, Id
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, select
from callbox.services.closure.facts import Closure
from callbox.services.unit.facts import Unit
from callbox.services.unit.rules import MOVES_MOST, moving_basis

MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="proposal")
UNITS_MOST, CLOSURES_MOST = 400, 2_000
# Nobody waits for this answer, and whoever recommends goes first.
PATIENCE_S: Final = 1.0
CLOSED: Final = ("id", "outline_deg", "street", "arcs", "network", "speed_factor", "drivers")
Spot = tuple[str, float, float]
"""An organisation that is a station, and where it is: latitude, longitude."""


@dataclass(frozen=True, kw_only=True)
class Moving:
    """One unit that should wait elsewhere."""

    unit: Id
    call_sign: str
    station: str
    latitude_deg: float
    longitude_deg: float
    fewer_late_per_100: float
    drive_s: float
    basis: str
    """What it rests on: see the unit's rules."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The moves that gain most. `why`: why there is no answer, as the advisor says it; empty when there is one."""

    moves: tuple[Moving, ...] = ()
    why: str = ""


def propose(actor: Actor, *, now: datetime) -> Proposed:
    """Which idle units of the asker's should wait elsewhere."""
    units = [one for one in _units(actor) if within(one.organisation, actor.organisation)]
    spots = _spots(units)
    idle = [one for one in units if one.status == "available" and one.lent_for is None and _spot(one) in spots]
    if not idle or len(spots) < 2:
        return Proposed()
    try:
        answer: Any = advisor.current().ask("redeploy", _question(idle, spots, now=now), within_s=PATIENCE_S)
        return Proposed(moves=tuple(_moves(answer["moves"], {one.id: one for one in idle}, list(spots))))
    except Away as away:
        return Proposed(why=away.code)
    except (KeyError, TypeError, ValueError, IndexError):
        # An advisor of another version, while a node is being upgraded.
        return Proposed(why="refused")


def stands(actor: Actor, moves: Sequence[Moving]) -> Mapping[Id, Unit]:
    """The units of these moves as they are now."""
    named = [one.unit for one in moves]
    found: Sequence[Unit] = select(actor, "unit", where=[Condition("id = ANY(%s)", (named,))], most=len(named) or 1)
    return {one.id: one for one in found}


def holds(move: Moving, unit: Unit | None) -> bool:
    """Whether a move rests on what still is."""
    return unit is not None and unit.status == "available" and moving_basis(unit) == move.basis


def _units(actor: Actor) -> Sequence[Unit]:
    found: Sequence[Unit] = select(actor, "unit", order="call_sign, id", most=UNITS_MOST)
    return found


def _spots(units: Sequence[Unit]) -> dict[Spot, list[str]]:
    """Where units are at home, and the kinds of those that are, one for each."""
    spots: dict[Spot, list[str]] = {}
    for one in units:
        if one.home_latitude_deg is not None and one.home_longitude_deg is not None:
            spot = (one.organisation, one.home_latitude_deg, one.home_longitude_deg)
            spots.setdefault(spot, []).append(one.unit_kind)
    return spots


def _spot(unit: Unit) -> Spot | None:
    latitude_deg, longitude_deg = unit.waits
    if latitude_deg is None or longitude_deg is None:
        return None
    return unit.waits_at or unit.organisation, latitude_deg, longitude_deg


def _question(idle: Sequence[Unit], spots: Mapping[Spot, Sequence[str]], *, now: datetime) -> dict[str, Json]:
    names = {spot: str(number) for number, spot in enumerate(spots)}
    known = positions.places([one.id for one in idle], now=now)
    here = now.astimezone(ZoneInfo(current().world.zone))
    return {
        "units": [_unit(one, names, known=known, now=now) for one in idle],
        "stations": [
            {"id": names[spot], "place": [spot[2], spot[1]], "kinds": [*sorted(set(kinds))], "room": len(kinds) + 1}
            for spot, kinds in spots.items()
        ],
        "hour": here.weekday() * 24 + here.hour,
        "closures": list(_closures(now)),
    }


def _unit(
    one: Unit, names: Mapping[Spot, str], *, known: Mapping[Id, tuple[float, float]], now: datetime
) -> dict[str, Json]:
    waits = _spot(one)
    assert waits is not None
    latitude_deg, longitude_deg = known.get(one.id, waits[1:])
    told: dict[str, Json] = {
        "id": one.id,
        "kind": one.unit_kind,
        "place": [longitude_deg, latitude_deg],
        "station": names[waits],
        "moves_left": max(0, MOVES_MOST - one.moves),
    }
    if one.moved_at is not None:
        told["moved_ago_ms"] = max(0, (now - one.moved_at) // timedelta(milliseconds=1))
    return told


def _closures(now: datetime) -> Iterator[dict[str, Json]]:
    holds_now = Condition("status = 'in_force' AND begins_at <= %s", (now,))
    found: Sequence[Closure] = select(
        MACHINE, "closure", where=[holds_now], order="declared_at, id", most=CLOSURES_MOST
    )
    for one in found:
        yield {name: plain(getattr(one, name)) for name in CLOSED}


def _moves(told: Sequence[Any], units: Mapping[Id, Unit], spots: Sequence[Spot]) -> Iterator[Moving]:
    for one in told:
        unit, (station, latitude_deg, longitude_deg) = units[one["unit"]], spots[int(one["station"])]
        yield Moving(
            unit=unit.id,
            call_sign=unit.call_sign,
            station=station,
            latitude_deg=latitude_deg,
            longitude_deg=longitude_deg,
            fewer_late_per_100=float(one["fewer_late_per_100"]),
            drive_s=one["drive_ms"] / 1000,
            basis=moving_basis(unit),
        )
