"""The names of a world's places: those of its city, and the streets that the administrator's sheet tells of."""

from dataclasses import replace
from pathlib import Path

from callbox.brain.roads.reading.facts import Gazetteer, StreetName
from callbox.faces.command.sheet import streets
from callbox.site import start
from callbox.site.city import store
from callbox.site.city.searching import Index


def stamp(home: Path, world: str) -> str:
    """What changes whenever the sheet's streets or the city do; empty where there is no sheet: the city's own names do."""
    try:
        found = (start.folder_of(home, world) / streets.FILE).stat()
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_mtime_ns} {store.stamp(store.folder_of(home, world))}"


def index_of(home: Path, world: str, city: store.City | None) -> Index:
    """All names, ready to be searched."""
    known = city.gazetteer if city else Gazetteer()
    told = [_street(one) for one in streets.read(start.folder_of(home, world))]
    names = {one.name for one in known.streets}
    more = tuple(one for one in told if one is not None and one.name not in names)
    return Index(replace(known, streets=known.streets + more))


def _street(told: streets.Street) -> StreetName | None:
    """A street of the sheet; None where it has no place: it could not be gone to."""
    try:
        at = {name: float(told[name]) for name in ("longitude_deg", "latitude_deg")}
    except (KeyError, ValueError):
        return None
    return StreetName(name=told["name"], name_en="", name_zh=told.get("name_zh", ""), **at)
