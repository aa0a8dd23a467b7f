"""A file of calls in a format of one's own is read by what the handbook alone says."""

import gzip
import re
from pathlib import Path

import pytest

from callbox.faces.command.program import Stop
from callbox.faces.command.replay.form import TOP
from callbox.faces.command.replay.profile import SECTIONS, Profile
from callbox.faces.command.replay.request_profile import REQUEST_TOP, RequestProfile
from callbox.faces.command.replay.request_profile import SECTIONS as REQUEST_SECTIONS
from callbox.faces.command.replay.requests.play import RequestsPlay
from callbox.faces.command.replay.source import calls_in, opened

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"
PAGE = (HANDBOOK / "replay-other-calls.md").read_text("utf-8")
OF_REQUESTS = (HANDBOOK / "replay-other-requests.md").read_text("utf-8")


def fenced(language: str, page: str = PAGE) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_of_the_handbook_is_read_without_a_complaint(tmp_path: Path) -> None:
    calls, mapped = tmp_path / "calls.csv", tmp_path / "ours.toml"
    calls.write_text(fenced("csv"), "utf-8")
    mapped.write_text(fenced("toml"), "utf-8")

    file = opened(calls, profile=None, map_path=mapped)
    assert isinstance(file.form, Profile)
    found = calls_in(file, file.form, limit=None)

    assert [(one.number, len(one.legs)) for one in found.calls] == [("1001", 2), ("1002", 1)]
    assert [reject.reason for one in found.calls for reject in one.rejects] == ["replay.on_scene_missing"]


def test_the_handbook_has_every_name_of_a_map() -> None:
    table = PAGE.partition("## Every name")[2]
    names = [*TOP, *(f"{section}.{key}" for section, keys in SECTIONS.items() for key in keys)]
    assert [name for name in names if f"`{name}`" not in table] == []


def test_the_handbooks_example_of_requests_is_read_without_a_complaint(tmp_path: Path) -> None:
    requests, mapped = tmp_path / "requests.csv", tmp_path / "ours.toml"
    requests.write_text(fenced("csv", OF_REQUESTS), "utf-8")
    mapped.write_text(fenced("toml", OF_REQUESTS), "utf-8")

    file = opened(requests, profile=None, map_path=mapped)
    assert isinstance(file.form, RequestProfile)
    found = RequestsPlay.of(file, file.form, limit=None, working=None)

    told = [(one.number, one.department, one.done, one.due is not None) for one in found.requests]
    assert told == [
        ("4711", "Streets", "done", True),
        ("4712", "Parks", "", False),
        ("4713", "Parks", "not_competent", True),
    ]
    assert list(found.noted) == []


def test_the_handbook_has_every_name_of_a_map_of_requests() -> None:
    table = OF_REQUESTS.partition("## Every name")[2]
    names = [*REQUEST_TOP, *(f"{section}.{key}" for section, keys in REQUEST_SECTIONS.items() for key in keys)]
    assert [name for name in names if f"`{name}`" not in table] == []


@pytest.mark.parametrize("packed", [gzip.compress(b"Call Number\n1\n", mtime=0), b"PK\x03\x04rest of a spreadsheet"])
def test_a_packed_file_is_refused_with_what_to_do(tmp_path: Path, packed: bytes) -> None:
    (tmp_path / "calls.csv").write_bytes(packed)
    with pytest.raises(Stop) as refused:
        opened(tmp_path / "calls.csv", profile=None, map_path=None)
    assert refused.value.code == "replay.file.packed"
