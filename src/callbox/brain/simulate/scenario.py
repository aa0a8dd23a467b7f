"""From what a city's files say to what the simulator takes: `Source` in, `Scenario` out.

Everything that files leave open is in `Floor`, so that whoever shows a result can say what was assumed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2
from scipy.spatial import cKDTree

from callbox.brain.cover.expected import graded
from callbox.brain.cover.facts import Ground
from callbox.brain.cover.grades import late_after
from callbox.brain.cover.mexclp import best_stations, improved
from callbox.brain.demand.facts import Demand as Map
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.simulate.facts import (
    HOURS_OF_WEEK,
    NOBODY,
    ORDINARY,
    SIREN,
    Bytes,
    City,
    Demand,
    Floats,
    Ints,
    Params,
    Rates,
)
from callbox.brain.simulate.zoning import NO_SPOTS, NearestNode, Spots, Zoning, travel_tables, zoned

LATE_MS: Final = 480_000
KINDS_MOST: Final = 8
SAMPLE_MOST: Final = 20_000
CROWD_DEG: Final = 0.0045
"""About 500 m."""
BEGUN_WITH_BUSY: Final = 0.3
"""The busy fraction that a first placement reckons with, until a run has said what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What happens beside the driving, for each of p priorities, or for all alike (one value)."""

    turnout_s: tuple[float, ...] = (0.0,)
    on_scene_s: tuple[float, ...] = (720.0,)
    transport_share: tuple[float, ...] = (0.8,)
    handover_s: tuple[float, ...] = (720.0,)
    cv: float = 1.0
    """Standard deviation over mean of all of them: 1 is what an exponential distribution has."""
    late_ms: int = LATE_MS
    """An answer that took longer is late, from the call to the first arrival."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A city as its files tell it."""

    demand: Map
    stations: Spots
    unit_station: Ints
    """(u,)"""
    station_capacity: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    hospitals: Spots = NO_SPOTS
    unit_kind: Bytes = field(default_factory=lambda: np.zeros(0, np.int8))
    """(u,) empty: all of one kind."""
    need: Bytes = field(default_factory=lambda: np.ones((1, 1), np.int8))
    """(variants, kinds)"""
    need_share: Floats = field(default_factory=lambda: np.ones((1, 1)))
    """(p or 1, variants)"""
    carrying_kinds: tuple[int, ...] = (0,)
    siren: tuple[bool, ...] = ()
    """(p,) whether units drive with siren to a call; empty: to all but the last of several priorities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A city ready to be simulated, and what a report says about it."""

    city: City
    demand: Demand
    params: Params
    floor: Floor
    priorities: tuple[str, ...]
    places: Spots
    """(z,) where each zone's node lies."""
    weight: Floats
    """(z,) calls an hour, the mean over a week."""
    node: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """(z,) these nodes of the road network; empty where no roads are known."""
    lost_share: float = 0.0
    """Of the calls, how many come from places that no road leads to from any station."""
    posts: int = 0
    """How many of the city's waiting places, the last ones, are posts at street corners: no unit's own station."""

    @property
    def station_zone(self) -> Ints:
        """(s,) zones of the stations, without the posts."""
        return self.city.station_zone[: self.city.stations - self.posts]


def scenario(
    engine: RoadEngine, source: Source, *, floor: Floor, zones: int, turning: int = 0, taken_ms: Ints | None = None
) -> Scenario:
    """The simulator's city; about `zones` zones and `turning` points to turn at, besides stations and hospitals.

    `taken_ms` (2, m) is how long each arc is taken to be, by whoever decides, if that is not what the network says.
    """
    points = Spots(longitude_deg=source.demand.longitude_deg, latitude_deg=source.demand.latitude_deg)
    by_point = (source.demand.weight * source.demand.rate_per_h.mean(axis=1)[:, None]).sum(axis=0)
    zoning = zoned(
        engine.network,
        points,
        by_point,
        count=zones,
        stations=source.stations,
        hospitals=source.hospitals,
        turning=turning,
    )
    to_ms = travel_tables(engine, zoning.node)
    one = drawn_up(source, to_ms, zoning=zoning, floor=floor)
    if taken_ms is None:
        return one
    return replace(one, city=replace(one.city, reckoned_ms=travel_tables(engine, zoning.node, along_ms=taken_ms)))


