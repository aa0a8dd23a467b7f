"""The lock says what is installed: whole, by hash, from nowhere in particular."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = {"core": None, "dev": "dev", "browser": "browser"}


def wanted(extra: str | None) -> list[Requirement]:
    lines = list(PROJECT["project"]["dependencies"])
    lines += PROJECT["project"]["optional-dependencies"][extra] if extra else []
    return [Requirement(line) for line in [*lines, *PROJECT["build-system"]["requires"]]]


def locked(name: str) -> dict[str, list[str]]:
    """Package -> its pinned versions (several where platforms or Pythons differ)."""
    pins: dict[str, list[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text_of(name), re.MULTILINE):
        pins.setdefault(canonicalize_name(package), []).append(version)
    return pins


def text_of(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_answers_every_line_of_the_project(name: str) -> None:
    pins = locked(name)
    missing = [
        str(line)
        for line in wanted(LOCKS[name])
        if not any(line.specifier.contains(version) for version in pins.get(canonicalize_name(line.name), []))
    ]
    assert not missing, f"run `make lock`: requirements/{name}.txt does not hold {missing}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_held_by_its_hash(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", text_of(name).strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_address(name: str) -> None:
    assert re.findall(r"\S*(?:://|--index|--find-links|file:)\S*", text_of(name)) == []


def test_what_the_tests_add_leaves_what_runs_as_it_is() -> None:
    core, dev = locked("core"), locked("dev")
    assert {name: dev.get(name) for name in core} == core
