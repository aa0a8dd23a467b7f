"""What is wrong with a road file is put right or left out, and said."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from tests.brain.roads.drawn import checked
from tests.brain.roads.files import needed
from tests.brain.roads.jemss_drawn import archive
from tests.brain.roads.osm_drawn import drawn

from callbox.brain.roads.facts import ORDINARY, ROAD_CLASSES
from callbox.brain.roads.picture import picture, round_m
from callbox.brain.roads.reading import dimacs, jemss, osm
from callbox.brain.roads.reading.facts import Reading, Unreadable

NODES = {1: (7.0, 43.0), 2: (7.001, 43.0), 3: (7.001, 43.001), 4: (7.0, 43.001), 8: (7.1, 43.1), 9: (7.1, 43.101)}
RING = [(1, 2, 7200), (2, 1, 7200), (2, 3, 9000), (3, 2, 9000), (3, 4, 7200), (4, 3, 7200), (4, 1, 9000), (1, 4, 9000)]


def read(
    arcs: list[tuple[int, int, int]], nodes: dict[int, tuple[float, float]] | None = None, *, keep_islands: bool = False
) -> Reading:
    """A DIMACS pair with times in milliseconds."""
    places = NODES if nodes is None else nodes
    gr = f"p sp {len(places)} {len(arcs)}\n" + "".join(f"a {a} {b} {ms}\n" for a, b, ms in arcs)
    co = f"p aux sp co {len(places)}\n" + "".join(
        f"v {k} {lon * 1e6:.0f} {lat * 1e6:.0f}\n" for k, (lon, lat) in places.items()
    )
    return dimacs.read(gr.encode(), co.encode(), seconds_per_unit=0.001, keep_islands=keep_islands)


def codes(reading: Reading) -> dict[str, int]:
    return {note.code: note.count for note in reading.found.notes}


def test_a_sound_network_is_left_alone() -> None:
    reading = read(RING, {k: NODES[k] for k in (1, 2, 3, 4)})
    assert codes(reading) == {}
    assert checked(reading.network).arcs == 8


def test_nodes_without_arcs_go() -> None:
    assert codes(read(RING)) == {"islands": 2, "node.island": 2}


def test_islands_are_left_out_or_kept_but_never_joined() -> None:
    arcs = [*RING, (8, 9, 9000), (9, 8, 9000)]
    without, with_them = read(arcs), read(arcs, keep_islands=True)
    assert (without.network.nodes, with_them.network.nodes) == (4, 6)
    assert codes(without) == {"islands": 1, "node.island": 2, "arc.island": 2}
    assert {note.kind for note in without.found.notes if note.code == "arc.island"} == {"dropped"}
    assert {note.kind for note in with_them.found.notes if note.code == "arc.island"} == {"found"}
    assert next(note for note in without.found.notes if note.code == "arc.island").at == (10, 11)
    assert len(without.scars.islands_deg) == 2


def test_a_part_that_one_can_enter_and_not_leave_is_an_island() -> None:
    assert codes(read([*RING, (3, 8, 2_000_000)])) == {"islands": 2, "node.island": 2, "arc.island": 1}


def test_arcs_to_nodes_that_are_not_there_and_loops_and_doubles_go() -> None:
    found = codes(
        read([*RING, (1, 77, 9000), (2, 2, 9000), (1, 2, 7200), (1, 2, 7300)], {k: NODES[k] for k in (1, 2, 3, 4)})
    )
    assert found == {"arc.unknown_node": 1, "arc.loop": 1, "arc.duplicate": 1}


def test_impossible_times_become_those_of_the_class() -> None:
    arcs = [(1, 2, 0), (2, 1, 50), *RING[2:]]
    reading = read(arcs, {k: NODES[k] for k in (1, 2, 3, 4)})
    assert codes(reading) == {"arc.no_speed": 1, "arc.odd_speed": 1}
    kmh = reading.network.length_m / reading.network.travel_ms[ORDINARY] * 3600
    assert kmh.max() < 60
    assert len(reading.scars.repairs_deg) == 2


def test_places_off_the_globe_go_with_their_arcs() -> None:
    nodes = {**{k: NODES[k] for k in (1, 2, 3, 4)}, 5: (7.0, 143.0)}
    found = codes(read([*RING, (1, 5, 9000), (5, 1, 9000)], nodes))
    assert found == {"node.off_globe": 1, "arc.off_globe": 2}


def test_lengths_that_cannot_be_are_measured_on_the_map() -> None:
    nodes = "nodes\nindex,x,y\n1,7.0,43.0\n2,7.001,43.0\n"
    rows = "1,1,2,0.001,1e-4,2e-4\n2,2,1,-3,1e-4,2e-4\n3,1,2,0.1,1e-4,2e-4\n"
    arcs = f"arcs\nindex,fromNode,toNode,distance,mode_1,mode_2\n{rows}"
    reading = jemss.read(archive(nodes, arcs))
    assert codes(reading) == {"arc.length": 2, "node.dead_end": 2}
    assert sorted(reading.network.length_m.tolist()) == pytest.approx([81.3, 81.3, 100.0], abs=0.2)


def test_a_double_street_keeps_its_other_direction() -> None:
    reading = read([*RING, (1, 2, 7200), (2, 1, 7200)], {k: NODES[k] for k in (1, 2, 3, 4)})
    assert codes(reading) == {"arc.duplicate": 2}
    assert (checked(reading.network).twin >= 0).all()


def test_a_file_of_which_nothing_is_left_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"roads\.none"):
        read([(1, 1, 9000)])


def test_the_picture_shows_classes_islands_and_a_scale() -> None:
    ways: dict[int, tuple[list[int], dict[str, str]]] = {
        1: ([1, 2, 3], {"highway": "primary"}),
        2: ([3, 4, 1], {"highway": "residential"}),
        3: ([8, 9], {"highway": "residential"}),
    }
    reading = osm.read(drawn(NODES, ways))
    svg = picture(reading, words={"primary": "主干路", "island": "A & B"}, title="<Town>")
    root = ET.fromstring(svg)
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["<Town>", "10 m", "主干路", "street", "A & B: 2"]
    assert svg.count('stroke="#d11149"') == 2
    assert len([word for word in ROAD_CLASSES if f">{word}<" in svg]) == 1


@pytest.mark.parametrize(
    ("most_m", "told_m"), [(1.0, 1.0), (199.0, 100.0), (200.0, 200.0), (999.0, 500.0), (12_345.0, 10_000.0)]
)
def test_the_scale_bar_is_a_round_length(most_m: float, told_m: float) -> None:
    assert round_m(most_m) == told_m


def test_the_picture_of_a_city_of_54000_nodes_is_light() -> None:
    reading = jemss.read(needed("city_auckland/roads.zip"))
    svg = picture(reading, words={})
    assert len(svg) < 1_000_000
    assert np.isclose(svg.count("<path"), 5, atol=2)
