"""Generated cities: the demo's own, or one of any size, with the demand that comes with it."""

from pathlib import Path
from typing import Final

import numpy as np

from callbox.brain.city import City, generate
from callbox.brain.city.catalogue import UNIT_KINDS
from callbox.brain.city.facts import IncidentType, lonlat
from callbox.brain.city.generate import LEAST_NODES, MOST_NODES
from callbox.brain.demand.facts import Demand as Map
from callbox.brain.roads.reading import city as reading
from callbox.brain.simulate.scenario import Floor, Source
from callbox.brain.simulate.zoning import Spots
from callbox.faces.command.simulations import Asked, Assumed
from callbox.faces.command.underway import Wrong
from callbox.site import start
from callbox.site.demo import noted
from callbox.site.simulating.prepared import Prepared, floor_of, on_network

KINDS: Final = tuple(UNIT_KINDS)
AMBULANCE: Final = KINDS.index("ambulance")
CALLS_A_UNIT: Final = 4.0
"""Calls a day for each unit, where nobody says how many: they need more than one unit, and units of the right kind."""
NODES: Final = 4_000


def city_of(asked: Asked, home: Path) -> City | None:
    """The city that is meant: `demo:NODES`, a demo world of this node, or plain `demo`; None where none is.

    Raises:
        Wrong: where there is none of that size.
    """
    name, _, nodes = asked.city.partition(":")
    if name == "demo" and nodes:
        if not nodes.isdecimal() or not LEAST_NODES <= int(nodes) <= MOST_NODES:
            raise Wrong("nodes", {"nodes": nodes, "least": LEAST_NODES, "most": MOST_NODES})
        return generate(noted.SEED, int(nodes))
    try:
        if noted.there(home, asked.city) is not None:
            return noted.city_of(home, asked.city)
    except start.WorldError:
        return None
    return generate(noted.SEED, NODES) if asked.city == "demo" else None


def read(city: City, asked: Asked) -> Prepared:
    """The scenario of a generated city."""
    network = reading.read(city).network
    calls_a_day = asked.calls_a_day or CALLS_A_UNIT * len(city.units)
    floor = floor_of(asked, floor_in(city))
    source = source_of(city, calls_a_day=calls_a_day)
    return Prepared(
        name=asked.city,
        form="generated",
        scenario=on_network(network, source, floor=floor, asked=asked),
        network=network,
        assumed=(
            Assumed(code="generated", details={"calls": f"{calls_a_day:,.0f}"}),
            Assumed(code="turnout", details={"seconds": f"{floor.turnout_s[0]:g}"}),
        ),
        placed_anew=False,
    )


def source_of(city: City, *, calls_a_day: float) -> Source:
    """A generated city as the simulator's source: its own stations, kinds, needs and hours."""
    nodes = sorted({unit.node for unit in city.units})
    station = {node: number for number, node in enumerate(nodes)}
    types = city.incident_types
    return Source(
        demand=demand_of(city, calls_a_day=calls_a_day),
        stations=at_nodes(city, nodes),
        hospitals=at_nodes(city, [one.node for one in city.hospitals]),
        unit_station=np.array([station[unit.node] for unit in city.units], np.int32),
        unit_kind=np.array([KINDS.index(unit.kind) for unit in city.units], np.int8),
        need=np.array([[needed(one, kind) for kind in KINDS] for one in types], np.int8),
        need_share=by_priority(city),
        carrying_kinds=(AMBULANCE,),
    )


def at_nodes(city: City, nodes: list[int]) -> Spots:
    """Where nodes lie."""
    picked = np.array(nodes, np.int64)
    longitude_deg, latitude_deg = lonlat(city.anchor, city.roads.x_m[picked], city.roads.y_m[picked])
    return Spots(longitude_deg=longitude_deg, latitude_deg=latitude_deg)


def needed(one: IncidentType, kind: str) -> int:
    """How many units of a kind an incident needs."""
    return sum(need.count for need in one.needs if need.kind == kind)


def priorities_of(city: City) -> tuple[int, ...]:
    """The priorities there are, the most urgent first."""
    return tuple(sorted({one.priority for one in city.incident_types}))


def by_priority(city: City) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(p, types) how the incidents of a priority are made up."""
    shares = np.array(
        [
            [one.share if one.priority == priority else 0.0 for one in city.incident_types]
            for priority in priorities_of(city)
        ]
    )
    made_up: np.ndarray[tuple[int, int], np.dtype[np.float64]] = shares / shares.sum(axis=1, keepdims=True)
    return made_up


def demand_of(city: City, *, calls_a_day: float) -> Map:
    """Incidents by node and hour, each priority by its share."""
    nodes = np.flatnonzero(city.incident_weight > 0)
    spots = at_nodes(city, nodes.tolist())
    priorities = priorities_of(city)
    shares = np.array([sum(one.share for one in city.incident_types if one.priority == its) for its in priorities])
    weight = city.incident_weight[nodes] / city.incident_weight[nodes].sum()
    return Map(
        priorities=tuple(str(one) for one in priorities),
        longitude_deg=spots.longitude_deg,
        latitude_deg=spots.latitude_deg,
        weight=np.tile(weight, (len(priorities), 1)),
        rate_per_h=np.outer(shares / shares.sum(), city.incident_hours) * (calls_a_day / 24.0),
    )


def floor_in(city: City) -> Floor:
    """Times at the scene and shares carried, by priority, as the city's incidents have them."""
    made_up, types = by_priority(city), city.incident_types
    on_scene_s = made_up @ np.array([60.0 * one.on_scene_min for one in types])
    carried = made_up @ np.array([one.transport_chance for one in types])
    return Floor(
        turnout_s=(60.0,),
        on_scene_s=tuple(on_scene_s.tolist()),
        transport_share=tuple(carried.tolist()),
        handover_s=(1500.0,),
        cv=0.6,
    )
