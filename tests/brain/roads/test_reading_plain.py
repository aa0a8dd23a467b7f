"""DIMACS and JEMSS road files: what is read, what is refused, and in which words."""

import gzip
import io
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.roads.drawn import checked, travel_ms
from tests.brain.roads.files import needed
from tests.brain.roads.jemss_drawn import ARCS, NODES, archive

from callbox.brain.roads.facts import ORDINARY, SIREN
from callbox.brain.roads.reading import bounded, dimacs, jemss
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.roads.reading.speeds import Speeds

GR = (
    b"c a square\np sp 4 8\na 1 2 2000\na 2 1 2000\na 2 3 2000\na 3 2 2000\n"
    b"a 3 4 2000\na 4 3 2000\na 4 1 5000\na 1 4 5000\n"
)
CO = b"c\np aux sp co 4\nv 1 7000000 43000000\nv 2 7001000 43000000\nv 3 7001000 43001000\nv 4 7000000 43001000\n"


def test_a_dimacs_pair_becomes_a_network_with_twins_and_siren_times() -> None:
    reading = dimacs.read(GR, gzip.compress(CO, mtime=0))
    network = checked(reading.network)
    assert (network.nodes, network.arcs) == (4, 8)
    assert (network.twin >= 0).all()
    assert travel_ms(network, 0, ORDINARY).tolist() == [0, 7200, 14400, 18000]
    assert travel_ms(network, 0, SIREN).tolist() == [0, 5760, 11520, 14400]
    assert network.length_m[0] == pytest.approx(81.3, abs=0.2)


def test_the_unit_of_dimacs_times_is_a_parameter() -> None:
    network = dimacs.read(GR, CO, seconds_per_unit=0.01, speeds=Speeds(siren_factor=2.0)).network
    assert network.travel_ms[:, 0].tolist() == [10000, 20000]


def test_a_jemss_archive_keeps_both_modes_directions_and_access() -> None:
    reading = jemss.read(archive())
    network = checked(reading.network)
    assert network.arcs == 3
    assert (network.twin == -1).all()
    assert network.travel_ms.tolist() == [[8640] * 3, [17280] * 3]
    assert reading.off_road.tolist() == [True, False, True]
    assert reading.roadside().tolist() == [False, False, True]
    assert reading.source_node.tolist() == [1, 2, 3]
    assert network.length_m.tolist() == pytest.approx([82, 112, 140])


def test_undirected_jemss_rows_are_streets_open_both_ways() -> None:
    network = checked(jemss.read(archive(arcs=ARCS.format(form="undirected"))).network)
    assert network.arcs == 6
    assert (network.twin >= 0).all()


def test_one_travel_mode_is_taken_for_ordinary() -> None:
    arcs = "arcs\nindex,fromNode,toNode,mode_1\n1,1,2,1e-4\n2,2,3,1e-4\n3,3,1,1e-4\n"
    network = jemss.read(archive(arcs=arcs), speeds=Speeds(siren_factor=2.0)).network
    assert network.travel_ms.tolist() == [[4320] * 3, [8640] * 3]


