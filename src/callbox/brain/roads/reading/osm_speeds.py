"""Posted limits as OpenStreetMap writes them: `50`, `30 mph`, `walk`, `none`, `FR:urban`, `DE:zone30`.

Source: the wiki's pages "Key:maxspeed" and "Key:source:maxspeed"; national limits for cars as of 2024.
"""

import re
from functools import cache
from typing import Final

from .speeds import Speeds

MPH_KMH: Final = 1.609344
KNOT_KMH: Final = 1.852
UNLIMITED_KMH: Final = 130.0
NUMBER: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(km/h|kmh|kph|mph|knots)?", re.ASCII)
ZONE: Final = re.compile(r"([A-Za-z]{2})(?:[-A-Za-z]*):(.+)", re.ASCII)
CONTEXTS: Final = {
    "living_street": 15.0,
    "pedestrian_zone": 6.0,
    "walk": 6.0,
    "bicycle_road": 30.0,
    "urban": 50.0,
    "nsl_restricted": 30 * MPH_KMH,
    "rural": 90.0,
    "nsl_single": 60 * MPH_KMH,
    "nsl_dual": 70 * MPH_KMH,
    "trunk": 100.0,
    "expressway": 100.0,
    "motorway": 120.0,
}
COUNTRIES: Final = {
    ("FR", "rural"): 80.0,
    ("FR", "trunk"): 110.0,
    ("FR", "motorway"): 130.0,
    ("IT", "trunk"): 110.0,
    ("IT", "motorway"): 130.0,
    ("DE", "rural"): 100.0,
    ("DE", "motorway"): UNLIMITED_KMH,
    ("AT", "rural"): 100.0,
    ("AT", "motorway"): 130.0,
    ("CH", "rural"): 80.0,
    ("CN", "urban"): 50.0,
    ("CN", "rural"): 70.0,
    ("CN", "motorway"): 120.0,
    ("GB", "motorway"): 70 * MPH_KMH,
    ("NL", "rural"): 80.0,
    ("NL", "motorway"): 100.0,
    ("RU", "urban"): 60.0,
    ("RU", "motorway"): 110.0,
    ("BE", "rural"): 70.0,
    ("NZ", "rural"): 100.0,
    ("NZ", "motorway"): 100.0,
}


def limit_kmh(posted: str, speeds: Speeds) -> float | None:
    """A posted limit in km/h, the first of several; None where it is not one (signals, variable, a typing error)."""
    word = posted.split(";", maxsplit=1)[0].split("|", maxsplit=1)[0].strip().lower()
    if word in {"walk", "walking"}:
        return speeds.walking_kmh
    if word in {"none", "unlimited"}:
        return UNLIMITED_KMH
    if found := NUMBER.fullmatch(word):
        unit = {"mph": MPH_KMH, "knots": KNOT_KMH}.get(found[2], 1.0)
        kmh = float(found[1]) * unit
        return kmh if 1.0 <= kmh <= 200.0 else None
    return _zone_kmh(posted.split(";", maxsplit=1)[0].strip())


@cache
def _zone_kmh(word: str) -> float | None:
    """A zone code: a country, then a context or a number."""
    found = ZONE.fullmatch(word)
    if not found:
        return None
    country, context = found[1].upper(), found[2].lower()
    if number := re.search(r"(\d{1,3})$", context, re.ASCII):
        kmh = float(number[1]) * (MPH_KMH if country in {"GB", "US"} else 1.0)
        return kmh if 1.0 <= kmh <= 200.0 else None
    return COUNTRIES.get((country, context), CONTEXTS.get(context))


def duration_s(posted: str) -> float | None:
    """A ferry's crossing time: `HH:MM`, `HH:MM:SS`, minutes, or ISO 8601 (`PT25M`)."""
    if found := re.fullmatch(r"(\d{1,3}):(\d{2})(?::(\d{2}))?", posted.strip(), re.ASCII):
        return 3600.0 * int(found[1]) + 60.0 * int(found[2]) + float(found[3] or 0)
    if found := re.fullmatch(r"(\d{1,4})", posted.strip(), re.ASCII):
        return 60.0 * int(found[1])
    if found := re.fullmatch(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?", posted.strip(), re.ASCII):
        seconds = 3600.0 * int(found[1] or 0) + 60.0 * int(found[2] or 0) + float(found[3] or 0)
        return seconds or None
    return None