def drawn_up(source: Source, to_ms: Ints, *, zoning: Zoning, floor: Floor) -> Scenario:
    """The same from travel tables (2, z, z) [mode, to, from], whoever made them."""
    rate_per_h = rates_by_zone(source.demand, zoning)
    count = rate_per_h.shape[2]
    city = City(
        to_ms=to_ms,
        metric_at=by_mode(),
        station_zone=zoning.of_station,
        station_capacity=capacities(source),
        unit_station=source.unit_station,
        unit_kind=source.unit_kind,
        hospital_zone=zoning.of_hospital,
    )
    return Scenario(
        city=city,
        demand=demand_of(source, rate_per_h, floor=floor, hospitals=len(zoning.of_hospital) > 0),
        params=params_of(source, count),
        floor=floor,
        priorities=source.demand.priorities,
        places=zoning.places,
        node=zoning.node,
        weight=rate_per_h.mean(axis=0).sum(axis=1),
    )


def by_mode() -> np.ndarray[tuple[int, int, int], np.dtype[np.int16]]:
    """(1, 2, 168) the first table with siren, the second without, at every hour."""
    table = np.zeros((1, 2, HOURS_OF_WEEK), np.int16)
    table[0, ORDINARY] = 1
    return table


def rates_by_zone(demand: Map, zoning: Zoning) -> Floats:
    """(168, z, p) calls an hour."""
    shares = np.stack([np.bincount(zoning.of_point, row, len(zoning.node)) for row in demand.weight], axis=1)
    rates: Floats = demand.rate_per_h.T[:, None, :] * shares[None]
    return rates


def capacities(source: Source) -> Ints:
    """(s,) room at each station, never less than its own units need; empty where the files say nothing."""
    if not source.station_capacity.any():
        return np.zeros(0, np.int32)
    own = np.bincount(source.unit_station, minlength=len(source.stations))
    return np.maximum(source.station_capacity, own).astype(np.int32)


def demand_of(source: Source, rate_per_h: Floats, *, floor: Floor, hospitals: bool) -> Demand:
    """The simulator's demand."""
    count = rate_per_h.shape[2]
    share = np.broadcast_to(floor.transport_share, count) if hospitals else np.zeros(count)
    return Demand(
        rate_per_h=rate_per_h,
        turnout=rates(floor.turnout_s, count, cv=0.0),
        on_scene=rates(floor.on_scene_s, count, cv=floor.cv),
        handover=rates(floor.handover_s, count, cv=floor.cv),
        transport_share=np.array(share, np.float64),
        need=source.need,
        need_share=source.need_share,
    )


def rates(mean_s: tuple[float, ...], count: int, *, cv: float) -> Rates:
    """The same spread for every priority."""
    return Rates(np.array(np.broadcast_to(mean_s, count), np.float64), np.full(count, cv))


def params_of(source: Source, count: int) -> Params:
    """The floor's rules for p priorities: each may take units from less urgent calls, the least urgent takes none."""
    last = count - 1
    siren = source.siren or tuple(one < last or last == 0 for one in range(count))
    return Params(
        answer_mode=tuple(SIREN if one else ORDINARY for one in siren),
        carry_mode=tuple(SIREN if one == 0 else ORDINARY for one in range(count)),
        preempts_from=tuple(one + 1 if one < last else NOBODY for one in range(count)),
        reassigns=tuple(one < last or last == 0 for one in range(count)),
        carrying_kinds=source.carrying_kinds,
    )


def with_load(one: Scenario, load: float) -> Scenario:
    """So many times as many calls, at the same places and hours."""
    return replace(one, demand=replace(one.demand, rate_per_h=one.demand.rate_per_h * load), weight=one.weight * load)


def late_on_road_ms(one: Scenario) -> int:
    """How long the drive may take for an answer in time, the most urgent class's turnout taken off."""
    return one.floor.late_ms - round(1000 * float(one.demand.turnout.mean_s[0]))


