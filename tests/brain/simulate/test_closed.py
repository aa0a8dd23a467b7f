"""A city whose streets are closed at some hours: other tables at those hours, and those of open roads before and after."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, node_times
from tests.brain.simulate.worlds import demand

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.closures import slowed
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.simulate.closed import Closing, changes_of, cut_off, opened, with_closed
from callbox.brain.simulate.facts import HOUR_MS, City, Ints, Params
from callbox.brain.simulate.mistaken import Mistake, believed
from callbox.brain.simulate.rush import with_speeds
from callbox.brain.simulate.scenario import Floor, Scenario, by_mode
from callbox.brain.simulate.zoning import Spots, travel_tables

ZONES = 25


@pytest.fixture(scope="module")
def engine() -> RoadEngine:
    return RoadEngine.build(city_grid(np.random.default_rng(4), side=9))


@pytest.fixture(scope="module")
def city(engine: RoadEngine) -> Scenario:
    network, told = engine.network, demand(1, ZONES, calls_per_h=3.0)
    leaves = np.unique(network.tail)
    node = np.sort(np.random.default_rng(5).choice(leaves, ZONES, replace=False)).astype(np.int32)
    return Scenario(
        city=City(
            to_ms=travel_tables(engine, node), metric_at=by_mode(), station_zone=np.array([0, 12, 24], np.int32),
            unit_station=np.array([0, 1, 2], np.int32),
        ),
        demand=told, params=Params(), floor=Floor(), priorities=("1", "2", "3"),
        places=Spots(longitude_deg=network.longitude_deg[node], latitude_deg=network.latitude_deg[node]),
        weight=told.rate_per_h.mean(axis=0).sum(axis=1), node=node,
    )  # fmt: skip


def streets_around(engine: RoadEngine, node: int) -> Ints:
    """Every arc that leads to a node or away from it."""
    network = engine.network
    return np.flatnonzero((network.tail == node) | (network.head == node)).astype(np.int32)


def table_by_dijkstra(engine: RoadEngine, one: Scenario, arcs: Ints, speed_factor: float) -> Ints:
    """(z, z) times [to, from] with siren, by SciPy, with these arcs at what is left of their speed."""
    factor = np.ones(engine.network.arcs)
    factor[arcs] = speed_factor
    found = node_times(engine.network, slowed(engine.network.travel_ms[0], factor))[np.ix_(one.node, one.node)].T
    return np.where(np.isfinite(found), found, UNREACHABLE_MS).astype(np.int32)


@pytest.mark.parametrize("speed_factor", [0.0, 0.3])
def test_times_past_closed_streets_are_dijkstras(engine: RoadEngine, city: Scenario, speed_factor: float) -> None:
    arcs = np.sort(np.random.default_rng(6).choice(engine.network.arcs, 80, replace=False)).astype(np.int32)

    found = with_closed(city, engine, [Closing(arcs=arcs, speed_factor=speed_factor)], days=2).city

    assert found.to_ms[2].tolist() == table_by_dijkstra(engine, city, arcs, speed_factor).tolist()
    assert (found.to_ms[:2] == city.city.to_ms).all()


def test_a_closed_street_is_passed_by_nobody_not_even_from_the_corner_where_it_begins(
    engine: RoadEngine, city: Scenario
) -> None:
    corner = int(city.node[3])

    found = with_closed(city, engine, [Closing(arcs=streets_around(engine, corner))], days=1)

    others = np.arange(ZONES) != 3
    assert (found.city.to_ms[2][3, others] == UNREACHABLE_MS).all()
    assert (found.city.to_ms[2][others, 3] == UNREACHABLE_MS).all()
    assert found.city.to_ms[2][3, 3] == 0
    assert cut_off(found) == pytest.approx(city.weight[3] / city.weight.sum())
    assert cut_off(city) == 0.0


def test_closures_hold_at_their_hours_of_every_day_and_together_where_they_meet(
    engine: RoadEngine, city: Scenario
) -> None:
    by_day = Closing(arcs=streets_around(engine, int(city.node[3])), hours=(7, 19))
    by_night = Closing(arcs=streets_around(engine, int(city.node[8])), hours=(18, 2))

    found = with_closed(city, engine, [by_day, by_night], days=2).city

    hours = [0, 2, 7, 18, 19, 26, 31, 42, 43]
    assert found.version_from_ms.tolist() == [-1, *(hour * HOUR_MS for hour in hours)]
    siren = found.metric_at[1:, 0, 0].tolist()
    night, open_, day, both = siren[:4]
    assert siren == [night, open_, day, both, night, open_, day, both, night]
    assert len({night, open_, day, both}) == 4
    assert open_ == 0
    assert (found.to_ms[both] >= np.maximum(found.to_ms[day], found.to_ms[night])).all()


def test_a_closure_over_midnight_changes_nothing_at_midnight() -> None:
    assert changes_of([1, 1, *[0] * 20, 1, 1], days=2) == [(0, 1), (2, 0), (22, 1), (26, 0), (46, 1)]


def test_plans_are_made_by_open_roads(engine: RoadEngine, city: Scenario) -> None:
    arcs = streets_around(engine, int(city.node[3]))
    taken_ms = 2 * engine.network.travel_ms
    mistaken = replace(city, city=replace(city.city, reckoned_ms=2 * city.city.to_ms))

    met = with_closed(mistaken, engine, [Closing(arcs=arcs, hours=(8, 9))], days=3, taken_ms=taken_ms)
    known = believed(met, Mistake()).city

    assert known.to_ms.tolist() == (2 * city.city.to_ms).tolist()
    assert known.version_from_ms.tolist() == [0]
    assert (met.city.reckoned_ms >= UNREACHABLE_MS).tolist() == (met.city.to_ms >= UNREACHABLE_MS).tolist()
    assert opened(city.city).to_ms.tolist() == city.city.to_ms.tolist()


def test_closed_streets_are_slow_too_at_slow_hours(engine: RoadEngine, city: Scenario) -> None:
    closed = with_closed(city, engine, [Closing(arcs=streets_around(engine, int(city.node[3])))], days=1)

    slow = with_speeds(closed, [0.5] * 24).city

    at_noon = slow.to_ms[slow.metric_at[1, 0, 12]]
    way = closed.city.to_ms[2] < UNREACHABLE_MS
    assert (at_noon[way] == 2 * closed.city.to_ms[2][way]).all()
    assert (at_noon[~way] == UNREACHABLE_MS).all()
