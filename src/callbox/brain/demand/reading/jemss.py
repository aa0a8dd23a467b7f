"""Side files of JEMSS.jl: stations, hospitals, ambulances, arrival rates, travel modes.

The demand's raster is not part of these files, so where calls come from follows from a rule: see `demand`.
"""

from typing import Final

import numpy as np

from callbox.brain.demand.facts import HOURS_OF_WEEK, Demand, Floats
from callbox.brain.roads.reading.facts import Reading, Unreadable
from callbox.brain.roads.reading.numbers import is_number, shown
from callbox.brain.roads.reading.tables import Table, table, tables

from .facts import Arrivals, Fleet, Hospitals, Ints, Stations, Travel

HOURS_OF_DAY: Final = 24.0
NAMES: Final = ("name", "address", "station #")


def stations(data: bytes) -> Stations:
    """stations_1.csv. Raises Unreadable, as every function here: see `tables.tables` and `Table.figures`."""
    rows = table(data, "stations")
    longitude_deg, latitude_deg = _places(rows)
    return Stations(
        names=_names(rows),
        longitude_deg=longitude_deg,
        latitude_deg=latitude_deg,
        capacity=_whole(rows, "capacity") if rows.has("capacity") else np.zeros(len(rows.lines), dtype=np.int32),
        number=tuple(rows.texts("index")),
    )


def hospitals(data: bytes) -> Hospitals:
    """hospitals_1.csv."""
    rows = table(data, "hospitals")
    longitude_deg, latitude_deg = _places(rows)
    return Hospitals(names=_names(rows), longitude_deg=longitude_deg, latitude_deg=latitude_deg)


def fleet(data: bytes, at: Stations) -> Fleet:
    """ambulances_1.csv, whose units name stations by number. Raises Unreadable (fleet.unknown_station) too."""
    rows = table(data, "ambulances")
    place = {number: k for k, number in enumerate(at.number)}
    wanted = rows.texts("stationIndex")
    for line, number in zip(rows.at().tolist(), wanted, strict=True):
        if number not in place:
            raise Unreadable("fleet.unknown_station", line=line, station=shown(number))
    kind = tuple(rows.texts("class")) if rows.has("class") else ("",) * len(wanted)
    return Fleet(station=np.array([place[number] for number in wanted], dtype=np.int32), kind=kind)


def arrivals(data: bytes) -> Arrivals:
    """demand_1.csv: calls a day by priority, in the sets that hold from each start time (days from a Monday) on."""
    found = tables(data)
    modes, sets, timing = (_named(found, name) for name in ("demandModes", "demandSets", "demandSetsTiming"))
    priorities = tuple(dict.fromkeys(modes.texts("priority")))
    by_mode = _rates_by_mode(modes, priorities)
    members = dict(zip(sets.texts("setIndex"), sets.texts("modeIndices"), strict=True))
    starts, chosen = timing.figures("startTime"), timing.texts("setIndex")
    rate_per_h = np.zeros((len(priorities), HOURS_OF_WEEK))
    for hour in range(HOURS_OF_WEEK):
        in_force = np.flatnonzero(starts <= hour / HOURS_OF_DAY + 1e-9)
        if len(in_force):
            number = chosen[int(in_force[np.argmax(starts[in_force])])]
            rate_per_h[:, hour] = _rate_of_set(members.get(number, ""), by_mode)
    return Arrivals(priorities=priorities, rate_per_h=rate_per_h)


def travel(data: bytes) -> Travel:
    """travel_1.csv: which travel mode each priority drives in, and kilometres an hour beside the roads."""
    found = tables(data)
    modes, sets = _named(found, "travelModes"), _named(found, "travelSets")
    mode = sets.figures("travelModeIndex").astype(np.int64).tolist()
    speeds_kmh = modes.figures("offRoadSpeed") / HOURS_OF_DAY
    return Travel(priorities=tuple(sets.texts("priority")), mode=tuple(mode), off_road_kmh=tuple(speeds_kmh.tolist()))


def demand(rates: Arrivals, roads: Reading) -> Demand:
    """Calls by place under this rule: every node with off-road access is equally likely, for every priority.

    Junctions stand closer where more people live, so their density is a stand-in for the raster of population that the
    model refers to and does not bring along. It puts too little weight on towers and too much on winding suburbs.
    """
    network = roads.network
    open_nodes = np.flatnonzero(roads.off_road & (roads.source_node >= 0))  # a copy of a junction is no second place
    if not len(open_nodes):
        raise Unreadable("demand.no_places")
    return Demand(
        priorities=rates.priorities,
        longitude_deg=network.longitude_deg[open_nodes],
        latitude_deg=network.latitude_deg[open_nodes],
        weight=np.full((len(rates.priorities), len(open_nodes)), 1.0 / len(open_nodes)),
        rate_per_h=rates.rate_per_h,
    )


def _places(rows: Table) -> tuple[Floats, Floats]:
    longitude_deg, latitude_deg = rows.figures("x"), rows.figures("y")
    wrong = ~((np.abs(longitude_deg) <= 180.0) & (np.abs(latitude_deg) <= 90.0))
    if wrong.any():
        raise Unreadable("line.off_globe", line=int(rows.at()[np.argmax(wrong)]))
    return longitude_deg, latitude_deg


def _names(rows: Table) -> tuple[str, ...]:
    """The first of name, address and number that is filled in."""
    by_name = {column.lower(): column for column in reversed(rows.header)}
    columns = [rows.texts(by_name[name]) for name in NAMES if name in by_name] + [rows.texts("index")]
    return tuple(next((cell for cell in cells if cell), "") for cells in zip(*columns, strict=True))


def _whole(rows: Table, name: str) -> Ints:
    return np.clip(np.nan_to_num(rows.figures(name)), 0, 10_000).astype(np.int32)


def _named(found: dict[str, Table], name: str) -> Table:
    if name not in found:
        raise Unreadable("file.lacks_table", table=name)
    return found[name]


def _rates_by_mode(modes: Table, priorities: tuple[str, ...]) -> dict[str, Floats]:
    """For each demand mode, calls an hour by priority."""
    rates = modes.figures("arrivalRate")
    for line, rate in zip(modes.at().tolist(), rates.tolist(), strict=True):
        if not 0.0 <= rate < 1e7:
            raise Unreadable("line.not_a_rate", line=line, value=rate)
    rows = zip(modes.texts("modeIndex"), modes.texts("priority"), rates.tolist(), strict=True)
    return {mode: np.where(np.array(priorities) == priority, rate / HOURS_OF_DAY, 0.0) for mode, priority, rate in rows}


def _rate_of_set(members: str, by_mode: dict[str, Floats]) -> Floats:
    """The sum of the modes that a cell such as `[1; 2; 3]` names."""
    numbers = members.strip("[] ").replace(",", ";").split(";")
    total = np.zeros_like(next(iter(by_mode.values())))
    for number in (number.strip() for number in numbers):
        if number not in by_mode or not is_number(number):
            raise Unreadable("demand.unknown_mode", mode=shown(number))
        total = total + by_mode[number]
    return total
