"""The generated city's organisations as paths of four levels: province / city / county or bureau / station. Pure.

Power reaches downwards along a path, so the line of the place is followed: a fire station lies in its county, not under
the fire brigade. The emergency line is the city's own desk, since it sends units of all trades.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from callbox.brain.city import City, Organisation

LEVELS: Final = {"province": "province", "city": "city", "district": "county", "station": "station"}
LEFT_OUT: Final = ("c.emergency",)
PLAIN_WORDS: Final = frozenset({"province", "city", "district", "county", "of"})
OVERSEEN: Final = "p.oversight"


def slug(name: str) -> str:
    """One step of a path from an English name: "Old Town District" is `old-town`."""
    words = [word for word in re.findall("[a-z0-9]+", name.casefold()) if word not in PLAIN_WORDS]
    return "-".join(words)[:40]


def above(office: Organisation) -> str | None:
    """The organisation whose path an office's path continues."""
    place, _, rest = office.id.partition(".")
    if office.parent is None or not rest:
        return office.parent
    if office.parent == OVERSEEN:
        return OVERSEEN
    return f"d{office.district}" if place == "s" else place


def step(office: Organisation, city: City) -> str:
    """The last step of an office's path."""
    _, _, rest = office.id.partition(".")
    if not rest:
        return slug(office.name.en)
    if office.parent == OVERSEEN:
        return slug(city.name.en)
    trade, _, number = rest.partition(".")
    return f"{trade}-{int(number)}" if number else trade


def paths(city: City) -> Mapping[str, str]:
    """Each organisation's path, by its id in the generated city; those above come first."""
    found: dict[str, str] = {}
    for office in sorted(
        _kept(city), key=lambda one: (one.id != "p", not one.id.startswith("p."), one.level == "station")
    ):
        higher = above(office)
        found[office.id] = f"{found[higher]}/{step(office, city)}" if higher else step(office, city)
    return found


def _kept(city: City) -> list[Organisation]:
    return [office for office in city.organisations if office.id not in LEFT_OUT]


def foundings(city: City, *, calendar: str, zone: str) -> list[dict[str, Any]]:
    """The inputs of `organisation.found`, those above first. All but the first keep the calendar."""
    where = paths(city)
    offices = {office.id: office for office in city.organisations}
    return [_founding(offices[one], where, calendar=calendar, zone=zone) for one in where]


def _founding(office: Organisation, where: Mapping[str, str], *, calendar: str, zone: str) -> dict[str, Any]:
    higher = above(office)
    return {
        "id": where[office.id],
        "above": where[higher] if higher else None,
        "name": office.name.en,
        "name_zh": office.name.zh,
        "level": LEVELS[office.level],
        "what": office.id.partition(".")[2] if office.trade == "department" else office.trade,
        "calendar": calendar if higher else None,
        "zone": zone,
    }
