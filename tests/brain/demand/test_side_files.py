"""Stations, hospitals, fleets and demand out of the files that city models bring along."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.roads.files import needed

from callbox.brain.demand.facts import Demand
from callbox.brain.demand.reading import jemss, san_francisco
from callbox.brain.roads.reading import jemss as jemss_roads
from callbox.brain.roads.reading.facts import Unreadable

STATIONS = b'stations,,\nindex,x,y,capacity,,NAME\n1,7.0,43.0,5,,"North, old"\n2,7.1,43.1,4,,\n'
FLEET = b"ambulances,,,a note\nindex,stationIndex,class,\n1,2,1,\n2,1,1,\n3,2,2,\n"
RATES = (
    b"demandModes,,\nmodeIndex,rasterIndex,priority,arrivalRate,note\n1,1,highPriority,24, =a x 1%\n"
    b"2,1,lowPriority,48,\n3,1,highPriority,48,\n,,\ndemandSets,\nsetIndex,modeIndices\n1,[1; 2]\n2,[2; 3]\n,\n"
    b"demandSetsTiming\nstartTime,setIndex\n0,1\n0.5,2\n"
)
TRAVEL = (
    b"travelModes,,\ntravelModeIndex,offRoadSpeed,note\n1,1128,siren\n2,792,regular\n,,\n"
    b"travelSets\ntravelSetIndex,priority,travelModeIndex\n1,highPriority,1\n1,lowPriority,2\n"
)
ZONES = (
    b'{"type":"FeatureCollection","features":[{"properties":{"zone_idx":7},"geometry":{"type":"Polygon","coordinates":'
    b'[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}},{"properties":{"zone_idx":9},"geometry":{"type":"Polygon","coordinates":'
    b"[[[2,0],[4,0],[4,2],[2,2],[2,0]]]}}]}"
)


def test_stations_have_names_places_and_room() -> None:
    found = jemss.stations(STATIONS)
    assert found.names == ("North, old", "2")
    assert found.longitude_deg.tolist() == [7.0, 7.1]
    assert found.capacity.tolist() == [5, 4]


def test_units_stand_at_the_station_they_name() -> None:
    found = jemss.fleet(FLEET, jemss.stations(STATIONS))
    assert found.station.tolist() == [1, 0, 1]
    assert found.kind == ("1", "1", "2")
    with pytest.raises(Unreadable, match=r"fleet\.unknown_station: line 4, station 9"):
        jemss.fleet(FLEET.replace(b"2,1,1", b"2,9,1"), jemss.stations(STATIONS))


def test_rates_follow_the_set_that_is_in_force() -> None:
    found = jemss.arrivals(RATES)
    assert found.priorities == ("highPriority", "lowPriority")
    assert found.rate_per_h[:, 0].tolist() == [1.0, 2.0]
    assert found.rate_per_h[:, 11].tolist() == [1.0, 2.0]
    assert found.rate_per_h[:, 12].tolist() == [2.0, 2.0]


def test_each_priority_has_its_travel_mode_and_modes_their_speed() -> None:
    found = jemss.travel(TRAVEL)
    assert (found.priorities, found.mode) == (("highPriority", "lowPriority"), (1, 2))
    assert found.off_road_kmh == (47.0, 33.0)


def test_zones_have_centres_and_values_by_their_number() -> None:
    zones = san_francisco.zones(ZONES)
    assert zones.longitude_deg.tolist() == [1.0, 3.0]
    counts = san_francisco.values(b"zone_idx,value\n9,30\n", zones)
    assert counts.tolist() == pytest.approx([np.nan, 30.0], nan_ok=True)
    demand = san_francisco.demand(zones, counts, calls_a_day=240.0)
    assert demand.weight.tolist() == [[0.0, 1.0]]
    assert demand.rate_per_h.sum() == pytest.approx(240 * 7)


@pytest.mark.parametrize(
    ("read", "data", "told"),
    [
        (jemss.stations, b"", "file.empty"),
        (jemss.stations, b"hospitals\nindex,x,y\n1,2,3\n", "file.lacks_table: table stations"),
        (jemss.stations, STATIONS.replace(b"7.1", b"east"), "line.not_a_number: line 4, column x, value east"),
        (jemss.stations, STATIONS.replace(b"7.1", b"271"), "line.off_globe: line 4"),
        (jemss.arrivals, RATES.replace(b"[1; 2]", b"[1; 8]"), "demand.unknown_mode: mode 8"),
        (jemss.arrivals, RATES.replace(b",48,\n3", b",-48,\n3"), "line.not_a_rate: line 4, value -48.0"),
        (san_francisco.zones, b"{", "geojson.damaged: line 1"),
        (san_francisco.zones, b"[" * 100_000, "geojson.damaged: line 1"),
        (san_francisco.zones, b"{}", "geojson.no_collection"),
        (san_francisco.stations, ZONES, "feature.geometry: feature 1, wanted Point, found Polygon"),
        (san_francisco.zones, ZONES.replace(b"[2,2]", b'"x"'), "feature.coordinates: feature 1"),
    ],
)
def test_a_bad_side_file_is_refused_in_one_line(read: Callable[[bytes], object], data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert str(refusal.value) == told


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.binary(max_size=5), st.integers(0, 9))
def test_no_damage_to_a_side_file_ends_in_a_traceback(place: int, junk: bytes, gone: int) -> None:
    readers: list[tuple[Callable[[bytes], object], bytes]] = [
        (jemss.stations, STATIONS),
        (jemss.hospitals, STATIONS.replace(b"stations", b"hospitals")),
        (lambda data: jemss.fleet(data, jemss.stations(STATIONS)), FLEET),
        (jemss.arrivals, RATES),
        (jemss.travel, TRAVEL),
        (san_francisco.zones, ZONES),
        (san_francisco.stations, ZONES.replace(b"Polygon", b"Point")),
        (lambda data: san_francisco.values(data, san_francisco.zones(ZONES)), b"zone_idx,value\n7,3\n9,30\n"),
    ]
    for read, data in readers:
        with suppress(Unreadable):
            read(data[:place] + junk + data[place + gone :])


def test_a_demand_that_does_not_add_up_is_refused() -> None:
    one, rate = np.zeros(1), np.zeros((1, 168))
    with pytest.raises(ValueError, match="weight: give chances"):
        Demand(priorities=("a",), longitude_deg=one, latitude_deg=one, weight=np.array([[0.5]]), rate_per_h=rate)
    with pytest.raises(ValueError, match="weight: give shape"):
        Demand(priorities=("a",), longitude_deg=one, latitude_deg=one, weight=np.array([0.5]), rate_per_h=rate)
    with pytest.raises(ValueError, match="rate_per_h"):
        Demand(priorities=("a",), longitude_deg=one, latitude_deg=one, weight=np.array([[1.0]]), rate_per_h=one)


@pytest.mark.parametrize(
    ("city", "units", "hospitals", "a_day"), [("auckland", 16, 4, 280.0), ("manhattan", 12, 10, 451.2)]
)
def test_the_side_files_of_a_city_are_read_whole(city: str, units: int, hospitals: int, a_day: float) -> None:
    stations = jemss.stations(needed(f"city_{city}/stations_1.csv"))
    fleet = jemss.fleet(needed(f"city_{city}/ambulances_1.csv"), stations)
    assert len(fleet.station) == units
    assert len(jemss.hospitals(needed(f"city_{city}/hospitals_1.csv")).names) == hospitals
    assert jemss.travel(needed(f"city_{city}/travel_1.csv")).mode == (1, 1, 2)
    rates = jemss.arrivals(needed(f"city_{city}/demand_1.csv"))
    demand = jemss.demand(rates, jemss_roads.read(needed(f"city_{city}/roads.zip")))
    assert demand.rate_per_h.sum() / 7 == pytest.approx(a_day)
    assert set(stations.capacity.tolist()) == {5}


def test_the_files_of_san_francisco_are_read_whole() -> None:
    stations = san_francisco.stations(needed("sf_fire_stations/current_fire_stations.geojson"))
    zones = san_francisco.zones(needed("sf_fire_stations/grid_definitions.geojson"))
    assert len(stations.names) == 42
    assert stations.number[0] == "15"
    assert len(set(zones.number.tolist())) == 299
    counts = san_francisco.values(needed("sf_fire_stations/demand.csv"), zones)
    response_s = san_francisco.values(needed("sf_fire_stations/baseline_response_time.csv"), zones)
    assert np.nansum(counts) > 50_000
    assert np.isfinite(response_s).sum() == 260
    assert 60 <= np.nanmin(response_s) <= np.nanmax(response_s) <= 700
