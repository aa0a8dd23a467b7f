"""What units' trips took, and how busy units were, out of the node's own past: what the roads and cover are learnt from.

Rules in words. A trip counts when its unit was sent by a proposal that knew its way by road, and how long that takes on free
roads, and when it set out and arrived: from en route to on scene. Nothing of where, which day, which unit or who was in it
goes with a trip: only the mode, the hour, the class of roads and milliseconds. A unit's busy share is a figure of the
vehicle over weeks, for cover; nobody is in it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, opened_all, select
from callbox.services.incident.assigning import ENDED
from callbox.services.incident.facts import Assignment
from callbox.services.shift.facts import Shift

TRIPS_MOST: Final = 20_000
AT_ONCE: Final = 500
SHIFTS_MOST: Final = 50_000
LONGEST: Final = timedelta(hours=3)
NOBODY: Final = Actor(organisation="", roles=frozenset({"machine"}), via="command")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One way of one unit to an incident."""

    mode: str
    hour: int
    """Of the day, where the world is."""
    free_ms: Mapping[str, int]
    """By road class: what its way would have taken on free roads."""
    taken_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How long a unit was on duty, and how much of that on an assignment."""

    duty_s: float
    busy_s: float


def trips(*, since: datetime, until: datetime, zone: str, purpose: str) -> Iterator[Trip]:
    """The trips whose units were on scene in this time. The look into the kept proposals is in the ledger.

    Raises:
        Refused: when no purpose is given.
    """
    return islice(_trips(since=since, until=until, zone=ZoneInfo(zone), purpose=purpose), TRIPS_MOST)


def _trips(*, since: datetime, until: datetime, zone: ZoneInfo, purpose: str) -> Iterator[Trip]:
    after = ""
    arrived = Condition(
        "on_scene_at > %s AND on_scene_at <= %s AND en_route_at < on_scene_at AND NOT self_attached", (since, until)
    )
    while True:
        further = Condition("id > %s", (after,))
        page = opened_all(NOBODY, "assignment", purpose=purpose, where=[arrived, further], most=AT_ONCE)
        yield from (trip for one in page for trip in trip_of(one, zone))
        if len(page) < AT_ONCE:
            return
        after = page[-1].id


def trip_of(one: Assignment, zone: ZoneInfo) -> list[Trip]:
    """The trip of an assignment with its proposal; none where it does not count. Pure."""
    way = _way(one)
    if way is None or one.en_route_at is None or one.on_scene_at is None:
        return []
    taken = one.on_scene_at - one.en_route_at
    free_ms = _times(way.get("free_ms"))
    if not timedelta(0) < taken <= LONGEST or not sum(free_ms.values()):
        return []
    hour = one.en_route_at.astimezone(zone).hour
    taken_ms = taken // timedelta(milliseconds=1)
    return [Trip(mode=str(way.get("mode")), hour=hour, free_ms=free_ms, taken_ms=taken_ms)]


def _way(one: Assignment) -> Mapping[str, Any] | None:
    """What the accepted proposal said of this unit's way."""
    try:
        told = json.loads(one.proposal) if one.proposal else None
    except ValueError:
        return None
    driven = told.get("driven") if isinstance(told, dict) else None
    way = driven.get(one.unit) if isinstance(driven, dict) else None
    return way if isinstance(way, dict) else None


def _times(told: Any) -> dict[str, int]:
    """Milliseconds by road class; none where that is not what is told."""
    if not isinstance(told, dict) or not all(type(one) is int and one >= 0 for one in told.values()):
        return {}
    return {str(name): one for name, one in told.items()}


def times(*, since: datetime, until: datetime) -> dict[Id, Time]:
    """How long each unit was on duty and busy in this time, as far as shifts say it."""
    overlaps = Condition(
        "began_at IS NOT NULL AND began_at < %s AND (ended_at IS NULL OR ended_at > %s)", (until, since)
    )
    shifts: Sequence[Shift] = select(NOBODY, "shift", where=[overlaps], most=SHIFTS_MOST)
    worked = Condition(
        "assigned_at IS NOT NULL AND assigned_at < %s"
        " AND (available_at > %s OR (available_at IS NULL AND NOT status = ANY(%s)))",
        (until, since, list(ENDED)),
    )
    held: Sequence[Assignment] = select(NOBODY, "assignment", where=[worked], most=10 * TRIPS_MOST)
    busy = _sums([(one.unit, one.assigned_at, one.available_at) for one in held], since=since, until=until)
    duty = _sums([(one.unit, one.began_at, one.ended_at) for one in shifts], since=since, until=until)
    return {unit: Time(duty_s=duty_s, busy_s=min(busy.get(unit, 0.0), duty_s)) for unit, duty_s in duty.items()}


def _sums(
    spans: Sequence[tuple[Id, datetime | None, datetime | None]], *, since: datetime, until: datetime
) -> dict[Id, float]:
    """Seconds by unit within the time; what has not ended lasts until its end."""
    found: dict[Id, float] = {}
    for unit, begin, end in spans:
        lasted = min(end or until, until) - max(begin or until, since)
        found[unit] = found.get(unit, 0.0) + max(0.0, lasted.total_seconds())
    return found
