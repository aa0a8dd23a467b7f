"""Folders of city models: what is in one, and the scenario that its files make."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from callbox.brain.demand.reading import jemss as side
from callbox.brain.demand.reading.facts import Fleet, Stations, Travel
from callbox.brain.roads.reading import dimacs, jemss
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.simulate.scenario import Floor, Source, crowded, even_demand, laid_out
from callbox.brain.simulate.zoning import NO_SPOTS, Spots
from callbox.faces.command.simulations import Asked, Assumed
from callbox.faces.command.underway import Wrong
from callbox.site.simulating import san_francisco
from callbox.site.simulating.prepared import Prepared, assumed_of, floor_of, on_network

MARKS: Final[Mapping[str, str]] = {
    "roads.zip": "jemss",
    "*.gr.gz": "dimacs",
    "*.gr": "dimacs",
    "grid_definitions.geojson": "san_francisco",
}
NODES_A_STATION: Final = 6_600
UNITS_A_STATION: Final = 2
CALLS_A_UNIT: Final = 12.0
"""Calls a day for each unit of a city of which only the roads are known: units are then busy about a third of the time."""
URBAN: Final = Floor()


def form_of(folder: Path) -> str:
    """What a folder holds.

    Raises:
        Wrong: where it holds nothing that is known.
    """
    for mark, form in MARKS.items():
        if any(folder.glob(mark)):
            return form
    raise Wrong("folder", {"path": str(folder)})


def read(folder: Path, asked: Asked) -> Prepared:
    """The scenario of a folder.

    Raises:
        Wrong: naming the file and its fault.
    """
    form = form_of(folder)
    if asked.calls and form != "san_francisco":
        raise Wrong("calls_where", {"form": form})
    return READERS[form](folder, asked)


def content(path: Path) -> bytes:
    """A file's bytes. Raises Wrong where it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise Wrong("unreadable", {"path": str(path), "reason": wrong.strerror or str(wrong)}) from wrong


def one_of(folder: Path, *patterns: str) -> Path:
    """The first file that is named so. Raises Wrong where there is none."""
    found = sorted(path for pattern in patterns for path in folder.glob(pattern))
    if not found:
        raise Wrong("unreadable", {"path": str(folder / patterns[0]), "reason": "-"})
    return found[0]


def _jemss(folder: Path, asked: Asked) -> Prepared:
    path = folder
    try:
        roads = jemss.read(content(path := folder / "roads.zip"))
        stations = side.stations(content(path := folder / "stations_1.csv"))
        hospitals = side.hospitals(content(path := folder / "hospitals_1.csv"))
        fleet = side.fleet(content(path := folder / "ambulances_1.csv"), stations)
        arrivals = side.arrivals(content(path := folder / "demand_1.csv"))
        travel = side.travel(content(path := folder / "travel_1.csv"))
        demand = crowded(side.demand(arrivals, roads), power=asked.crowding)
    except Unreadable as wrong:
        raise Wrong(wrong.code, {**wrong.details, "path": str(path)}) from wrong
    source = Source(
        demand=demand,
        stations=spots(stations),
        unit_station=units_of(fleet, stations, asked.units),
        station_capacity=stations.capacity,
        hospitals=Spots(longitude_deg=hospitals.longitude_deg, latitude_deg=hospitals.latitude_deg),
        siren=siren_of(travel, demand.priorities),
    )
    floor = floor_of(asked, URBAN)
    return Prepared(
        name=folder.name,
        form="jemss",
        scenario=on_network(roads.network, source, floor=floor, asked=asked),
        network=roads.network,
        assumed=(where_from(asked.crowding), *assumed_of(floor, hospitals=len(hospitals.names) > 0)),
    )


def where_from(crowding: float) -> Assumed:
    """Where calls are taken to come from."""
    if crowding:
        return Assumed(code="crowded_nodes", details={"power": f"{crowding:g}"})
    return Assumed(code="even_nodes")


def spots(stations: Stations) -> Spots:
    """Where stations stand."""
    return Spots(longitude_deg=stations.longitude_deg, latitude_deg=stations.latitude_deg)


def units_of(fleet: Fleet, stations: Stations, count: int | None) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """(u,) stations of the file's fleet, or of `count` units spread over all stations in turn."""
    if count is None:
        return fleet.station
    return np.sort(np.arange(count) % len(stations.names)).astype(np.int32)


def siren_of(travel: Travel, priorities: tuple[str, ...]) -> tuple[bool, ...]:
    """Whether each priority drives in the file's first mode, that of sirens."""
    mode = dict(zip(travel.priorities, travel.mode, strict=True))
    return tuple(mode.get(one, 1) == 1 for one in priorities)


def _dimacs(folder: Path, asked: Asked) -> Prepared:
    arcs, places = one_of(folder, "*.gr.gz", "*.gr"), one_of(folder, "*.co.gz", "*.co")
    try:
        roads = dimacs.read(content(arcs), content(places))
    except Unreadable as wrong:
        raise Wrong(wrong.code, {**wrong.details, "path": str(folder)}) from wrong
    network = roads.network
    stations = laid_out(network, stations=asked.stations or max(1, network.nodes // NODES_A_STATION), seed=asked.seed)
    units = asked.units or UNITS_A_STATION * len(stations)
    calls_a_day = asked.calls_a_day or CALLS_A_UNIT * units
    source = Source(
        demand=even_demand(network, calls_a_day=calls_a_day),
        stations=stations,
        unit_station=np.sort(np.arange(units) % len(stations)).astype(np.int32),
        hospitals=NO_SPOTS,
    )
    floor = floor_of(asked, Floor(on_scene_s=(1800.0,)))
    made = {"stations": len(stations), "units": units, "calls": f"{calls_a_day:,.0f}", "seed": asked.seed}
    return Prepared(
        name=folder.name,
        form="dimacs",
        scenario=on_network(network, source, floor=floor, asked=asked),
        network=network,
        assumed=(Assumed(code="roads_alone", details=made), *assumed_of(floor, hospitals=False)),
    )


READERS: Final[dict[str, Callable[[Path, Asked], Prepared]]] = {
    "jemss": _jemss,
    "dimacs": _dimacs,
    "san_francisco": san_francisco.read,
}
