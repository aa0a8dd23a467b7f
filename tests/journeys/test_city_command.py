"""`callbox city`: roads are brought in, shown, closed and opened again, and every fault of a file is one line."""

import json
from pathlib import Path
from string import Formatter

import pytest
from tests.brain.roads.files import needed
from tests.worlds.keeping import Desk

from callbox.brain.roads.reading import codes
from callbox.faces.command.city.outline import NoOutline, circle, rings
from callbox.faces.command.city.words import WORDS
from callbox.kernel import gate, read, registry
from callbox.kernel.facts import Act, Actor
from callbox.services.closure.facts import Closure

KEEPER = Actor(organisation="", roles=frozenset({"administrator"}), via="command")
LINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"NAME": name, "CLASS": "A"},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for name, line in (
            ("Quay", [[0.0, 0.0], [0.01, 0.0]]),
            ("Bell Road", [[0.0, 0.0], [0.0, 0.01], [0.01, 0.01]]),
            ("East Street", [[0.01, 0.0], [0.01, 0.01]]),
        )
    ],
}
MAPPING = 'name = "NAME"\nroad_class = "CLASS"\n[classes]\nA = "primary"\n'


@pytest.fixture
def roads(tmp_path: Path) -> tuple[Path, Path]:
    """A small city as centrelines, and its mapping."""
    lines, mapping = tmp_path / "lines.geojson", tmp_path / "columns.toml"
    lines.write_text(json.dumps(LINES))
    mapping.write_text(MAPPING)
    return lines, mapping


def test_a_road_is_closed_and_opened_on_a_map_that_was_brought_in(live: Desk, roads: tuple[Path, Path]) -> None:
    lines, mapping = roads
    assert live.run("city", "show") == 1
    assert "`callbox city import FILE`" in live.said

    said = live.done("city", "import", lines, "--map", mapping)
    assert "live: 3 nodes, 6 arcs, 4 km of road" in said
    assert live.run("city", "close", "--street", "Qay", "--because", "a slip") == 2
    assert "there is Quay" in live.said

    closed = live.done(
        "city", "close", "--street", "quay", "--slow", "0.3", "--until", "2999-01-01", "--because", "ice"
    )
    [closure] = in_force()
    assert (closure.street, closure.speed_factor, closure.id in closed) == ("Quay", 0.3, True)
    assert closure.id in live.done("city", "show")

    live.done("city", "open", closure.id[:6], "--because", "thawed")
    assert in_force() == ()
    assert live.run("city", "open", closure.id) == 1
    assert live.said.count("\n") == 1


def test_where_calls_come_from_is_told_or_taken_from_the_crossings(
    live: Desk, roads: tuple[Path, Path], tmp_path: Path
) -> None:
    lines, mapping = roads
    assert "3 points as dense as the crossings" in live.done("city", "import", lines, "--map", mapping)
    calls = tmp_path / "calls.csv"
    calls.write_text("longitude,latitude,calls_per_h,kind\n0.001,0,1.5,engine\n0.002,0,0.5,\n")
    said = live.done("city", "import", lines, "--map", mapping, "--demand", calls)
    assert "2 points, 2.0 calls an hour, from a file" in said
    calls.write_text("longitude,latitude,calls_per_h\n0.001,0,many\n")
    assert live.run("city", "import", lines, "--map", mapping, "--demand", calls) == 2
    assert "line 2, calls_per_h: many is not a number" in live.said
    assert "from a file" in live.done("city", "show")


def test_a_world_without_trips_learns_nothing_and_says_so(live: Desk, roads: tuple[Path, Path]) -> None:
    lines, mapping = roads
    assert live.run("city", "learn", "--because", "yearly") == 1
    live.done("city", "import", lines, "--map", mapping)
    said = live.done("city", "learn", "--because", "yearly")
    assert "0 trips of the last 90 days" in said
    assert "No speeds learnt" in said
    assert live.run("city", "learn", "--because", "yearly", "--days", 0) == 2
    assert "--days: 0 must be from 1" in live.said


def in_force() -> tuple[Closure, ...]:
    found: tuple[Closure, ...] = read.select(KEEPER, "closure", where=[read.Condition("status = 'in_force'")])
    return found


def test_a_backup_brings_the_roads_back(live: Desk, roads: tuple[Path, Path]) -> None:
    lines, mapping = roads
    live.done("city", "import", lines, "--map", mapping)
    shown = json.loads(live.done("city", "show", "--json"))
    live.done("backup")
    [folder] = (live.site.home / "backups").iterdir()
    live.done("restore", folder, "--world", "again")

    assert json.loads(live.done("city", "show", "--json", "--world", "again")) == shown | {"world": "again"}


