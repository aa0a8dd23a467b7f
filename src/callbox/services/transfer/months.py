"""The transfers of a month, as whoever asks may see them."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Actor, Refused
from callbox.kernel.read import Condition, glance
from callbox.services.transfer.monthly import FIELDS, Counted, Way, ways

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
MOST = 200_000


def month_of(at: datetime, zone: str) -> str:
    """The month a moment lies in, as 2026-03."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m}"


def bounds(month: str, zone: str) -> tuple[datetime, datetime]:
    """Where a month begins and ends in a zone.

    Raises:
        Refused: when it is no month.
    """
    found = MONTH.fullmatch(month)
    if found is None:
        raise Refused("field.month", field="month")
    year, number = int(found[1]), int(found[2])
    begins = datetime(year, number, 1, tzinfo=ZoneInfo(zone))
    ends = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=ZoneInfo(zone))
    return begins, ends


def monthly(actor: Actor, month: str, *, zone: str) -> Sequence[Way]:
    """How many went which way, and came back.

    Raises:
        Refused: when it is no month.
    """
    begins, ends = bounds(month, zone)
    where = Condition("offered_at >= %s AND offered_at < %s", (begins, ends))
    found = glance(actor, "transfer", FIELDS, where=[where], most=MOST)
    return ways(Counted(**dict(zip(FIELDS, row, strict=True))) for row in found)
