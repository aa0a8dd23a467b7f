"""From `--close WHERE@FROM-TO:SPEED` to streets that are closed in a simulated city."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from callbox.faces.command.city.closing import WITHIN_M_MAX, areas_in
from callbox.faces.command.city.outline import circle
from callbox.faces.command.program import USAGE, Stop
from callbox.faces.command.simulations import Closing

TYPED: Final = re.compile(
    r"(?P<where>.+?)(?:@(?P<first>\d{1,2})-(?P<last>\d{1,2}))?(?::(?P<speed>0?\.\d+|0))?", re.DOTALL
)
NUMBER: Final = r"\s*([-+]?\d+(?:\.\d*)?)\s*"
CIRCLE: Final = re.compile(",".join([NUMBER] * 3))
FILES: Final = frozenset({".json", ".geojson"})
MOST: Final = 8


def closings_of(typed: Sequence[str]) -> tuple[Closing, ...]:
    """What is closed.

    Raises:
        Stop: naming what cannot be.
    """
    if len(typed) > MOST:
        raise Stop("simulate.close_many", status=USAGE, most=MOST)
    return tuple(closing_of(one.replace("，", ",")) for one in typed)


def closing_of(typed: str) -> Closing:
    """One of them: a circle LAT,LON,METRES, the areas of a GeoJSON file, or else a street."""
    found = TYPED.fullmatch(typed)
    if found is None:
        raise _wrong(typed)
    where = found["where"].strip()
    first, last = int(found["first"] or 0), int(found["last"] or 24)
    if first == last or first > 23 or last > 24 or not where:
        raise _wrong(typed)
    circled = CIRCLE.fullmatch(where)
    rings = _rings(where, circled)
    return Closing(
        told=typed, where=where, street="" if rings else where, rings=rings, hours=(first, last),
        speed_factor=float(found["speed"] or 0),
    )  # fmt: skip


def _rings(where: str, circled: re.Match[str] | None) -> tuple[tuple[float, ...], ...]:
    if circled is not None:
        latitude_deg, longitude_deg, within_m = (float(part) for part in circled.groups())
        if not (abs(latitude_deg) <= 90 and abs(longitude_deg) <= 180 and 0 < within_m <= WITHIN_M_MAX):
            raise _wrong(where)
        return (circle(latitude_deg, longitude_deg, within_m=within_m),)
    return areas_in(Path(where)) if Path(where).suffix.lower() in FILES else ()


def _wrong(typed: str) -> Stop:
    return Stop("simulate.close", status=USAGE, value=typed, most=f"{WITHIN_M_MAX:.0f}")
