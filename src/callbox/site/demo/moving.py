"""Where the demo's units are: on straight lines between where they wait, where they are called and the hospital. Pure.

A unit's next place follows from its last one and its goal, so nothing needs to be remembered but what the world knows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from callbox.brain.city import City
from callbox.brain.city.demand import DRIVE_MPS, ROAD_FACTOR
from callbox.services.incident.facts import Assignment
from callbox.services.unit.facts import Unit
from callbox.site.demo.day import Scripted
from callbox.site.demo.story import Place, distance_m, following_step, home

STAYS = ("assigned", "dispatched")


@dataclass(frozen=True)
class Goal:
    """Where a unit is going and when it is to be there (None: at its usual speed)."""

    place: Place
    by: datetime | None = None


def goal(
    unit: Unit, assignment: Assignment | None, scripted: Scripted | None, *, city: City, speed: float
) -> Goal | None:
    """Where a unit is going or stands; None while it stays where it is."""
    if assignment is None or scripted is None:
        return Goal(home(unit))
    if assignment.status in STAYS:
        return None
    call = scripted.call
    place = (call.latitude_deg, call.longitude_deg)
    if assignment.status in ("transporting", "at_hospital"):
        place = _hospital(city, call.hospital) or place
    following = following_step(assignment, unit, scripted)
    if following is None or assignment.status not in ("en_route", "transporting"):
        return Goal(place)
    _, since, wait_s = following
    return Goal(place, since + timedelta(seconds=wait_s / speed))


def _hospital(city: City, one: str | None) -> Place | None:
    node = next((hospital.node for hospital in city.hospitals if hospital.id == one), None)
    if node is None:
        return None
    longitude_deg, latitude_deg = city.place(node)
    return latitude_deg, longitude_deg


def moved(place: Place, towards: Goal, *, since: datetime, now: datetime, speed: float) -> Place:
    """Where a unit is now that was at `place` at `since`."""
    away_m = distance_m(place, towards.place)
    passed_s = (now - since).total_seconds()
    if towards.by is None or towards.by <= since:
        reach_m = passed_s * speed * DRIVE_MPS / ROAD_FACTOR
        share = 1.0 if away_m <= reach_m else reach_m / away_m
    else:
        share = min(1.0, passed_s / (towards.by - since).total_seconds())
    return (
        place[0] + (towards.place[0] - place[0]) * share,
        place[1] + (towards.place[1] - place[1]) * share,
    )
