"""Centrelines of a city's own making, gazetteers, and the generated city of the demo."""

import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.roads.drawn import checked, travel_ms

from callbox.brain.city.generate import generate
from callbox.brain.roads.facts import ORDINARY, PRIMARY, SERVICE, SIREN, STREET
from callbox.brain.roads.reading import centrelines, gazetteer
from callbox.brain.roads.reading import city as demo
from callbox.brain.roads.reading.centrelines import Fields
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.roads.reading.joining import numbered
from callbox.brain.roads.reading.speeds import Speeds

FIELDS = Fields(
    name="STNAME",
    road_class="CLASS",
    classes={"A": "primary", "L": "street"},
    speed="MPH",
    speed_unit="mph",
    one_way="ONEWAY",
)
ROWS: list[tuple[list[list[float]], dict[str, object]]] = [
    ([[7.0, 43.0], [7.001, 43.0005], [7.002, 43.0]], {"STNAME": "Main St", "CLASS": "a", "MPH": 40, "ONEWAY": None}),
    ([[7.002000001, 43.0], [7.002, 43.002]], {"STNAME": "Oak Ave", "CLASS": "L", "MPH": "", "ONEWAY": "FT"}),
    ([[7.0, 43.0], [7.0, 43.002]], {"STNAME": "Elm Ave", "CLASS": "Q", "MPH": "slow", "ONEWAY": "TF"}),
    ([[7.0, 43.002], [7.002, 43.002]], {"STNAME": "High St", "CLASS": "L", "MPH": None, "ONEWAY": "B"}),
]


def collection(rows: list[tuple[list[list[float]], dict[str, object]]], kind: str = "LineString") -> bytes:
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": line}}
        for line, properties in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_lines_of_geojson_meet_at_their_ends_within_the_tolerance() -> None:
    reading = centrelines.read(collection(ROWS), FIELDS)
    network = checked(reading.network)
    assert (network.nodes, network.arcs) == (4, 6)
    assert len(network.shape_deg) == 2
    assert network.names == ("Main St", "Oak Ave", "Elm Ave", "High St")
    assert {(crossing.street, crossing.other) for crossing in reading.gazetteer.crossings} == {
        ("Main St", "Oak Ave"),
        ("Main St", "Elm Ave"),
        ("Oak Ave", "High St"),
        ("Elm Ave", "High St"),
    }


def test_fields_say_class_speed_and_direction() -> None:
    reading = centrelines.read(collection(ROWS), FIELDS)
    network = reading.network
    main, oak = (network.street == k for k in (0, 1))
    assert set(network.road_class[main].tolist()) == {PRIMARY}
    kmh = network.length_m / network.travel_ms * 3600
    assert kmh[ORDINARY, main] == pytest.approx(40 * 1.609344 * 0.85, rel=0.001)
    assert kmh[SIREN, oak] == pytest.approx(30 * 1.25, rel=0.001)
    assert (main.sum(), oak.sum()) == (2, 1)
    assert reading.found.count("way.one_way") == 2
    assert reading.found.count("row.unknown_class") == 1
    assert reading.found.count("row.speed_unread") == 1


def test_a_csv_has_well_known_text_or_four_columns() -> None:
    wkt = b'id,geom\n1,"LINESTRING (7 43, 7.001 43)"\n2,"MULTILINESTRING ((7.001 43, 7.002 43), (7.002 43, 7.003 43))"\n3,\n'
    reading = centrelines.read(wkt, Fields(wkt="geom"))
    assert (reading.network.nodes, reading.network.arcs) == (4, 6)
    assert reading.found.count("row.without_line") == 1
    columns = b"x1,y1,x2,y2\n7,43,7.001,43\n7.001,43,7.002,43\n"
    reading = centrelines.read(columns, Fields(ends=("x1", "y1", "x2", "y2")))
    assert (reading.network.nodes, reading.network.arcs) == (3, 4)


def test_lines_that_cross_meet_inside_only_if_asked() -> None:
    rows: list[tuple[list[list[float]], dict[str, object]]] = [
        ([[7.0, 43.0], [7.001, 43.001], [7.002, 43.002]], {}),
        ([[7.0, 43.002], [7.001, 43.001], [7.002, 43.0]], {}),
    ]
    apart = centrelines.read(collection(rows), Fields(), keep_islands=True)
    joined = centrelines.read(collection(rows), Fields(), meet_inside=True)
    assert (apart.network.nodes, apart.found.count("islands")) == (4, 1)
    assert (joined.network.nodes, joined.network.arcs) == (5, 8)


def test_ends_join_through_each_other_and_inner_points_stay_apart() -> None:
    lines = np.array(
        [[7.0, 43.0], [7.001, 43.0], [7.00101, 43.0], [7.002, 43.0], [7.00102, 43.0], [7.001, 43.0], [7.001, 43.1]]
    )
    ref, places_deg = numbered(np.array([0, 2, 4, 7]), lines, join_m=1.0, meet_inside=False)
    assert ref[1] == ref[2] == ref[4]
    assert ref[5] not in set(ref[[0, 1, 2, 3, 4, 6]].tolist())
    assert places_deg[4].tolist() == places_deg[1].tolist()


