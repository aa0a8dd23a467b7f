"""Each import contract breaks on the import it is written against, in a copy of the tree.

A contract that cannot break keeps nothing. Every violation below is written into a fresh copy of `src`, and
`lint-imports` must then name the contract; the untouched copy must keep them all.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULT = re.compile(r"^(?P<name>.+?) (?P<verdict>KEPT|BROKEN)\b", re.MULTILINE)
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


@dataclass(frozen=True)
class Violation:
    """Lines to add to modules of the copy, and the contract they must break."""

    sentence: str
    contract: str
    lines: dict[str, str] = field(default_factory=dict)


VIOLATIONS = [
    Violation("the kernel asks the brain", "Four rooms", {"kernel.probe": "import callbox.brain"}),
    Violation("the brain asks the kernel", "Four rooms", {"brain.probe": "import callbox.kernel"}),
    Violation("a service calls a face", "Four rooms", {"services.unit.acts": "import callbox.faces"}),
    Violation("a new room opens unannounced", "Four rooms", {"attic": ""}),
    Violation("the brain opens a socket", "The brain is pure", {"brain.probe": "import socket"}),
    Violation("the brain reads a clock", "The brain is pure", {"brain.probe": "from time import monotonic"}),
    Violation("a rule reads rows", "Facts, rules and proofs are pure", {"services.unit.rules": "import django.db"}),
    Violation(
        "a rule reads rows through a helper",
        "Facts, rules and proofs are pure",
        {"services.unit.rules": "import callbox.kernel.probe", "kernel.probe": "import django.db"},
    ),
    Violation(
        "facts fetch a page", "Facts, rules and proofs are pure", {"services.unit.facts": "import urllib.request"}
    ),
    Violation(
        "a declaration runs a program",
        "Facts, rules and proofs are pure",
        {"services.unit.service": "import subprocess"},
    ),
    *(
        Violation(f"kernel.{name} waits", "Facts, rules and proofs are pure", {f"kernel.{name}": "import asyncio"})
        for name in ("facts", "chain", "tree", "checkpoint", "calendar")
    ),
    Violation(
        "a service uses another's rules",
        "Services meet only in facts",
        {"services.unit.rules": "import callbox.services.report.rules", "services.report.rules": ""},
    ),
    Violation(
        "a face leans on another",
        "Faces do not know each other",
        {"faces.command.probe": "import callbox.faces.probe", "faces.probe": ""},
    ),
    Violation(
        "a service writes entries itself",
        "Only the kernel touches the ledger's tables",
        {"services.unit.acts": "import callbox.kernel.tables", "kernel.tables": ""},
    ),
    Violation(
        "a service writes rows itself",
        "Only the kernel touches the ledger's tables",
        {"services.unit.acts": "import callbox.kernel.rows", "kernel.rows": ""},
    ),
    Violation(
        "a face reads a service's rows",
        "Only services touch the services' tables",
        {"faces.command.probe": "import callbox.services.unit.tables", "services.unit.tables": ""},
    ),
    Violation("a face asks the brain", "Faces do not ask the brain", {"faces.command.probe": "import callbox.brain"}),
    Violation(
        "two modules need each other",
        "No circles",
        {"kernel.probe_a": "import callbox.kernel.probe_b", "kernel.probe_b": "import callbox.kernel.probe_a"},
    ),
]


def copy_of_the_tree(at: Path) -> Path:
    """Copy `src` and the contracts to `at`."""
    shutil.copytree(ROOT / "src", at / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "static"))
    shutil.copy(ROOT / "pyproject.toml", at)
    return at


def add(tree: Path, module: str, line: str) -> None:
    """Add one line to a module of the copy; make the module and its packages where they are missing."""
    path = tree / "src" / "callbox" / Path(*module.split(".")).with_suffix(".py")
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in list(path.parents)[: len(path.relative_to(tree / "src").parents) - 1]:
        (package / "__init__.py").touch()
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def verdicts(tree: Path) -> dict[str, str]:
    """Give KEPT or BROKEN for each contract, as `lint-imports` says it."""
    run = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--config", "pyproject.toml", "--no-cache", "--no-logo"],
        cwd=tree, env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    found = {match["name"]: match["verdict"] for match in RESULT.finditer(run.stdout)}
    assert found, f"lint-imports gave no verdicts:\n{run.stdout}\n{run.stderr}"
    return found


def contract_names() -> set[str]:
    """Give the names of all contracts in pyproject.toml."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"] for contract in options["tool"]["importlinter"]["contracts"]}


def test_the_house_keeps_all_its_contracts(tmp_path: Path) -> None:
    assert verdicts(copy_of_the_tree(tmp_path)) == dict.fromkeys(contract_names(), "KEPT")


def test_every_contract_has_a_violation_that_breaks_it() -> None:
    assert {violation.contract for violation in VIOLATIONS} == contract_names()


# A few are broken each time, all of them by `make prove`.
BITES = [one if place % 4 == 0 else pytest.param(one, marks=pytest.mark.slow) for place, one in enumerate(VIOLATIONS)]


@pytest.mark.parametrize("violation", BITES, ids=lambda violation: violation.sentence)
def test_the_contract_breaks_when(violation: Violation, tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path)
    for module, line in violation.lines.items():
        add(tree, module, line)
    assert verdicts(tree)[violation.contract] == "BROKEN"


def test_a_services_tables_may_build_on_the_kernels(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path)
    add(tree, "kernel.tables", "")
    add(tree, "services.unit.tables", "import callbox.kernel.tables")
    assert set(verdicts(tree).values()) == {"KEPT"}


def test_two_services_may_read_each_others_facts(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path)
    for module in ("services.unit.facts", "services.report.facts"):
        add(tree, module, "")
    add(tree, "services.unit.rules", "import callbox.services.report.facts")
    add(tree, "services.report.rules", "import callbox.services.unit.facts")
    assert set(verdicts(tree).values()) == {"KEPT"}
