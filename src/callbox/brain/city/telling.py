"""Calls in words: address, caller, narrative in both languages. Drawn from the numbers in `Calls`, made when asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from . import names
from .demand import DISPOSITIONS, INCIDENT, Calls
from .facts import City, Kind, Name
from .voices import SAID

STEP_NUMBERS: Final = 12
"""House numbers in a block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as a call taker would write it down. Durations as in `Calls`; `hospital` an id or None."""

    offset_s: float
    node: int
    longitude_deg: float
    latitude_deg: float
    address: Name
    kind: Kind
    code: str
    title: Name
    priority: int
    narrative: Name
    caller: Name
    phone: str
    disposition: str
    handling_s: float
    dispatch_s: float
    chute_s: float
    travel_s: float
    on_scene_s: float
    transport_s: float
    hospital_s: float
    hospital: str | None
    answer_share: float


def told(city: City, calls: Calls) -> Iterator[Call]:
    """Each call in words, in order of time."""
    lows = street_starts(city)
    for row in range(len(calls)):
        yield tell(city, calls, row=row, lows=lows)


def street_starts(city: City) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The least `along` of each street, from which its house numbers count."""
    lows = np.full(len(city.streets.names), np.iinfo(np.int64).max)
    np.minimum.at(lows, city.roads.street, city.roads.along)
    return lows


def tell(city: City, calls: Calls, *, row: int, lows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Call:
    """One call in words; `lows` from `street_starts`."""
    node, what = int(calls.node[row]), int(calls.what[row])
    incident = int(calls.kind[row]) == INCIDENT
    thing = city.incident_types[what] if incident else city.categories[what]
    address = address_at(city, node, draw=int(calls.number[row]), lows=lows)
    lon, lat = city.place(node)
    clinic = int(calls.hospital[row])
    return Call(
        offset_s=float(calls.offset_s[row]), node=node, longitude_deg=lon, latitude_deg=lat, address=address,
        kind="incident" if incident else "request", code=thing.code, title=thing.name,
        priority=int(calls.priority[row]), narrative=narrative(thing.code, address, draw=int(calls.voice[row])),
        caller=caller(int(calls.caller[row])), phone=f"555-01{int(calls.number[row]) % 100:02d}",
        disposition=DISPOSITIONS[int(calls.disposition[row])], handling_s=float(calls.handling_s[row]),
        dispatch_s=float(calls.dispatch_s[row]), chute_s=float(calls.chute_s[row]),
        travel_s=float(calls.travel_s[row]), on_scene_s=float(calls.on_scene_s[row]),
        transport_s=float(calls.transport_s[row]), hospital_s=float(calls.hospital_s[row]),
        hospital=city.hospitals[clinic].id if clinic >= 0 else None, answer_share=float(calls.answer_share[row]),
    )  # fmt: skip


def address_at(city: City, node: int, *, draw: int, lows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Name:
    """A house near a node: "12 Harbour Road", "海港路12号". `draw` picks the street and the house in the block."""
    r = city.roads
    low, high = int(r.first[node]), int(r.first[node + 1])
    arc = low + draw % (high - low)
    street = int(r.street[arc])
    house = 1 + STEP_NUMBERS * int(r.along[arc] - lows[street]) + draw // 7 % STEP_NUMBERS
    name = city.streets.names[street]
    return Name(f"{house} {name.en}", f"{name.zh}{house}号")


def narrative(code: str, address: Name, *, draw: int) -> Name:
    """What the caller says, in both languages."""
    said = SAID[code]
    en, zh = said[draw % len(said)]
    return Name(en.format(place=address.en), zh.format(place=address.zh))


def caller(draw: int) -> Name:
    """An imaginary name."""
    family = names.FAMILY[draw % len(names.FAMILY)]
    given = names.GIVEN[draw // len(names.FAMILY) % len(names.GIVEN)]
    return Name(f"{given[0]} {family[0]}", family[1] + given[1])
