"""OpenStreetMap as a road network: directions, turns, barriers, speeds, who may drive where, and names."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.roads.drawn import checked
from tests.brain.roads.osm_drawn import Tags, drawn, restriction, way_s

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import ORDINARY, ROAD_CLASSES, SIREN, TURN
from callbox.brain.roads.reading import osm
from callbox.brain.roads.reading.facts import Reading, Unreadable
from callbox.brain.roads.reading.osm_speeds import duration_s, limit_kmh
from callbox.brain.roads.reading.speeds import Speeds

# A cross: 1 west, 2 north, 3 east, 4 south, 5 the middle; about 100 m each way.
CROSS = {1: (6.99875, 43.0), 2: (7.0, 43.0009), 3: (7.00125, 43.0), 4: (7.0, 42.9991), 5: (7.0, 43.0)}
ARMS = {10 + k: ([k, 5], {"highway": "residential"}) for k in (1, 2, 3, 4)}
LEG_S = 12.2
"""About 100 m at 30 km/h."""


def cross(
    *, tags: dict[int, Tags] | None = None, tagged: dict[int, Tags] | None = None, turns: list[object] | None = None
) -> Reading:
    ways = {k: (refs, {**plain, **(tags or {}).get(k, {})}) for k, (refs, plain) in ARMS.items()}
    return osm.read(drawn(CROSS, ways, relations=turns, tagged=tagged))  # type: ignore[arg-type]


def test_points_between_junctions_become_the_line_of_one_street() -> None:
    nodes = {k: (7.0 + 0.001 * k, 43.0 + 0.001 * (k % 2)) for k in range(6)}
    reading = osm.read(drawn(nodes, {1: (list(range(6)), {"highway": "primary", "name": "Zig"})}))
    network = checked(reading.network)
    assert (network.nodes, network.arcs, len(network.shape_deg)) == (2, 2, 8)
    assert network.length_m[0] == pytest.approx(5 * np.hypot(111.195, 81.3), rel=0.01)
    assert network.twin.tolist() == [1, 0]
    assert network.names == ("Zig",)
    assert network.shape_deg[:4].tolist() == network.shape_deg[4:][::-1].tolist()


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ({}, True, True),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"junction": "roundabout"}, True, False),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway", "oneway": "no"}, True, True),
        ({"highway": "motorway_link"}, True, True),
    ],
)
def test_streets_are_one_way_as_tagged_or_implied(tags: Tags, there: bool, back: bool) -> None:
    way = {"highway": "primary", **tags}
    nodes = {1: (7.0, 43.0), 2: (7.001, 43.0), 3: (7.0005, 43.001)}
    reading = osm.read(drawn(nodes, {1: ([1, 2], way), 2: ([2, 3, 1], {"highway": "primary"})}))
    direct_s = way_s(osm.read(drawn(nodes, {1: ([1, 2], {**way, "oneway": "no"})})), 1, 2)
    assert (way_s(reading, 1, 2) == pytest.approx(direct_s)) == there
    assert (way_s(reading, 2, 1) == pytest.approx(direct_s)) == back


def test_a_street_that_ends_where_it_began_is_cut_and_kept() -> None:
    ring = {1: (7.0, 43.0), 2: (7.001, 43.0), 3: (7.001, 43.001), 4: (7.0, 43.001)}
    network = checked(osm.read(drawn(ring, {1: ([1, 2, 3, 4, 1], {"highway": "service"})})).network)
    assert (network.nodes, network.arcs) == (2, 4)
    assert (network.twin >= 0).all()


def test_without_restrictions_every_turn_is_open() -> None:
    assert way_s(cross(), 1, 2) == pytest.approx(2 * LEG_S, rel=0.02)


@pytest.mark.parametrize("mode", [SIREN, ORDINARY])
def test_a_forbidden_turn_costs_the_way_round_and_all_other_turns_stay(mode: int) -> None:
    open_s = way_s(cross(), 1, 2, mode) / 2
    reading = cross(turns=[restriction("no_left_turn", start=11, via=5, end=12)])
    checked(reading.network)
    assert way_s(reading, 1, 2, mode) == pytest.approx(4 * open_s, rel=0.02)
    for start, end in ((1, 3), (1, 4), (2, 1), (3, 2), (4, 2), (3, 1)):
        assert way_s(reading, start, end, mode) == pytest.approx(2 * open_s, rel=0.02)
    assert reading.found.count("restriction.kept") == 1


def test_an_only_restriction_forbids_all_else() -> None:
    reading = cross(turns=[restriction("only_straight_on", start=11, via=5, end=13)])
    assert way_s(reading, 1, 3) == pytest.approx(2 * LEG_S, rel=0.02)
    assert way_s(reading, 1, 2) == pytest.approx(4 * LEG_S, rel=0.02)
    assert way_s(reading, 1, 4) == pytest.approx(4 * LEG_S, rel=0.02)
    assert way_s(reading, 2, 4) == pytest.approx(2 * LEG_S, rel=0.02)


def test_two_restrictions_at_one_junction_both_hold() -> None:
    turns: list[object] = [
        restriction("no_left_turn", start=11, via=5, end=12),
        restriction("no_right_turn", start=13, via=5, end=12),
    ]
    reading = cross(turns=turns)
    assert way_s(reading, 1, 2) > 3.9 * LEG_S
    assert way_s(reading, 3, 2) > 3.9 * LEG_S
    assert way_s(reading, 4, 2) == pytest.approx(2 * LEG_S, rel=0.02)


def test_a_restriction_that_exempts_emergencies_holds_for_the_others() -> None:
    reading = cross(turns=[restriction("no_left_turn", start=11, via=5, end=12, **{"except": "psv;emergency"})])
    assert way_s(reading, 1, 2, ORDINARY) > 3.9 * LEG_S
    assert way_s(reading, 1, 2, SIREN) == pytest.approx(2 * LEG_S / 1.25, rel=0.02)


def test_the_arcs_within_a_junction_cost_nothing_and_have_no_length() -> None:
    network = cross(turns=[restriction("no_left_turn", start=11, via=5, end=12)]).network
    turns = network.road_class == TURN
    assert ROAD_CLASSES[TURN] == "turn"
    assert turns.sum() == 3
    assert network.length_m[turns].max() == 0
    assert network.travel_ms[:, turns].max() == 0
    assert (~turns).sum() == 8


def test_a_forbidden_turn_back_over_a_link_is_kept_where_one_arc_says_it() -> None:
    # Two one-way carriageways, 1-2-3 to the east and 4-5-6 to the west, with a link from 2 to 5.
    nodes = {
        1: (7.0, 43.0),
        2: (7.001, 43.0),
        3: (7.002, 43.0),
        4: (7.002, 43.001),
        5: (7.001, 43.001),
        6: (7.0, 43.001),
    }
    ways: dict[int, tuple[list[int], Tags]] = {
        1: ([1, 2], {"highway": "primary", "oneway": "yes"}),
        2: ([2, 3], {"highway": "primary", "oneway": "yes"}),
        3: ([2, 5], {"highway": "primary"}),
        4: ([4, 5], {"highway": "primary", "oneway": "yes"}),
        5: ([5, 6], {"highway": "primary", "oneway": "yes"}),
        6: ([3, 4], {"highway": "primary"}),
        7: ([6, 1], {"highway": "primary", "oneway": "yes"}),
    }
    open_s = way_s(osm.read(drawn(nodes, ways)), 1, 6)
    ban = restriction("no_u_turn", start=1, via=3, end=5, over="way")
    reading = osm.read(drawn(nodes, ways, relations=[ban]))
    assert reading.found.count("restriction.kept") == 1
    assert way_s(reading, 1, 6) > 1.5 * open_s
    busy = {**ways, 8: ([7, 2], {"highway": "primary"}), 9: ([8, 5], {"highway": "primary"})}
    more = {**nodes, 7: (7.001, 42.999), 8: (7.001, 43.002)}
    twice = osm.read(drawn(more, busy, relations=[ban]))
    assert twice.found.count("restriction.kept") == 1
    assert way_s(twice, 1, 6) > 1.5 * open_s
    assert way_s(twice, 7, 6) == way_s(osm.read(drawn(more, busy)), 7, 6)


@pytest.mark.parametrize(
    ("ban", "code"),
    [
        (restriction("no_left_turn", start=99, via=5, end=12), "restriction.lacks_member"),
        (restriction("no_left_turn", start=11, via=77, end=12), "restriction.lacks_member"),
        (restriction("left_turn", start=11, via=5, end=12), "restriction.unknown_kind"),
        (
            ([("way", 11, "from"), ("way", 12, "to")], {"type": "restriction", "restriction": "no_exit"}),
            "restriction.lacks_via",
        ),
        (([], {"type": "restriction", "restriction:conditional": "no_exit @ (07:00-09:00)"}), "restriction.by_time"),
    ],
)
def test_a_restriction_that_cannot_be_told_is_dropped_and_counted(ban: object, code: str) -> None:
    found = cross(turns=[ban]).found
    assert found.count(code) == 1
    assert found.count("restriction.kept") == 0


@pytest.mark.parametrize(
    ("tags", "siren", "ordinary"),
    [
        ({"barrier": "gate"}, True, True),
        ({"barrier": "toll_booth"}, True, True),
        ({"barrier": "bollard"}, False, False),
        ({"barrier": "bollard", "emergency": "yes"}, True, False),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True, True),
        ({"barrier": "gate", "access": "private"}, True, False),
        ({"barrier": "lift_gate", "access": "no"}, False, False),
        ({"barrier": "lift_gate", "access": "no", "emergency": "yes"}, True, False),
    ],
)
def test_barriers_let_through_whom_their_tags_say(tags: Tags, siren: bool, ordinary: bool) -> None:
    nodes = {1: (7.0, 43.0), 2: (7.001, 43.0), 3: (7.002, 43.0), 4: (7.001, 43.003)}
    ways: dict[int, tuple[list[int], Tags]] = {
        1: ([1, 2, 3], {"highway": "residential"}),
        2: ([1, 4, 3], {"highway": "residential"}),
    }
    reading = osm.read(drawn(nodes, ways, tagged={2: tags}))
    checked(reading.network)
    round_s = way_s(osm.read(drawn(nodes, {2: ways[2]})), 1, 3)
    assert (way_s(reading, 1, 3, ORDINARY) < 0.9 * round_s) == ordinary
    assert (way_s(reading, 1, 3, SIREN) < 0.9 * round_s / 1.25) == siren


def kmh(tags: Tags, mode: int, speeds: Speeds | None = None) -> float:
    """The speed on a street with some tags from its first point to its last; 0 where closed."""
    nodes = {1: (7.0, 43.0), 2: (7.001, 43.0)}
    try:
        network = osm.read(drawn(nodes, {1: ([1, 2], tags)}), speeds=speeds, keep_islands=True).network
    except Unreadable as refusal:
        if refusal.code == "roads.none":
            return 0.0
        raise
    forth = network.tail == int(np.argmin(network.longitude_deg))
    time_ms = network.travel_ms[mode, forth]
    if not len(time_ms) or time_ms[0] == UNREACHABLE_MS:
        return 0.0
    return float(network.length_m[forth][0] / time_ms[0] * 3600)


@pytest.mark.parametrize(
    ("tags", "siren", "ordinary"),
    [
        ({"highway": "residential"}, 37.5, 30),
        ({"highway": "residential", "access": "destination"}, 37.5, 30),
        ({"highway": "residential", "access": "private"}, 37.5, 4),
        ({"highway": "residential", "motor_vehicle": "private"}, 37.5, 4),
        ({"highway": "residential", "access": "no"}, 0, 0),
        ({"highway": "residential", "access": "no", "emergency": "yes"}, 37.5, 4),
        ({"highway": "residential", "access": "no", "motor_vehicle": "yes"}, 37.5, 30),
        ({"highway": "residential", "emergency": "no"}, 0, 0),
        ({"highway": "residential", "motor_vehicle": "no", "psv": "yes"}, 37.5, 4),
        ({"highway": "busway"}, 37.5, 4),
        ({"highway": "pedestrian"}, 6, 4),
        ({"highway": "pedestrian", "access": "no"}, 0, 0),
        ({"highway": "footway"}, 0, 0),
        ({"highway": "footway", "emergency": "yes"}, 6, 4),
        ({"highway": "path", "motor_vehicle": "yes"}, 18.75, 15),
        ({"highway": "steps", "emergency": "yes"}, 0, 0),
        ({"highway": "construction"}, 0, 0),
        ({"highway": "pedestrian", "area": "yes"}, 0, 0),
        ({"highway": "residential", "oneway": "-1"}, 0, 0),
        ({"highway": "residential", "oneway": "-1", "oneway:emergency": "no"}, 37.5, 4),  # there is no other way out
        ({"highway": "residential", "oneway": "-1", "oneway:bus": "no"}, 37.5, 4),
        ({"route": "ferry", "motor_vehicle": "yes"}, 15, 15),
        ({"route": "ferry"}, 0, 0),
    ],
)
def test_who_may_drive_where_and_how_fast(tags: Tags, siren: float, ordinary: float) -> None:
    assert kmh(tags, SIREN) == pytest.approx(siren, rel=0.01)
    assert kmh(tags, ORDINARY) == pytest.approx(ordinary, rel=0.01)


def test_a_siren_may_drive_against_a_one_way_that_says_so_and_others_go_round() -> None:
    nodes = {1: (7.0, 43.0), 2: (7.001, 43.0), 3: (7.0005, 43.001)}
    ways: dict[int, tuple[list[int], Tags]] = {
        1: ([1, 2], {"highway": "residential", "oneway": "-1", "oneway:emergency": "no"}),
        2: ([1, 3, 2], {"highway": "residential"}),
    }
    reading = osm.read(drawn(nodes, ways))
    assert way_s(reading, 1, 2, ORDINARY) > 2 * way_s(reading, 1, 2, SIREN)
    assert (reading.network.travel_ms[ORDINARY] == UNREACHABLE_MS).sum() == 1
    assert reading.found.count("way.against_for_siren") == 1


def test_behind_a_barrier_that_only_a_siren_passes_nobody_is_shut_in() -> None:
    nodes = {1: (7.0, 43.0), 2: (7.001, 43.0), 3: (7.002, 43.0)}
    ways: dict[int, tuple[list[int], Tags]] = {1: ([1, 2, 3], {"highway": "residential"})}
    tags: dict[int, Tags] = {2: {"barrier": "bollard", "emergency": "yes"}}
    reading = osm.read(drawn(nodes, ways, tagged=tags))
    assert way_s(reading, 3, 1, ORDINARY) < 100
    assert reading.found.count("arc.way_out") == 2
    shut = osm.read(drawn(nodes, ways, tagged=tags), speeds=Speeds(crawl_kmh=None))
    assert way_s(shut, 3, 1, ORDINARY) == np.inf


def test_without_a_crawl_speed_streets_for_the_siren_are_closed_to_others() -> None:
    assert kmh({"highway": "pedestrian"}, ORDINARY, Speeds(crawl_kmh=None)) == 0
    assert kmh({"highway": "pedestrian"}, SIREN, Speeds(crawl_kmh=None)) == pytest.approx(6, rel=0.01)


@pytest.mark.parametrize(
    ("posted", "limit"),
    [
        ("50", 50),
        ("30 mph", 48.28),
        ("30mph", 48.28),
        ("50 km/h", 50),
        ("walk", 6),
        ("none", 130),
        ("FR:urban", 50),
        ("FR:rural", 80),
        ("DE:rural", 100),
        ("DE:zone30", 30),
        ("FR:zone:20", 20),
        ("GB:nsl_single", 96.56),
        ("GB:zone20", 32.19),
        ("50;70", 50),
        ("signals", None),
        ("variable", None),
        ("fast", None),
        ("0", None),
        ("999", None),
        ("", None),
    ],
)
def test_posted_limits_are_read_in_every_spelling(posted: str, limit: float | None) -> None:
    assert limit_kmh(posted, Speeds()) == (None if limit is None else pytest.approx(limit, abs=0.01))


def test_a_posted_limit_counts_and_each_direction_may_have_its_own() -> None:
    assert kmh({"highway": "secondary", "maxspeed": "30"}, ORDINARY) == pytest.approx(25.5, rel=0.01)
    assert kmh({"highway": "secondary", "maxspeed": "30", "maxspeed:forward": "50"}, ORDINARY) == pytest.approx(
        42.5, rel=0.01
    )
    assert kmh({"highway": "service", "maxspeed": "90"}, ORDINARY) == pytest.approx(22.5, rel=0.01)


@pytest.mark.parametrize(
    ("posted", "seconds"),
    [("00:20", 1200), ("1:05:30", 3930), ("45", 2700), ("PT25M", 1500), ("PT1H", 3600), ("PT", None), ("soon", None)],
)
def test_the_crossing_time_of_a_ferry_is_read_in_every_spelling(posted: str, seconds: float | None) -> None:
    assert duration_s(posted) == seconds


def test_a_ferry_takes_the_time_it_says_whatever_its_length() -> None:
    nodes = {1: (7.0, 43.0), 2: (7.01, 43.0), 3: (7.02, 43.0), 4: (7.01, 43.001)}
    tags = {"route": "ferry", "motorcar": "yes", "duration": "00:30"}
    reading = osm.read(drawn(nodes, {1: ([1, 2, 3], tags), 2: ([2, 4], {"highway": "service"})}))
    assert way_s(reading, 1, 3) == pytest.approx(1800, rel=0.001)


def test_names_crossings_house_numbers_and_landmarks_are_kept_for_search() -> None:
    tags: dict[int, Tags] = {
        11: {"name": "West Street", "name:zh": "西街"},
        13: {"name": "West Street", "name:en": "West Street"},
        12: {"name": "North Road"},
        14: {"ref": "A8"},
    }
    tagged: dict[int, Tags] = {
        1: {"addr:housenumber": "7", "addr:street": "West Street"},
        2: {"amenity": "hospital", "name": "Hôpital", "name:en": "Hospital", "name:zh": "医院"},
        3: {"name": "nothing in particular"},
    }
    gazetteer = cross(tags=tags, tagged=tagged).gazetteer
    assert [(street.name, street.name_en, street.name_zh) for street in gazetteer.streets] == [
        ("West Street", "West Street", "西街"),
        ("North Road", "", ""),
        ("A8", "", ""),
    ]
    pairs = {frozenset((crossing.street, crossing.other)) for crossing in gazetteer.crossings}
    assert pairs == {
        frozenset(pair) for pair in (("West Street", "North Road"), ("West Street", "A8"), ("North Road", "A8"))
    }
    assert gazetteer.crossings[0].longitude_deg == pytest.approx(7.0)
    assert [(address.number, address.street) for address in gazetteer.addresses] == [("7", "West Street")]
    assert [(mark.name, mark.name_zh, mark.kind) for mark in gazetteer.landmarks] == [("Hôpital", "医院", "hospital")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "osm.unknown_form"),
        (b"<?xml version='1.0'?><osm version='0.6'><node id='1'", "osm.damaged"),
        (b"<?xml version='1.0'?><osm version='0.6'></osm>", "roads.none"),
        (b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\xff", "osm.damaged"),
        (b"\x1f\x8b no gzip", "file.damaged"),
    ],
)
def test_a_file_that_is_no_map_is_refused_in_one_line(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        osm.read(data)
    assert refusal.value.code == code
    assert "\n" not in str(refusal.value)


SAMPLE = drawn(
    CROSS, ARMS, relations=[restriction("no_left_turn", start=11, via=5, end=12)], tagged={1: {"barrier": "gate"}}
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SAMPLE) - 1), st.binary(max_size=6), st.integers(0, 30))
def test_no_damage_to_a_map_ends_in_a_traceback(place: int, junk: bytes, gone: int) -> None:
    with suppress(Unreadable):
        checked(osm.read(SAMPLE[:place] + junk + SAMPLE[place + gone :]).network)


def test_a_way_that_leaves_the_extract_keeps_the_part_inside() -> None:
    ways: dict[int, tuple[list[int], Tags]] = {1: ([1, 5, 3, 99], {"highway": "primary"})}
    reading = osm.read(drawn(CROSS, ways))
    assert reading.found.count("way.lacks_nodes") == 1
    assert way_s(reading, 1, 3) < 100
