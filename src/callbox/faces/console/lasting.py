"""How long a place note can be said to hold."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Refused
from callbox.kernel.node import current

DAYS: Final = ("90", "7", "30", "180", "365")


def until(days: str, at: str = "") -> str:
    """When what holds for so many days from now, or from `at`, ends.

    That is with the last of the days, so that a second click asks for the same.

    Raises:
        Refused: when it is none of those that can be chosen.
    """
    if days not in DAYS:
        raise Refused("console.days", field="days")
    world = current().world
    begins = datetime.fromisoformat(at) if "T" in at else world.clock.now()
    here = begins.astimezone(ZoneInfo(world.zone))
    return datetime.combine(here.date() + timedelta(days=int(days)), time(23, 59), tzinfo=here.tzinfo).isoformat()
