"""One number in, a city out."""

from dataclasses import fields
from typing import Final

import numpy as np

from . import names
from .catalogue import CATEGORIES, INCIDENT_TYPES
from .facts import Anchor, City, Floats, Name, Roads, StreetTable, Water
from .naming import districts, street_table
from .network import finished, network
from .offices import Ground, hospitals, station_offices, stations, units, upper_offices
from .plan import Plan, basin, park_outline, river_half_m, river_y, shore_x
from .weights import incident_hours, node_weights, request_hours

OPEN_SEA: Final = Anchor(longitude_deg=-123.4, latitude_deg=-48.9)
"""In the South Pacific, further from land than any other sea: nobody's city."""
LEAST_NODES: Final = 1_000
MOST_NODES: Final = 1_000_000


def generate(seed: int, nodes: int) -> City:
    """An imaginary port city with exactly `nodes` crossings, 1,000 to 1,000,000. Pure: same arguments, same city.

    Raises ValueError, naming the argument, for a seed below 0 or a number of nodes outside the range.
    """
    if seed < 0:
        raise ValueError(f"seed: {seed} is negative; it must be 0 or more")
    if not LEAST_NODES <= nodes <= MOST_NODES:
        raise ValueError(f"nodes: {nodes} is outside {LEAST_NODES} to {MOST_NODES}")
    plan, piece = network(seed, nodes)
    district, found_districts = districts(plan, piece)
    street, table = street_table(piece, district, seed=seed)
    net = finished(plan, piece, district=district, street=street)
    incident_weight, request_weight = node_weights(plan, piece, seed=seed)
    ground = Ground(net.x_m, net.y_m, incident_weight, district)
    posts = stations(ground, nodes=nodes, streets=street_at_nodes(net, table), seed=seed)
    return frozen(City(
        seed=seed, name=Name(*names.CITY), anchor=OPEN_SEA, roads=net, streets=table, water=water(plan),
        districts=found_districts, organisations=(*upper_offices(found_districts), *station_offices(posts)),
        stations=posts, hospitals=hospitals(ground, nodes=nodes, seed=seed), units=units(posts),
        categories=CATEGORIES, incident_types=INCIDENT_TYPES,
        incident_weight=incident_weight, request_weight=request_weight,
        incident_hours=incident_hours(), request_hours=request_hours(),
    ))  # fmt: skip


def street_at_nodes(net: Roads, table: StreetTable) -> tuple[Name, ...]:
    """The name of one street at each node: that of its first arc."""
    return tuple(table.names[k] for k in net.street[net.first[:-1]].tolist())


def water(plan: Plan) -> Water:
    """Outlines for drawing: shore, river, breakwaters, parks."""
    y = np.linspace(plan.county_m * 1.4, -plan.county_m * 1.4, 2000)
    low, high = basin(plan)
    return Water(
        np.column_stack([shore_x(plan, y), y]),
        _river(plan),
        (_breakwater(plan, y=high + 20.0, turn=-1.0), _breakwater(plan, y=low - 60.0, turn=1.0)),
        tuple(park_outline(plan, park) for park in plan.parks_m),
    )


def _river(plan: Plan) -> Floats:
    """The river's outline: along the north bank to the sea and back along the south bank."""
    x = np.linspace(-plan.county_m * 1.3, 1.12 * plan.centre_m + 0.25 * plan.radius_m, 900)
    middle, half = river_y(plan, x), river_half_m(plan, x)
    return np.concatenate([np.column_stack([x, middle + half]), np.column_stack([x, middle - half])[::-1]])


def _breakwater(plan: Plan, *, y: float, turn: float) -> Floats:
    x = float(shore_x(plan, np.array([y]))[0])
    t = np.linspace(0.0, 1.0, 20)
    reach_m = 0.12 * plan.radius_m + 120.0
    return np.column_stack([x + reach_m * np.sin(t * 1.4), y + turn * 0.3 * reach_m * (1 - np.cos(t * 1.4))])


def frozen(city: City) -> City:
    """The city with every array set read-only, so that nobody changes it for everybody."""
    for holder in (city, city.roads, city.streets, city.water):
        for field in fields(holder):
            value = getattr(holder, field.name)
            for array in value if isinstance(value, tuple) else (value,):
                if isinstance(array, np.ndarray):
                    array.setflags(write=False)
    return city
