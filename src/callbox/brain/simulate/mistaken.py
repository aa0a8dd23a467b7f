"""A city that is not what those who plan and decide take it for: other calls, other speeds, shut stations.

What is believed makes the plan of stations, the busy fraction and everything a policy looks up; calls and driving are
what they are. Calls and speeds may be wrong alike everywhere, or by quarter: half of the quarters too high, half too low.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.simulate.closed import opened
from callbox.brain.simulate.facts import Floats, Ints, no_tables
from callbox.brain.simulate.scenario import Scenario
from callbox.brain.simulate.zoning import Spots, grouped

QUARTERS: Final = 20
PLACES, ROADS, SHUT = range(3)
"""What is drawn, each from a stream of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """How wrong they are. 1 and 0: not at all."""

    calls: float = 1.0
    """They reckon with so many times the calls that come."""
    places: float = 0.0
    """By which share a quarter's calls are taken for more or fewer than they are, their sum left as it is."""
    speeds: float = 1.0
    """They reckon with so many times the speeds that are driven."""
    roads: float = 0.0
    """By which share a quarter's speeds are taken for higher or lower."""
    shut: int = 0
    """How many stations are shut after the plan was made."""
    seed: int = 0


def believed(one: Scenario, mistake: Mistake) -> Scenario:
    """The city as it is taken to be: with all streets open, and the travel times that are reckoned with."""
    rate = one.demand.rate_per_h
    wrong = 1.0 + mistake.places * quarters(one.places, one.weight, seed=mistake.seed, stream=PLACES)
    wrong *= mistake.calls * one.weight.sum() / max(1e-12, float((one.weight * wrong).sum()))
    city = opened(one.city)
    city = replace(city, to_ms=city.taken_ms, reckoned_ms=no_tables())
    demand = replace(one.demand, rate_per_h=rate * wrong[None, :, None])
    return replace(one, city=city, demand=demand, weight=one.weight * wrong)


def taken_along_ms(network: RoadNetwork, mistake: Mistake) -> Ints | None:
    """(2, m) how long each arc is taken to be; None where nobody is mistaken about roads."""
    if mistake.speeds == 1.0 and not mistake.roads:
        return None
    begins = Spots(longitude_deg=network.longitude_deg[network.tail], latitude_deg=network.latitude_deg[network.tail])
    sign = quarters(begins, np.ones(network.arcs), seed=mistake.seed, stream=ROADS)
    longer = np.rint(network.travel_ms / (mistake.speeds * (1.0 + mistake.roads * sign)))
    no_way = network.travel_ms >= UNREACHABLE_MS
    return np.where(no_way, UNREACHABLE_MS, np.minimum(longer, UNREACHABLE_MS - 1)).astype(np.int32)


def quarters(places: Spots, weight: Floats, *, seed: int, stream: int) -> Floats:
    """(k,) 1 or -1 for each place: as many quarters of the one as of the other, drawn by the seed."""
    narrow = float(np.cos(np.radians(places.latitude_deg.mean())))
    flat = np.column_stack([places.longitude_deg * narrow, places.latitude_deg])
    sign = np.where(np.arange(QUARTERS) % 2, 1.0, -1.0)
    drawn: Floats = chance(seed, stream).permutation(sign)[grouped(flat, weight, count=QUARTERS)]
    return drawn


def chance(seed: int, stream: int) -> np.random.Generator:
    """A generator of one's own for each thing that is drawn."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, stream])))


def as_it_is(one: Scenario, planned: Scenario, mistake: Mistake) -> Scenario:
    """The city that is met: units where they were planned to be, and the stations open that are open."""
    one = replace(one, city=replace(one.city, unit_station=planned.city.unit_station))
    return with_shut(one, mistake) if mistake.shut else one


def with_shut(one: Scenario, mistake: Mistake) -> Scenario:
    """Stations shut, drawn by the seed: units of each belong to the nearest that is open, where they find room.

    Raises ValueError where no station would be left.
    """
    stations, city = len(one.station_zone), one.city
    if mistake.shut >= stations:
        raise ValueError(f"shut: leave at least one of {stations} stations open")
    shut = chance(mistake.seed, SHUT).choice(stations, mistake.shut, replace=False)
    between = city.to_ms[0][np.ix_(one.station_zone, one.station_zone)].astype(np.int64)
    between[shut] = UNREACHABLE_MS
    room = city.station_capacity if len(city.station_capacity) else np.full(city.stations, city.units, np.int32)
    room = room.copy()
    room[shut] = 0
    nearest = between.argmin(axis=0).astype(np.int32)
    return replace(one, city=replace(city, unit_station=nearest[city.unit_station], station_capacity=room))
