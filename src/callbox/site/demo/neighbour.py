"""The city beside the demo's: its desk can be asked for mutual aid, and has three units to lend. Pure.

Nobody plays its desk: whoever tries the demo signs in there and answers. Its crews are played once their unit is lent and
sent, like all others; the demo's own city never sends them by itself.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from callbox.brain.city import City
from callbox.brain.city.facts import lonlat
from callbox.kernel.facts import Id
from callbox.kernel.permission import within
from callbox.services.unit.facts import Unit
from callbox.site.demo.people import Seat
from callbox.site.demo.watches import WATCHES

DESK: Final = "n"
STATION: Final = "n.station"
SIGN_IN: Final = "neighbour"
BESIDE_M: Final = 2_500.0
UNITS: Final[Mapping[str, str]] = {"N-E01": "engine", "N-E02": "engine", "N-A01": "ambulance"}


def paths(province: Id) -> Mapping[str, Id]:
    """Its organisations' paths, by their names here."""
    return {DESK: f"{province}/whitford", STATION: f"{province}/whitford/station-1"}


def foundings(province: Id, *, calendar: str, zone: str) -> list[dict[str, Any]]:
    """The inputs of `organisation.found`."""
    where = paths(province)
    both = {"calendar": calendar, "zone": zone}
    return [
        {"id": where[DESK], "above": province, "name": "City of Whitford", "name_zh": "白渡市", "level": "city"}
        | {"what": "centre", **both},
        {"id": where[STATION], "above": where[DESK], "name": "Whitford East Station", "name_zh": "白渡东站"}
        | {"level": "station", "what": "fire", **both},
    ]


def units(city: City, ids: Mapping[str, Id], province: Id) -> Iterator[dict[str, Any]]:
    """The inputs of `unit.commission`: they wait a little beyond the last road in the west."""
    west_m, middle_m = city.roads.x_m.min(keepdims=True) - BESIDE_M, city.roads.y_m.mean(keepdims=True)
    longitude_deg, latitude_deg = (float(one[0]) for one in lonlat(city.anchor, west_m, middle_m))
    for sign, kind in UNITS.items():
        yield {
            "id": ids[sign],
            "organisation": paths(province)[STATION],
            "call_sign": sign,
            "unit_kind": kind,
            "home_latitude_deg": latitude_deg,
            "home_longitude_deg": longitude_deg,
        }


def seats() -> Iterator[Seat]:
    """Its dispatcher, and a crew for each unit and watch."""
    yield Seat(SIGN_IN, "dispatcher", DESK)
    for sign in UNITS:
        name = f"crew-{sign.casefold()}"
        for sign_in in (name, *(f"{name}-{watch}" for watch in range(2, WATCHES + 1))):
            yield Seat(sign_in, "crew", STATION, unit=sign)


def theirs(board: Mapping[Id, Unit], city: Id) -> set[Id]:
    """The units that are not of the demo's own city: it does not send them by itself."""
    return {one.id for one in board.values() if not within(one.organisation, city)}
