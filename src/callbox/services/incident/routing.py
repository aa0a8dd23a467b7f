"""The ways of a proposal as lines to draw: on the road where the advisor knows one, else straight, which is said.

Rules in words. The incident was opened by whoever asks, so that look is recorded already. Only the first two ways are
drawn, as only those are shown alike. Nothing waits for a line: without an answer in time it is straight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from callbox.kernel import advisor, positions
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.facts import Actor, Id
from callbox.kernel.node import current
from callbox.services.incident.facts import Incident
from callbox.services.incident.floor import closures_in_force, crews, in_plain
from callbox.services.incident.proposing import Way

DRAWN_WAYS: Final = 2

Point = list[Json]
"""[longitude, latitude] in degrees, as GeoJSON has it."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The way of one unit. `nth`: of which way it is, from 1. `road`: along streets; else a straight line."""

    unit: Id
    nth: int
    road: bool
    line: list[Json]


def drawn(actor: Actor, incident: Incident, ways: Sequence[Way], *, now: datetime) -> list[Drawn]:
    """The lines of a proposal's first ways; none where nobody knows where the case or a unit is."""
    if incident.latitude_deg is None or incident.longitude_deg is None:
        return []
    there: Point = [incident.longitude_deg, incident.latitude_deg]
    nth = {unit: at for at, way in reversed([*enumerate(ways[:DRAWN_WAYS], 1)]) for unit in way.units}
    begin = _places(actor, set(nth), now)
    roads = _asked(begin, there, now)
    return [
        Drawn(unit=unit, nth=nth[unit], road=bool(roads.get(unit)), line=roads.get(unit) or [place, there])
        for unit, place in begin.items()
    ]


def _places(actor: Actor, units: set[Id], now: datetime) -> dict[Id, Point]:
    """Where each unit's way begins: where it was last heard of, else where it waits."""
    fleet = [unit for unit in crews(actor) if unit.id in units]
    heard = positions.known([unit.id for unit in fleet], now=now)
    found: dict[Id, Point] = {
        unit.id: [unit.home_longitude_deg, unit.home_latitude_deg]
        for unit in fleet
        if unit.home_longitude_deg is not None and unit.home_latitude_deg is not None
    }
    return found | {unit: [one.longitude_deg, one.latitude_deg] for unit, one in heard.items()}


def _asked(begin: Mapping[Id, Point], there: Point, now: datetime) -> dict[Id, list[Json]]:
    here = now.astimezone(ZoneInfo(current().world.zone))
    told: dict[str, Json] = {
        "units": [{"id": unit, "place": place} for unit, place in begin.items()],
        "case": there,
        "hour": here.weekday() * 24 + here.hour,
        "closures": [in_plain(one) for one in closures_in_force(now)],
    }
    try:
        answer: Any = advisor.current().ask("ways", told)
        return {unit: list(line) for unit, line in answer["ways"].items()}
    except (Away, KeyError, TypeError, AttributeError):
        # No roads, no answer in time, or an advisor of another version while a node is being upgraded.
        return {}
