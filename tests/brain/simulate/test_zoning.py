"""Zones stand for the places they gather, and their travel times are those of the roads."""

import numpy as np
import pytest
from tests.brain.roads.networks import network as network_of
from tests.brain.roads.networks import random_network

from callbox.brain.demand.facts import Demand as Map
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.simulate.scenario import crowded
from callbox.brain.simulate.tables import travel_table
from callbox.brain.simulate.zoning import Spots, between_nodes, centred, grouped, passing, zoned


def spots(seed: int, count: int) -> Spots:
    rng = np.random.default_rng(seed)
    return Spots(longitude_deg=rng.random(count), latitude_deg=rng.random(count))


@pytest.fixture(scope="module")
def network() -> RoadNetwork:
    return random_network(np.random.default_rng(3), nodes=60, arcs=150)


def test_every_place_belongs_to_one_zone_and_zones_weigh_about_the_same() -> None:
    rng = np.random.default_rng(1)
    flat, weight = rng.random((2000, 2)), rng.gamma(0.5, size=2000)

    group = grouped(flat, weight, count=40)

    heavy = np.bincount(group, weight)
    assert len(heavy) == 40
    assert heavy.max() < 4 * np.median(heavy)


def test_places_at_one_spot_are_never_parted() -> None:
    flat = np.repeat(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 2.0]]), [5, 1, 9], axis=0)

    group = grouped(flat, np.ones(15), count=10)

    assert len(set(group.tolist())) == 3
    assert [len(set(group[mine].tolist())) for mine in (slice(0, 5), slice(6, 15))] == [1, 1]


def test_a_zone_lies_where_its_calls_are() -> None:
    points = Spots(longitude_deg=np.array([0.0, 1.0, 5.0]), latitude_deg=np.array([0.0, 0.0, 5.0]))

    middle = centred(points, np.array([3.0, 1.0, 0.0]), np.array([0, 0, 1], np.int32))

    assert middle.longitude_deg.tolist() == [0.25, 5.0]
    assert middle.latitude_deg.tolist() == [0.0, 5.0]


def test_stations_and_hospitals_have_the_zones_of_their_own_nodes(network: RoadNetwork) -> None:
    at = np.array([7, 20, 41])
    stations = Spots(longitude_deg=network.longitude_deg[at], latitude_deg=network.latitude_deg[at])
    points = Spots(longitude_deg=network.longitude_deg, latitude_deg=network.latitude_deg)

    zoning = zoned(network, points, np.ones(network.nodes), count=8, stations=stations, hospitals=stations)

    assert zoning.node[zoning.of_station].tolist() == at.tolist()
    assert zoning.of_hospital.tolist() == zoning.of_station.tolist()
    assert len(np.unique(zoning.node)) == len(zoning.node)


def test_times_between_zones_are_dijkstras_one_ways_and_ties_included(network: RoadNetwork) -> None:
    leaves = np.unique(network.tail)
    node = np.sort(np.random.default_rng(2).choice(leaves, 20, replace=False)).astype(np.int32)
    engine = RoadEngine.build(network)
    travel_ms = np.maximum(network.travel_ms[0], 1)

    found = between_nodes(engine, engine.metric("zones", travel_ms), node)

    wanted = travel_table(tail=network.tail, head=network.head, travel_ms=travel_ms, places=node, nodes=network.nodes)
    assert found.tolist() == wanted.tolist()


def test_a_city_without_places_is_refused(network: RoadNetwork) -> None:
    nothing = Spots(longitude_deg=np.zeros(0), latitude_deg=np.zeros(0))

    with pytest.raises(ValueError, match="points"):
        zoned(network, nothing, np.zeros(0), count=3, stations=nothing)
    with pytest.raises(ValueError, match="count"):
        grouped(np.zeros((1, 2)), np.ones(1), count=0)


def test_turning_points_lie_where_routes_pass_and_nobody_calls_from_them(network: RoadNetwork) -> None:
    points = Spots(longitude_deg=network.longitude_deg, latitude_deg=network.latitude_deg)
    plain = zoned(network, points, np.ones(network.nodes), count=6, stations=spots(4, 2))

    found = zoned(network, points, np.ones(network.nodes), count=6, stations=spots(4, 2), turning=5)

    added = set(found.node.tolist()) - set(plain.node.tolist())
    passes = passing(network, plain.node.astype(np.int64), np.ones(len(plain.node)), begins=plain.node.astype(np.int64))
    assert 0 < len(added) <= 5
    assert set(found.of_point.tolist()) <= {found.node.tolist().index(node) for node in plain.node.tolist()}
    assert all(passes[node] > 0 for node in added)


def test_a_street_that_every_route_takes_is_passed_by_all_of_them() -> None:
    """Four nodes in a row: whoever goes from the first to the last passes the two between."""
    line = network_of([(0, 1, 10), (1, 2, 10), (2, 3, 10), (1, 0, 10), (2, 1, 10), (3, 2, 10)], nodes=4)

    passes = passing(line, np.array([3]), np.array([2.5]), begins=np.array([0]))

    assert passes.tolist() == [2.5, 2.5, 2.5, 0.0]


def test_crowded_places_call_more_often_the_higher_the_power() -> None:
    crowd = Map(
        priorities=("all",),
        longitude_deg=np.array([0.0, 0.001, 0.0, 0.5]),
        latitude_deg=np.array([0.0, 0.0, 0.001, 0.5]),
        weight=np.full((1, 4), 0.25),
        rate_per_h=np.ones((1, 168)),
    )

    assert crowded(crowd, power=0.0).weight.tolist() == [[0.25] * 4]
    assert crowded(crowd, power=1.0).weight.tolist() == [[0.3, 0.3, 0.3, 0.1]]
