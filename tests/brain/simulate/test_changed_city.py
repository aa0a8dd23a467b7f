"""A city with posts, with hours that are slow, and one that is not what it is taken for."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.roads.networks import network as network_of
from tests.brain.simulate.worlds import demand, street_table

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import City, Params
from callbox.brain.simulate.mistaken import QUARTERS, Mistake, as_it_is, believed, quarters, taken_along_ms
from callbox.brain.simulate.posts import ROOM, sites_of, with_posts
from callbox.brain.simulate.rush import with_speeds
from callbox.brain.simulate.scenario import Floor, Scenario, by_mode, ground_of
from callbox.brain.simulate.zoning import Spots

ZONES, STATIONS, UNITS = 60, 5, 7


def a_scenario(seed: int = 3) -> Scenario:
    rng = np.random.default_rng(seed)
    siren = street_table(rng, ZONES, minutes_across=20.0)
    told = demand(seed, ZONES, calls_per_h=4.0)
    city = City(
        to_ms=np.stack([siren, siren + siren // 3]),
        metric_at=by_mode(),
        station_zone=rng.choice(ZONES, STATIONS, replace=False).astype(np.int32),
        unit_station=np.arange(UNITS, dtype=np.int32) % STATIONS,
    )
    return Scenario(
        city=city,
        demand=told,
        params=Params(),
        floor=Floor(),
        priorities=("1", "2", "3"),
        places=Spots(longitude_deg=rng.random(ZONES), latitude_deg=rng.random(ZONES)),
        weight=told.rate_per_h.mean(axis=0).sum(axis=1),
    )


def test_posts_are_places_to_wait_and_nothing_else_changes() -> None:
    one = a_scenario()
    zones = sites_of(one)[[4, 9]]

    found = with_posts(one, zones)

    assert found.posts == 2
    assert found.city.station_zone.tolist() == [*one.city.station_zone.tolist(), *zones.tolist()]
    assert found.city.station_capacity[STATIONS:].tolist() == [ROOM, ROOM]
    assert found.city.unit_station.tolist() == one.city.unit_station.tolist()
    assert ground_of(found).station_ms.tolist() == ground_of(one).station_ms.tolist()
    assert len(ground_of(found).capacity) == STATIONS


def test_no_post_stands_at_a_station_or_where_no_road_leads() -> None:
    one = a_scenario()
    to_ms = one.city.to_ms.copy()
    island = int(np.setdiff1d(np.arange(ZONES), one.city.station_zone)[0])
    to_ms[:, island, :] = to_ms[:, :, island] = UNREACHABLE_MS
    to_ms[:, island, island] = 0

    found = sites_of(replace(one, city=replace(one.city, to_ms=to_ms)))

    assert not set(found.tolist()) & {island, *one.city.station_zone.tolist()}
    assert len(found) == ZONES - STATIONS - 1


def test_slow_hours_have_slow_tables_and_the_others_those_of_free_roads() -> None:
    one, speeds = a_scenario(), [1.0] * 24
    speeds[7] = speeds[31 - 24] = 0.5

    city = with_speeds(one, speeds).city

    assert city.metric_at[0, :, 6].tolist() == [0, 1]
    at_seven = city.metric_at[0, :, 24 + 7]
    assert (city.to_ms[at_seven] == 2 * one.city.to_ms).all()
    assert (city.to_ms[:2] == one.city.to_ms).all()


@pytest.mark.parametrize("speed", [0.3, 0.7, 1.9])
def test_no_detour_over_a_third_place_is_quicker_in_a_slow_hour(speed: float) -> None:
    one = a_scenario()
    table = with_speeds(one, [speed] * 24).city.to_ms[2].astype(np.int64)

    detours = (table[:, :, None] + table[None, :, :]).min(axis=1)

    assert (detours >= table).all()


def test_speeds_for_other_than_a_whole_day_are_refused() -> None:
    with pytest.raises(ValueError, match="24 hours"):
        with_speeds(a_scenario(), [1.0] * 23)


def test_who_is_not_mistaken_believes_what_is() -> None:
    one = a_scenario()
    found = believed(one, Mistake())

    assert np.allclose(found.weight, one.weight)
    assert np.allclose(found.demand.rate_per_h, one.demand.rate_per_h)
    assert (found.city.to_ms == one.city.to_ms).all()


def test_calls_are_believed_to_be_more_and_elsewhere_by_quarter() -> None:
    one = a_scenario()
    more, elsewhere = believed(one, Mistake(calls=1.3)), believed(one, Mistake(places=0.3, seed=5))

    assert np.allclose(more.weight, 1.3 * one.weight)
    assert elsewhere.weight.sum() == pytest.approx(one.weight.sum())
    ratio = elsewhere.weight / one.weight
    assert ratio.max() / ratio.min() == pytest.approx(1.3 / 0.7)
    assert np.allclose(elsewhere.demand.rate_per_h.mean(axis=0).sum(axis=1), elsewhere.weight)


def test_half_of_the_quarters_are_taken_for_more() -> None:
    rng = np.random.default_rng(2)
    places = Spots(longitude_deg=rng.random(2000), latitude_deg=rng.random(2000))

    sign = quarters(places, np.ones(2000), seed=1, stream=0)

    assert set(sign.tolist()) == {-1.0, 1.0}
    assert abs(sign.sum()) < 2 * 2000 / QUARTERS
    assert (sign != quarters(places, np.ones(2000), seed=2, stream=0)).any()


def test_roads_taken_for_slower_take_longer_and_no_way_stays_none() -> None:
    network = network_of([(0, 1, 1000), (1, 2, 3000), (2, 0, UNREACHABLE_MS)], nodes=3)

    found = taken_along_ms(network, Mistake(speeds=0.8))

    assert found is not None
    assert found[0].tolist() == [1250, 3750, UNREACHABLE_MS]
    assert taken_along_ms(network, Mistake()) is None


def test_units_of_shut_stations_belong_to_the_nearest_open_one_and_nobody_finds_room_there() -> None:
    one = a_scenario()

    met = as_it_is(one, one, Mistake(shut=3, seed=8)).city

    shut = np.flatnonzero(met.station_capacity == 0)
    assert len(shut) == 3
    assert not set(met.unit_station.tolist()) & set(shut.tolist())
    between = one.city.to_ms[0][np.ix_(one.station_zone, one.station_zone)]
    for before, after in zip(one.city.unit_station.tolist(), met.unit_station.tolist(), strict=True):
        assert between[after, before] == min(between[station, before] for station in set(range(STATIONS)) - set(shut))


def test_the_last_station_cannot_be_shut() -> None:
    with pytest.raises(ValueError, match="at least one of 5"):
        as_it_is(a_scenario(), a_scenario(), Mistake(shut=STATIONS))


def test_times_taken_for_others_must_be_of_the_same_roads() -> None:
    city = a_scenario().city
    with pytest.raises(ValueError, match="reckoned_ms"):
        replace(city, reckoned_ms=city.to_ms[:1])
