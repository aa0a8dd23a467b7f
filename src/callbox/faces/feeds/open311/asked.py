"""What a reader asks for: which requests, of what time, in which part of the map, which page. Pure.

An argument that is there and empty counts as not there, as the standard says.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from callbox.faces.feeds.open311.faults import fault

SPAN: Final = timedelta(days=90)
MOST: Final = 1000
PAGES_MOST: Final = 50
STATUSES: Final = ("open", "closed")
LISTED_MOST: Final = 1000
ANY_NUMBER: Final = 99_999_999
ZONE_AFTER_SPACE: Final = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Box:
    """A part of the map: WGS 84 degrees."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    def holds(self, latitude_deg: float, longitude_deg: float) -> bool:
        """Whether a place lies in it."""
        return self.south_deg <= latitude_deg <= self.north_deg and self.west_deg <= longitude_deg <= self.east_deg


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which requests are asked for. `ids` leaves all else aside; `since` and `until` are of when they were received."""

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime
    until: datetime
    box: Box | None = None
    page: int = 1
    most: int = MOST


def first(given: Given, name: str) -> str:
    """An argument, or nothing."""
    return next((told.strip() for told in given.get(name, ()) if told.strip()), "")


def several(given: Given, name: str) -> tuple[str, ...]:
    """An argument that may hold several, between commas or said more than once."""
    found = (one.strip() for told in given.get(name, ()) for one in told.split(","))
    return tuple(dict.fromkeys(one for one in found if one))[:LISTED_MOST]


def wanted(given: Given, *, now: datetime) -> Wanted:
    """What a list of requests is asked for.

    Raises:
        Faults: naming the argument and what would be right.
    """
    since, until = _span(given, now)
    return Wanted(
        ids=several(given, "service_request_id"),
        codes=several(given, "service_code"),
        statuses=_statuses(given),
        since=since,
        until=until,
        box=_box(first(given, "bbox")),
        page=_number(given, "page", least=1, most=PAGES_MOST, otherwise=1),
        # More on one page than there can be is a wish, not a fault.
        most=min(MOST, _number(given, "page_size", least=1, most=ANY_NUMBER, otherwise=MOST)),
    )


def _statuses(given: Given) -> tuple[str, ...]:
    told = tuple(one.casefold() for one in several(given, "status"))
    if strange := [one for one in told if one not in STATUSES]:
        raise fault(400, "choice", field="status", allowed=", ".join(STATUSES), told=strange[0][:40])
    return told


def _span(given: Given, now: datetime) -> tuple[datetime, datetime]:
    """From when until when; one end alone reaches 90 days from there, none the last 90."""
    since, until = (moment(first(given, name), field=name) for name in ("start_date", "end_date"))
    if since and until:
        if until - since > SPAN:
            raise fault(400, "span", days=SPAN.days)
        return since, until
    if since:
        return since, since + SPAN
    until = until or now
    return until - SPAN, until


def moment(told: str, *, field: str) -> datetime | None:
    """A time as W3C writes it (ISO 8601). Without a zone it is taken as UTC: clients that forget it are many.

    Raises:
        Faults: where it is no time.
    """
    if not told:
        return None
    try:
        # A plus that was not escaped comes as a space.
        found = datetime.fromisoformat(ZONE_AFTER_SPACE.sub("+", told))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise fault(400, "moment", field=field) from None


def _number(given: Given, name: str, *, least: int, most: int, otherwise: int) -> int:
    told = first(given, name)
    if not told:
        return otherwise
    if not (told.isascii() and told.isdigit() and len(told) < 9 and least <= int(told) <= most):
        raise fault(400, "number", field=name, least=least, most=most)
    return int(told)


def _box(told: str) -> Box | None:
    """`west,south,east,north`, as GeoJSON and OGC write a bounding box."""
    if not told:
        return None
    try:
        west, south, east, north = (float(one) for one in told.split(","))
    except ValueError:
        raise fault(400, "box") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise fault(400, "box")
    return Box(west, south, east, north)


def place(given: Given) -> tuple[float, float] | None:
    """Latitude and longitude, where both are told.

    Raises:
        Faults: where one is missing, or they are nowhere on Earth.
    """
    told = {name: first(given, name) for name in ("lat", "long")}
    if not any(told.values()):
        return None
    return _degrees(told["lat"], "lat", 90.0), _degrees(told["long"], "long", 180.0)


def _degrees(told: str, field: str, most: float) -> float:
    try:
        found = float(told)
    except ValueError:
        found = math.nan
    if not abs(found) <= most:
        raise fault(400, "degrees", field=field, most=most)
    return found
