"""Compiled code is kept apart by version and by what stands in the source, and does not pile up."""

import os
from pathlib import Path

import pytest

from callbox.site.compiling import BRAIN, NAME, keep_compiled, key


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(NAME, "")
    return tmp_path


def test_a_node_keeps_what_this_source_compiles_in_a_folder_of_its_own(home: Path) -> None:
    keep_compiled(home)

    own = home / "cache" / "compiled" / key(BRAIN)
    assert os.environ[NAME] == str(own)
    assert [one.stat().st_mode & 0o777 for one in (own, own.parent)] == [0o700, 0o700]


def test_a_folder_that_was_named_is_used_as_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "elsewhere")
    keep_compiled(home)

    assert os.environ[NAME] == "elsewhere"
    assert not (home / "cache").exists()


def test_what_versions_before_the_last_compiled_is_removed(home: Path) -> None:
    every = home / "cache" / "compiled"
    for age, name in enumerate(["last", "older", "oldest"]):
        (every / name / "brain").mkdir(parents=True)
        os.utime(every / name, (1_000 - age, 1_000 - age))
    keep_compiled(home)

    assert {one.name for one in every.iterdir()} == {"last", key(BRAIN)}


def test_source_that_was_edited_moved_or_added_has_another_key(tmp_path: Path) -> None:
    seen = [key(tmp_path)]
    for change in (
        lambda: (tmp_path / "loops.py").write_text("a = 1\n"),
        lambda: (tmp_path / "loops.py").write_text("a = 2\n"),
        lambda: (tmp_path / "loops.py").rename(tmp_path / "steps.py"),
        lambda: (tmp_path / "more.py").write_text(""),
    ):
        change()
        seen.append(key(tmp_path))
    assert len(set(seen)) == len(seen)


def test_what_is_compiled_names_its_callees_in_full_so_that_an_edit_of_them_is_seen() -> None:
    modules = list(BRAIN.rglob("*loops.py"))
    assert len(modules) > 10
    for module in modules:
        lines = module.read_text(encoding="utf-8").splitlines()
        assert not [
            line for line in lines if line.startswith(("from .", "import callbox", "from callbox.brain import"))
        ]
