"""Where units are now: for 15 minutes at most, outside the ledger. No history is kept, and none can be asked for.

A position is a unit's, never a person's: who is in a unit is not known here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from callbox.kernel.facts import Id

KEPT = timedelta(minutes=15)
Follower = Callable[[Mapping[Id, tuple[float, float]]], None]

# A position that arrives after a newer one changes nothing.
_KEEP = """
INSERT INTO unit_position (unit, latitude_deg, longitude_deg, at)
SELECT * FROM unnest(%s::text[], %s::float8[], %s::float8[], %s::timestamptz[])
ON CONFLICT (unit) DO UPDATE SET latitude_deg = EXCLUDED.latitude_deg, longitude_deg = EXCLUDED.longitude_deg,
    at = EXCLUDED.at WHERE unit_position.at < EXCLUDED.at
"""


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a unit was at a time: WGS 84, degrees."""

    unit: Id
    latitude_deg: float
    longitude_deg: float
    at: datetime


_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """From now on tell this one, and nobody else, what is kept in this process: the latitude and longitude by unit.

    It must not keep the one who tells waiting.
    """
    _followers[:] = [follower]


def keep(positions: Iterable[Position]) -> None:
    """Remember the newest position of each unit."""
    newest: dict[Id, Position] = {}
    for one in positions:
        if one.unit not in newest or newest[one.unit].at < one.at:
            newest[one.unit] = one
    # In one order, so that two batches can wait for each other but never in a ring.
    rows = [newest[unit] for unit in sorted(newest)]
    if not rows:
        return
    with connection.cursor() as cursor:
        columns = [[getattr(one, name) for one in rows] for name in ("unit", "latitude_deg", "longitude_deg", "at")]
        cursor.execute(_KEEP, columns)
    for follower in _followers:
        follower({one.unit: (one.latitude_deg, one.longitude_deg) for one in rows})


def known(units: Sequence[Id], *, now: datetime) -> dict[Id, Position]:
    """The positions of these units that are not older than 15 minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, latitude_deg, longitude_deg, at FROM unit_position WHERE unit = ANY(%s) AND at > %s",
            [list(units), now - KEPT],
        )
        found = [Position(unit=row[0], latitude_deg=row[1], longitude_deg=row[2], at=row[3]) for row in cursor]
    return {one.unit: one for one in found}


def places(units: Sequence[Id], *, now: datetime) -> dict[Id, tuple[float, float]]:
    """The latitude and longitude of these units, as `known`: all that a proposal needs, for hundreds at every look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, latitude_deg, longitude_deg FROM unit_position WHERE unit = ANY(%s) AND at > %s",
            [list(units), now - KEPT],
        )
        return {unit: (latitude_deg, longitude_deg) for unit, latitude_deg, longitude_deg in cursor.fetchall()}


def forget(units: Sequence[Id]) -> None:
    """Remove the positions of these units: they went off shift."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM unit_position WHERE unit = ANY(%s)", [list(units)])


def purge(*, now: datetime) -> int:
    """Remove what is older than 15 minutes; how many. The worker does this every minute."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM unit_position WHERE at <= %s", [now - KEPT])
        return int(cursor.rowcount)


def units_known() -> list[Id]:
    """The units that have a position, however old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit FROM unit_position ORDER BY unit")
        return [row[0] for row in cursor.fetchall()]