@pytest.mark.parametrize(
    ("data", "fields", "told"),
    [
        (b"", FIELDS, "file.empty"),
        (b"{}", FIELDS, "geojson.no_collection"),
        (b'{"features": [', FIELDS, "geojson.damaged: line 1"),
        (collection(ROWS), Fields(name="NAME"), "table.lacks_column: table features, column NAME"),
        (collection([([[7.0, 43.0], [1]], {})]), Fields(), "feature.coordinates: feature 1"),
        (
            collection([([[1_485_000.0, 5_170_000.0], [1_485_100.0, 5_170_000.0]], {})]),
            Fields(),
            "centrelines.projected: x 1485000.0, y 5170000.0",
        ),
        (collection([]), Fields(), "roads.none"),
        (b"a,b\n1,2\n", Fields(), "mapping.no_line"),
        (b"a,b\n1,2\n", Fields(wkt="geom"), "table.lacks_column: table centrelines, column geom"),
        (b"a,b\n1,2\n", Fields(ends=("a", "b", "a", "c")), "table.lacks_column: table centrelines, column c"),
        (b"a,b\n1,x\n", Fields(ends=("a", "b", "a", "b")), "line.not_a_number: line 2, column b, value x"),
    ],
)
def test_a_bad_centreline_file_is_refused_in_one_line(data: bytes, fields: Fields, told: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        centrelines.read(data, fields)
    assert str(refusal.value) == told


def test_a_mapping_to_a_class_that_is_none_names_those_that_are() -> None:
    with pytest.raises(Unreadable, match=r"mapping\.unknown_class: value avenue, known motorway"):
        centrelines.read(collection(ROWS), Fields(classes={"A": "avenue"}))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 900), st.binary(max_size=6), st.integers(0, 30))
def test_no_damage_to_centrelines_or_gazetteers_ends_in_a_traceback(place: int, junk: bytes, gone: int) -> None:
    data = collection(ROWS)
    with suppress(Unreadable):
        checked(centrelines.read(data[:place] + junk + data[place + gone :], FIELDS).network)
    table = b'id,geom\n1,"LINESTRING (7 43, 7.001 43)"\n2,"LINESTRING (7.001 43, 7.002 43)"\n'
    with suppress(Unreadable):
        spot = place % len(table)
        checked(centrelines.read(table[:spot] + junk + table[spot + gone :], Fields(wkt="geom")).network)
    with suppress(Unreadable):
        spot = place % len(PLACES)
        gazetteer.read(PLACES[:spot] + junk + PLACES[spot + gone :])


PLACES = (
    "name,name_zh,kind,lon,lat,housenumber,street\n"
    "Old Market,老市场,market,7.0,43.0,,\n,,,7.1,43.1,12b,Main St\nTown Hall,,office,7.2,43.2,1,Main St\n,,,7.3,43.3,,\n"
).encode()


def test_a_gazetteer_of_ones_own_holds_addresses_and_landmarks() -> None:
    found, notes = gazetteer.read(PLACES)
    assert [(mark.name, mark.name_zh, mark.kind) for mark in found.landmarks] == [
        ("Old Market", "老市场", "market"),
        ("Town Hall", "", "office"),
    ]
    assert [(address.number, address.street) for address in found.addresses] == [("12b", "Main St"), ("1", "Main St")]
    assert [(note.code, note.at) for note in notes] == [("row.without_name", (5,))]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"name,lat\nA,1\n", "table.lacks_column: table gazetteer, column longitude"),
        (b"name,lon,lat\nA,here,1\n", "line.not_a_number: line 2, column longitude, value here"),
        (b"name,lon,lat\nA,1,95\n", "line.off_globe: line 2"),
        (b"name,lon,lat\nA,1,nan\n", "line.off_globe: line 2"),
    ],
)
def test_a_bad_gazetteer_is_refused_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        gazetteer.read(data)
    assert str(refusal.value) == told


def test_the_generated_city_keeps_its_nodes_times_and_names() -> None:
    city = generate(seed=3, nodes=1200)
    reading = demo.read(city, speeds=Speeds(siren_factor=2.0))
    network = checked(reading.network)
    roads = city.roads
    assert reading.source_node.tolist() == list(range(roads.nodes))
    assert network.arcs == roads.arcs - reading.found.count("arc.duplicate")
    assert (network.twin < 0).sum() == roads.one_way.sum()
    kmh = network.length_m / network.travel_ms[ORDINARY] * 3600
    assert np.median(kmh[network.road_class == STREET]) == pytest.approx(30, rel=0.02)
    assert np.median(kmh[network.road_class == SERVICE]) == pytest.approx(20, rel=0.02)
    assert np.isfinite(travel_ms(network, city.stations[0].node, SIREN)).all()
    assert {street.name_zh for street in reading.gazetteer.streets} <= {name.zh for name in city.streets.names}
    assert len(reading.gazetteer.landmarks) == len(city.hospitals) + len(city.stations)
    assert len(reading.gazetteer.crossings) > 50