def ground_of(one: Scenario) -> Ground:
    """What a plan of stations is judged by: calls reached in time with siren, from rest."""
    station_ms = np.ascontiguousarray(one.city.to_ms[0][:, one.station_zone].T)
    return Ground(
        weight=one.weight,
        station_ms=station_ms,
        grades=late_after(late_on_road_ms(one)),
        capacity=one.city.station_capacity[: len(one.station_zone)],
    )


def well_placed(one: Scenario, *, busy_fraction: float = BEGUN_WITH_BUSY) -> Scenario:
    """Each unit's own station chosen anew, kind by kind, as expected cover is best (MEXCLP)."""
    station = one.city.unit_station.copy()
    for mine, ground in by_kind(one):
        station[mine] = best_stations(ground, units=len(mine), busy=busy_fraction).stations
    return replace(one, city=replace(one.city, unit_station=station))


def placed_better(one: Scenario, *, busy: Floats) -> Scenario:
    """Units moved from station to station as long as one's move gains cover, each busy for a share of its own (u,)."""
    station = one.city.unit_station.copy()
    for mine, ground in by_kind(one):
        grade = graded(ground.station_ms, ground.grades)
        station[mine], _ = improved(ground, grade, station[mine], busy=busy[mine])
    return replace(one, city=replace(one.city, unit_station=station))


def by_kind(one: Scenario) -> Iterator[tuple[NDArray[np.int64], Ground]]:
    """The units of each kind, and the ground with the room that they find; where kinds share stations, as they do now."""
    ground, station, kinds = ground_of(one), one.city.unit_station, one.city.kinds
    several = len(np.unique(kinds)) > 1
    for kind in np.unique(kinds).tolist():
        mine = np.flatnonzero(kinds == kind)
        own = np.bincount(station[mine], minlength=len(one.station_zone)).astype(np.int32)
        yield mine, replace(ground, capacity=np.maximum(own, 1)) if several else ground


def beyond(one: Scenario) -> float:
    """The share of calls that no station reaches in time on free roads, each priority as units drive to it."""
    station_ms = one.city.to_ms[:, :, one.station_zone].min(axis=2)
    on_road_ms, metric = late_on_road_ms(one), one.city.metric_at[0, :, 0]
    rate = one.demand.rate_per_h.mean(axis=0)
    late = [
        float(rate[station_ms[metric[mode]] > on_road_ms, priority].sum())
        for priority, mode in enumerate(one.params.answer_mode)
    ]
    return sum(late) / max(1e-12, float(rate.sum()))


def crowded(demand: Map, *, power: float) -> Map:
    """The same demand with more calls where places lie close together: weights times their number within 500 m, ^ power."""
    narrow = float(np.cos(np.radians(demand.latitude_deg.mean())))
    flat = np.column_stack([demand.longitude_deg * narrow, demand.latitude_deg])
    near = cKDTree(flat).query_ball_point(flat, CROWD_DEG, return_length=True).astype(np.float64)
    weight = demand.weight * near**power
    return replace(demand, weight=weight / weight.sum(axis=1, keepdims=True))


def laid_out(network: RoadNetwork, *, stations: int, seed: int) -> Spots:
    """Stations where none are known: the middles of k-means clusters of nodes, so that busy quarters get more.

    Lloyd's algorithm on at most SAMPLE_MOST nodes drawn by `seed`, each middle at its nearest node.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    nearest = NearestNode.of(network)
    drawn = rng.choice(network.nodes, min(network.nodes, SAMPLE_MOST), replace=False)
    flat = np.column_stack([network.longitude_deg * nearest.narrow, network.latitude_deg])[np.sort(drawn)]
    middles, _ = kmeans2(flat, stations, minit="++", rng=rng)
    node = np.unique(nearest.tree.query(middles)[1])
    return Spots(longitude_deg=network.longitude_deg[node], latitude_deg=network.latitude_deg[node])


def even_demand(network: RoadNetwork, *, calls_a_day: float) -> Map:
    """One priority; every node is equally likely, at every hour alike: all that roads alone can say."""
    return Map(
        priorities=("all",),
        longitude_deg=network.longitude_deg,
        latitude_deg=network.latitude_deg,
        weight=np.full((1, network.nodes), 1.0 / network.nodes),
        rate_per_h=np.full((1, HOURS_OF_WEEK), calls_a_day / 24.0),
    )