def test_what_is_wrong_on_the_line_is_told_in_one_line(live: Desk, roads: tuple[Path, Path], tmp_path: Path) -> None:
    lines, mapping = roads
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('name = "NAME"\nspeed_unit = "knots"\n')
    hole = tmp_path / "hole.geojson"
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    hole.write_text(json.dumps({"type": "Polygon", "coordinates": [ring, ring]}))
    for line, words in (
        (("import", tmp_path / "none.osm"), "there is no file"),
        (("import", tmp_path), "is a folder"),
        (("import", mapping), "--map"),
        (("import", lines, mapping), "1 file(s)"),
        (("import", lines, "--map", wrong), "speed_unit"),
        (("import", lines, "--map", lines), "TOML"),
        (("import", lines, "--format", "osm"), "OpenStreetMap"),
        (("import", lines, "--format", "dimacs"), "2 file(s)"),
        (("close", "--at", "1,2", "--because", "x"), "--within"),
        (("close", "--at", "a,b", "--within", "5", "--because", "x"), "latitude,longitude"),
        (("close", "--at", "1,2", "--within", "-5", "--because", "x"), "--within"),
        (("close", "--polygon", hole, "--because", "x"), "hole"),
        (("close", "--polygon", mapping, "--because", "x"), "JSON"),
        (("close", "--at", "1,2", "--within", "5", "--until", "soon", "--because", "x"), "--until"),
        (("open", "zzzz"), "no closure zzzz"),
        ((), "import, show, close, open or learn"),
    ):
        assert live.status("city", *line) == 2, (line, live.said)
        told = live.said.splitlines()[-1]
        assert words in told, live.said


def test_a_closure_is_asked_for_by_its_beginning_only_while_that_names_one(live: Desk) -> None:
    for one in ("aaaa-1111-0001", "aaaa-1111-0002"):
        inputs = registry.act("closure.declare").inputs(id=one, organisation="harbour", street="Quay")  # type: ignore[call-arg]
        at = live.site.open("live").world.clock.now()
        assert gate.act(Act(name="closure.declare", by=KEEPER, at=at, inputs=inputs)).ok

    assert live.run("city", "open", "aaaa") == 2
    assert "more than one closure" in live.said


@pytest.mark.parametrize(
    ("name", "form", "least_nodes"),
    [("roads_monaco/monaco.osm.pbf", "osm", 2_000), ("city_manhattan/roads.zip", "jemss", 9_000)],
)
@pytest.mark.slow
def test_a_real_city_is_brought_in_shown_and_drawn(  # noqa: PLR0917
    live: Desk, tmp_path: Path, name: str, form: str, least_nodes: int
) -> None:
    file = tmp_path / Path(name).name
    file.write_bytes(needed(name))
    live.done("city", "import", file)
    picture = tmp_path / "roads.svg"
    told = json.loads(live.done("city", "show", "--json", "--picture", picture))

    assert (told["form"], told["nodes"] > least_nodes, len(told["digest"])) == (form, True, 64)
    assert picture.read_text().startswith("<svg")
    assert told["closures"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_a_file_is_refused_or_reported_for_has_words(language: str) -> None:
    words = WORDS[language]
    wanted = {f"city.note.{code}" for code in codes.NOTES} | {f"city.wrong.{code}" for code in codes.REFUSALS}
    details = {
        code: {name for _, name, _, _ in Formatter().parse(words[f"city.wrong.{code}"]) if name}
        for code in codes.REFUSALS
    }

    assert sorted(wanted - words.keys()) == []
    assert [code for code, asked in details.items() if asked - set(codes.REFUSALS[code])] == []


def test_a_circle_holds_everything_within_its_reach() -> None:
    ring = circle(60.0, 10.0, within_m=1_000.0)

    assert len(ring) == 48
    assert max(ring[1::2]) - 60.0 == pytest.approx(0.009, rel=0.02)
    assert max(ring[::2]) - 10.0 == pytest.approx(0.018, rel=0.02)


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [["a"]]},
    ],
)
def test_what_is_no_area_is_none(told: object) -> None:
    with pytest.raises(NoOutline):
        rings(told)


def test_areas_are_found_however_they_are_collected() -> None:
    area = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    many = {"type": "MultiPolygon", "coordinates": [area["coordinates"]] * 2}
    told = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": one} for one in (area, many)]}

    assert rings(told) == ((0.0, 0.0, 1.0, 0.0, 1.0, 1.0),) * 3
