"""The way of one unit to its incident: streets and turns where the advisor knows them, else how far and whither, straight.

Rules in words. The incident was opened by whoever asks, so that look is recorded already. A unit's way begins where it was
last heard of, else where it waits, which is told apart. Nothing waits for roads: without an answer in time the straight line
is told, which needs none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from callbox.kernel import advisor, positions
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.globe import Place, bearing_deg, place, straight_line_m
from callbox.kernel.node import current
from callbox.services.incident.facts import Incident
from callbox.services.incident.floor import closures_in_force, in_plain
from callbox.services.unit.facts import Unit

HEADINGS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One street of a way: `turn` is how one comes into it, `heading` whither it leads."""

    street: str
    length_m: float
    turn: str
    heading: str


@dataclass(frozen=True, kw_only=True)
class Road:
    """The way along streets. `line`: its points, longitude before latitude, degrees."""

    length_m: float
    road_s: float
    streets: Sequence[Stretch]
    line: Sequence[Json]


@dataclass(frozen=True, kw_only=True)
class WayThere:
    """How far it is and whither, as the crow flies; and by road, where roads are known. `heard`: from where the unit is."""

    straight_m: float
    heading: str
    heard: bool
    road: Road | None


def way_there(unit: Unit, incident: Incident, *, now: datetime) -> WayThere | None:
    """The way of a unit to an incident that was opened; None where nobody knows where either is."""
    there = place(incident.latitude_deg, incident.longitude_deg)
    known = positions.places([unit.id], now=now).get(unit.id)
    here = known or place(unit.home_latitude_deg, unit.home_longitude_deg)
    if here is None or there is None:
        return None
    return WayThere(
        straight_m=straight_line_m(here, there),
        heading=HEADINGS[round(bearing_deg(here, there) / 45) % len(HEADINGS)],
        heard=known is not None,
        road=_road(here, there, now),
    )


def _road(here: Place, there: Place, now: datetime) -> Road | None:
    clock = now.astimezone(ZoneInfo(current().world.zone))
    told: dict[str, Json] = {
        "from": [here[1], here[0]],
        "case": [there[1], there[0]],
        "hour": clock.weekday() * 24 + clock.hour,
        "closures": [in_plain(one) for one in closures_in_force(now)],
    }
    try:
        answer: Mapping[str, Any] = advisor.current().ask("way", told)
        return None if answer["road_ms"] is None else _read(answer)
    except (Away, KeyError, TypeError, ValueError):
        # No roads, no answer in time, or an advisor of another version while a node is being upgraded.
        return None


def _read(answer: Mapping[str, Any]) -> Road:
    streets = [
        Stretch(street=str(street), length_m=float(length_m), turn=str(turn), heading=str(heading))
        for street, length_m, turn, heading in answer["streets"]
    ]
    return Road(
        length_m=float(answer["length_m"]),
        road_s=float(answer["road_ms"]) / 1000,
        streets=streets,
        line=list(answer["line"]),
    )
