"""The names of a world's places: those of its city, and the streets that the administrator's sheet tells of."""

from dataclasses import replace
from pathlib import Path

from callbox.brain.roads.reading.facts import Gazetteer, StreetName
from callbox.faces.command.sheet import streets
from callbox.site import start
from callbox.site.city import store
from callbox.site.city.searching import Index


def stamp(home: Path, world: str) -> str:
    """What changes whenever the sheet's streets or the city do. Cheap enough to look at every second."""
    of_city = store.stamp(store.folder_of(home, world))
    try:
        found = (start.folder_of(home, world) / streets.FILE).stat()
    except OSError:
        return f"no sheet, {of_city}"
    return f"{found.st_ino} {found.st_mtime_ns}, {of_city}"


def index_of(home: Path, world: str, city: store.City | None) -> Index | None:
    """All names, ready to be searched; None where there are none."""
    known = city.gazetteer if city else Gazetteer()
    told = [_street(one) for one in streets.read(start.folder_of(home, world))]
    names = {one.name for one in known.streets}
    more = tuple(one for one in told if one is not None and one.name not in names)
    whole = replace(known, streets=known.streets + more)
    return Index(whole) if any((whole.streets, whole.addresses, whole.crossings, whole.landmarks)) else None


def _street(told: streets.Street) -> StreetName | None:
    """A street of the sheet; None where it has no place: it could not be gone to."""
    try:
        at = {name: float(told[name]) for name in ("longitude_deg", "latitude_deg")}
    except (KeyError, ValueError):
        return None
    return StreetName(name=told["name"], name_en="", name_zh=told.get("name_zh", ""), **at)
