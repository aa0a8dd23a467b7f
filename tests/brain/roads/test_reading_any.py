"""Files are told by their content, and every code that reading may give is on one list."""

import ast
import gzip
import re
from pathlib import Path

import pytest
from tests.brain.roads.jemss_drawn import archive
from tests.brain.roads.osm_drawn import drawn

from callbox.brain.roads.reading import codes, read
from callbox.brain.roads.reading.centrelines import Fields
from callbox.brain.roads.reading.facts import Unreadable

BRAIN = Path(read.__file__).parents[2]
GR = b"p sp 2 2\na 1 2 2000\na 2 1 2000\n"
CO = b"p aux sp co 2\nv 1 7000000 43000000\nv 2 7001000 43000000\n"
MAP = drawn({1: (7.0, 43.0), 2: (7.001, 43.0)}, {1: ([1, 2], {"highway": "service"})})
TABLE = b"x1,y1,x2,y2\n7,43,7.001,43\n"
LINES = b'{"features": [{"geometry": {"type": "LineString", "coordinates": [[7, 43], [7.001, 43]]}}]}'


@pytest.mark.parametrize(
    ("files", "form"),
    [
        ({"a.gr": GR, "b.co": gzip.compress(CO, mtime=0)}, "dimacs"),
        ({"b": CO, "a": gzip.compress(GR, mtime=0)}, "dimacs"),
        ({"roads.zip": archive()}, "jemss"),
        ({"map.osm": MAP}, "osm"),
        ({"map.osm.gz": gzip.compress(MAP, mtime=0)}, "osm"),
        ({"lines": LINES}, "geojson"),
        ({"lines.csv": TABLE}, "csv"),
    ],
)
def test_the_form_of_a_file_is_told_from_its_content(files: dict[str, bytes], form: str) -> None:
    fields = Fields(ends=("x1", "y1", "x2", "y2")) if form == "csv" else None
    assert read.read(files, fields=fields).found.form == form


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "files.none"),
        ({"a": GR}, "dimacs.lacks_file: file .co"),
        ({"a": CO}, "dimacs.lacks_file: file .gr"),
        ({"a": GR, "b": MAP}, "files.too_many: files a, b"),
        ({"a": b""}, "file.empty"),
        ({"a": b"\x1f\x8b!"}, "file.truncated"),
        ({"a": b"just words"}, "mapping.no_line"),
    ],
)
def test_files_that_do_not_make_a_network_are_refused_in_one_line(files: dict[str, bytes], told: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read.read(files)
    assert str(refusal.value) == told


def sources() -> list[str]:
    city = [BRAIN / "demand" / "reading" / name for name in ("jemss.py", "points.py", "san_francisco.py")]
    files = [*BRAIN.glob("roads/reading/*.py"), *city]
    return [file.read_text("utf-8") for file in files if file.name != "codes.py"]


def test_every_refusal_is_on_the_list_with_its_values() -> None:
    given: dict[str, set[str]] = {}
    for call in (node for source in sources() for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == "Unreadable":
            words = [part.value for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant)]
            for code in (word for word in words if isinstance(word, str)):
                given.setdefault(code, set()).update(str(keyword.arg) for keyword in call.keywords)
    assert given == {code: set(details) for code, details in codes.REFUSALS.items()}


def test_every_note_is_on_the_list() -> None:
    pattern = re.compile(r'"((?:way|node|arc|restriction|barrier|row|name)\.[a-z_]+|islands)"')
    assert {code for source in sources() for code in pattern.findall(source)} == set(codes.NOTES)