@pytest.mark.parametrize(
    ("gr", "co", "code", "details"),
    [
        (b"", CO, "file.empty", {}),
        (b"\xff\xfe\x00", CO, "file.not_text", {"byte": 0}),
        (gzip.compress(GR, mtime=0)[:-12], CO, "file.truncated", {}),
        (gzip.compress(GR, mtime=0)[:-8] + bytes(8), CO, "file.damaged", {}),
        (b"a 1 2 3\n", CO, "dimacs.no_header", {"header": "p sp"}),
        (GR[:40], CO, "dimacs.lacks_lines", {"letter": "a", "found": 2, "stated": 8}),
        (
            GR.replace(b"a 2 3 2000", b"a 2 3 soon"),
            CO,
            "line.not_a_number",
            {"line": 5, "column": "weight", "value": "soon"},
        ),
        (GR.replace(b"a 2 3 2000", b"a 2 3"), CO, "line.lacks_columns", {"line": 5, "columns": 3, "wanted": 4}),
        (GR.replace(b"a 2 3 2000", b"a 2.5 3 9"), CO, "line.not_whole", {"line": 5, "column": "tail", "value": 2.5}),
        (GR, GR, "dimacs.no_header", {"header": "p aux sp co"}),
    ],
)
def test_a_bad_dimacs_file_is_refused_in_one_line(gr: bytes, co: bytes, code: str, details: dict[str, object]) -> None:
    with pytest.raises(Unreadable) as refusal:
        dimacs.read(gr, co)
    assert (refusal.value.code, refusal.value.details) == (code, details)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("nodes", "arcs", "code"),
    [
        ("", ARCS.format(form="directed"), "file.empty"),
        ("towns\nindex,x,y\n1,2,3\n", ARCS.format(form="directed"), "file.lacks_table"),
        ("nodes\nindex,x\n1,2\n", ARCS.format(form="directed"), "table.lacks_column"),
        (NODES, ARCS.format(form="sideways"), "jemss.arc_form"),
        (NODES, "arcs\nindex,fromNode,toNode,mode_1,mode_2\n", "roads.none"),
        (NODES.replace("7.001", "east"), ARCS.format(form="directed"), "line.not_a_number"),
        (NODES.replace("7.0", "200.0"), ARCS.format(form="directed"), "roads.none"),
    ],
)
def test_a_bad_jemss_archive_is_refused_in_one_line(nodes: str, arcs: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        jemss.read(archive(nodes, arcs))
    assert refusal.value.code == code


def test_an_archive_that_lacks_a_file_or_is_none_says_so() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("nodes.csv", NODES)
    for data, code in ((packed.getvalue(), "zip.lacks_file"), (b"PK\x03\x04 no", "file.damaged"), (GR, "file.not_zip")):
        with pytest.raises(Unreadable) as refusal:
            jemss.read(data)
        assert refusal.value.code == code


def test_a_bomb_is_refused_at_the_bound_and_never_unpacked() -> None:
    zeros = bytes(3_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("nodes.csv", zeros)
    with pytest.raises(Unreadable, match=r"file\.too_large"):
        bounded.plain(gzip.compress(zeros, mtime=0), most_bytes=1_000_000)
    with pytest.raises(Unreadable, match=r"file\.too_large"):
        bounded.zipped(packed.getvalue(), wanted=("nodes.csv",), most_bytes=1_000_000)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GR) - 1), st.binary(max_size=6), st.integers(0, 20))
def test_no_damage_to_a_dimacs_file_ends_in_a_traceback(place: int, junk: bytes, gone: int) -> None:
    damaged = GR[:place] + junk + GR[place + gone :]
    for gr, co in (
        (damaged, CO),
        (GR, CO[:place] + junk + CO[place + gone :]),
        (gzip.compress(damaged, mtime=0)[gone:], CO),
    ):
        with suppress(Unreadable):
            checked(dimacs.read(gr, co).network)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(ARCS)), st.text(max_size=6), st.integers(0, 20), st.booleans())
def test_no_damage_to_a_jemss_archive_ends_in_a_traceback(place: int, junk: str, gone: int, at_nodes: bool) -> None:
    whole = NODES if at_nodes else ARCS.format(form="directed")
    damaged = whole[:place] + junk + whole[place + gone :]
    with suppress(Unreadable):
        data = archive(nodes=damaged) if at_nodes else archive(arcs=damaged)
        checked(jemss.read(data).network)


def test_auckland_is_read_whole() -> None:
    reading = jemss.read(needed("city_auckland/roads.zip"))
    network = checked(reading.network)
    assert (network.nodes, network.arcs) == (54_370, 90_638)
    assert int(reading.off_road.sum()) == 46_860
    assert reading.found.count("node.island") == 0
    straight = network.length_m / network.travel_ms[SIREN] * 3600
    assert np.percentile(straight, [1, 99]) == pytest.approx([47, 91], abs=1.0)


@pytest.mark.slow
def test_new_york_is_read_whole_and_its_double_lines_are_counted() -> None:
    reading = dimacs.read(needed("roads_dimacs_ny/USA-road-t.NY.gr.gz"), needed("roads_dimacs_ny/USA-road-d.NY.co.gz"))
    network = checked(reading.network)
    assert (reading.found.nodes, reading.found.arcs) == (264_346, 733_846)
    assert network.nodes == 264_346
    assert network.arcs == 733_846 - reading.found.count("arc.duplicate")
    assert (network.twin >= 0).all()
