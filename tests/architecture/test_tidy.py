"""The tree stays tidy: sizes under a ratchet, and calls that are banned with a word on what to do instead.

Each rule is a function from one source file to its findings; each is shown to fail on a small sample below. What a
finding says is addressed to the person who wrote the line: what is wrong, and what would be right.
"""

import ast
import re
import statistics
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FUNCTION_LINES_AT_MOST = 50
FILE_LINES_AT_MOST = 400
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".js",
    ".json",
    ".yml",
    ".yaml",
    ".sh",
    ".cfg",
    "",
}
SKIPPED_FOLDERS = {"build", "dist", "vendor", "node_modules", "__pycache__"}
SHOWN_DOT_FOLDERS = {".ci", ".github"}

# The only modules that write rows. Records are written by the gate; the others keep rows that are no record.
WRITERS = {
    "src/callbox/kernel/gate.py",  # records and their entries, in one transaction
    "src/callbox/kernel/rows.py",  # the gate's hand: the one generic view between facts and rows
    "src/callbox/kernel/ledger.py",  # entries, which only ever go in
    "src/callbox/kernel/idempotency.py",  # the answer under each key
    "src/callbox/kernel/sequencer.py",  # the position of a committed entry
    "src/callbox/kernel/outbox.py",  # what has been delivered
    "src/callbox/kernel/clocks.py",  # a due clock, locked and fired
    "src/callbox/kernel/privacy.py",  # encrypted values, and their erasure
    "src/callbox/kernel/files.py",  # attachments, encrypted
    "src/callbox/kernel/read.py",  # the record of a read of personal data
    "src/callbox/kernel/positions.py",  # where units are, for 15 minutes, outside the ledger
    "src/callbox/kernel/presence.py",  # which posts have somebody at a console, for a day, outside the ledger
    "src/callbox/kernel/drafts.py",  # reports in the making: no record yet, gone when there is one
    "src/callbox/kernel/world.py",  # the clock of the world: real, or start and rate
    "src/callbox/kernel/world_state.py",  # what this database is: told once, when it is made
    "src/callbox/services/organisation/sign_in.py",  # Django's own accounts, which hold a password and no power
    "src/callbox/site/demo/accounts.py",  # the same, for the people of an imaginary city
    "src/callbox/kernel/migrate.py",  # the one helper by which a migration writes entries
}
TABLES_BUILD_ON = {"RecordRow", "Word"}
COMMANDS = "src/callbox/faces/command/"
PRINTERS = (COMMANDS, "src/callbox/site/main.py", "benchmarks/")

ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ALWAYS_WRITES |= {
    "abulk_create",
    "abulk_update",
    "aget_or_create",
    "aupdate_or_create",
    "asave",
    "acreate",
    "aupdate",
    "adelete",
}
WRITES_WITHOUT_POSITIONALS = {"save", "create", "update", "delete"}
QUERYSET_WORDS = {"objects", "_base_manager", "_default_manager", "filter", "exclude", "select_for_update", "order_by"}
WRITING_SQL = re.compile(
    r"\s*(INSERT\s+INTO\s+\S+|UPDATE\s+\S+\s+SET|DELETE\s+FROM\s+\S+|TRUNCATE\s+\S+|COPY\s+\S+.*\sFROM\b)",
    re.IGNORECASE,
)
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
MERGE_MARK = re.compile(r"(<{7}|>{7}|\|{7}) ")
MACHINE_PATH = re.compile(r"(?<![\w.~$}/:-])/(?:home|Users|root|work|workspace|mnt)/\w+|\b[A-Z]:\\+Users")
ADDRESS = re.compile(r"https?://|^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """One text file, by its path from the root of the project."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")

    @property
    def is_product(self) -> bool:
        """Whether the file is the product itself, not a test, a migration or a benchmark."""
        return self.path.startswith("src/") and not {"tests", "migrations"} & set(self.path.split("/"))


Rule = Callable[[Source], Iterator[str]]


@cache
def sources() -> tuple[Source, ...]:
    """Read every text file of the project once."""
    files = (path for path in sorted(ROOT.rglob("*")) if path.suffix in TEXT_SUFFIXES and not skipped(path))
    return tuple(Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8", "replace")) for path in files)


def skipped(path: Path) -> bool:
    *folders, _ = path.relative_to(ROOT).parts
    hidden = any(folder.startswith(".") and folder not in SHOWN_DOT_FOLDERS for folder in folders)
    foreign = any(folder in SKIPPED_FOLDERS or folder.endswith(".egg-info") for folder in folders)
    return hidden or foreign or not path.is_file()


# Sizes


def functions(source: Source) -> Iterator[tuple[str, int]]:
    """Give each function of a Python file: path::Class.name, and its length in lines, decorators apart."""

    def walk(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            inner = names
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = (*names, child.name)
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{source.path}::{'.'.join(inner)}", (child.end_lineno or child.lineno) - child.lineno + 1
            yield from walk(child, inner)

    yield from walk(source.tree, ()) if source.is_python else ()


def over_long(sizes: dict[str, int], *, at_most: int, listed: dict[str, int], cure: str) -> Iterator[str]:
    """Hold sizes in lines against the limit and the list of exceptions, which may only shrink."""
    for name, lines in sizes.items():
        allowed = listed.get(name)
        if allowed is None and lines > at_most:
            yield f"{name} has {lines} lines, {at_most} are allowed: {cure}"
        elif allowed is not None and lines <= at_most:
            yield f"{name} is within the limit: take its line out of ratchet.toml"
        elif allowed is not None and lines > allowed:
            yield f"{name} grew from {allowed} to {lines} lines, and may only shrink: {cure}"
        elif allowed is not None and lines < allowed:
            yield f"{name} shrank: write {lines} in ratchet.toml"
    for name in listed.keys() - sizes.keys():
        yield f"{name} is gone: take its line out of ratchet.toml"


# Banned calls and words


def writes_past_the_gate(source: Source) -> Iterator[str]:
    if not source.is_product or not source.is_python or source.path in WRITERS:
        return
    cure = "return New or Change from a rule and let kernel.gate write them (rows that are no record: see WRITERS)"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and writes_rows(node):
            yield at(source, node, f"writes rows past the gate: {cure}")
        if isinstance(node, ast.Constant | ast.JoinedStr) and WRITING_SQL.match(text_of(node)):
            yield at(source, node, f"writes by SQL past the gate: {cure}")


def text_of(node: ast.Constant | ast.JoinedStr) -> str:
    """The text of a string, with an x for each part of an f-string that is filled in; only whole statements match."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(text_of(part) if isinstance(part, ast.Constant) else "x" for part in node.values)


def writes_rows(call: ast.Call) -> bool:
    """Whether a call looks like a write by Django: by name, and by taking no positional value as dict.update does."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name not in WRITES_WITHOUT_POSITIONALS:
        return name in ALWAYS_WRITES
    return not call.args or bool(
        QUERYSET_WORDS & {part.attr for part in ast.walk(call.func) if isinstance(part, ast.Attribute)}
    )


def services_holding_the_ledger(source: Source) -> Iterator[str]:
    """The import contract lets services' tables into kernel.tables; they may take only what a table is built on."""
    if not source.path.startswith("src/callbox/services/") or not source.is_product or not source.is_python:
        return
    for node in ast.walk(source.tree):
        taken: set[str] = set()
        if isinstance(node, ast.ImportFrom) and node.module == "callbox.kernel":
            taken = {alias.name for alias in node.names} & {"tables", "rows"}
        elif isinstance(node, ast.ImportFrom) and node.module in {"callbox.kernel.tables", "callbox.kernel.rows"}:
            taken = {alias.name for alias in node.names} - TABLES_BUILD_ON
        elif isinstance(node, ast.Import):
            taken = {alias.name for alias in node.names} & {"callbox.kernel.tables", "callbox.kernel.rows"}
        if taken and isinstance(node, ast.stmt):
            yield at(
                source, node, f"takes {', '.join(sorted(taken))}: build on {' and '.join(sorted(TABLES_BUILD_ON))} only"
            )


def imports_inside_functions(source: Source) -> Iterator[str]:
    if not source.is_python or source.path.startswith("tests/") or "/tests/" in source.path:
        return
    lines = source.text.splitlines()
    inner = {
        node
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    for node in sorted(inner, key=lambda node: node.lineno):
        if not re.search(r"# lazy: \S", "\n".join(lines[max(node.lineno - 2, 0) : node.end_lineno])):
            yield at(
                source,
                node,
                "imports inside a function: import at the top, or say why not in a comment `# lazy: reason`",
            )


def leftovers(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if LEFTOVER.search(line):
            yield f"{source.path}:{number} leaves a note for later: do it now, or open an issue and delete the note"
    for node in ast.walk(source.tree) if source.is_python else ():
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield at(source, node, "leaves a hole: write it, or declare the shape as a typing.Protocol")


def unsettled_merges(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if MERGE_MARK.match(line):
            yield f"{source.path}:{number} holds a mark of an unsettled merge: say which lines stay"


def consoles(source: Source) -> Iterator[str]:
    if not source.path.startswith(COMMANDS) or not source.is_python:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Console":
            yield at(source, node, "takes what others wrote for markup: use faces.command.printed.Printed")


def machine_paths(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if found := MACHINE_PATH.search(line):
            cure = "start from $CALLBOX_HOME, __file__ or tmp_path"
            yield f"{source.path}:{number} names a path of one machine, {found[0]}: {cure}"


def addresses_in_requirements(source: Source) -> Iterator[str]:
    if source.path.startswith("requirements"):
        for found in ADDRESS.finditer(source.text):
            line = source.text.count("\n", 0, found.start()) + 1
            yield f"{source.path}:{line} names an address: lock with hashes only (name==version --hash=sha256:...)"


def prints(source: Source) -> Iterator[str]:
    if not source.is_product or not source.is_python or source.path.startswith(PRINTERS):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield at(
                source, node, "prints: return the words and let faces/command print them, or log without personal data"
            )


def at(source: Source, node: ast.expr | ast.stmt, finding: str) -> str:
    return f"{source.path}:{node.lineno} {finding}"


TABLES, FROM_TABLES = "src/callbox/services/unit/tables.py", "from callbox.kernel.tables import"
SAMPLES: list[tuple[Rule, str, str, str]] = [  # the rule, a place, what it must find there, what it must let pass
    (writes_past_the_gate, "src/callbox/services/unit/acts.py", "row.save()", "workbook.save(path)"),
    (
        writes_past_the_gate,
        "src/callbox/services/unit/acts.py",
        "row.save(update_fields=['status'])",
        "rows.filter(id=1).count()",
    ),
    (
        writes_past_the_gate,
        "src/callbox/services/unit/acts.py",
        "Unit.objects.create(status='new')",
        "seen.update({'a': 1})",
    ),
    (writes_past_the_gate, "src/callbox/faces/api/x.py", "rows.filter(id=1).update(status='x')", "digest.update(data)"),
    (writes_past_the_gate, "src/callbox/faces/api/x.py", "row.delete()", "path.unlink()"),
    (writes_past_the_gate, "src/callbox/site/x.py", "rows.bulk_create(new)", "rows.all()"),
    (writes_past_the_gate, "src/callbox/site/x.py", "rows.get_or_create(id=1)", "rows.get(id=1)"),
    (writes_past_the_gate, "src/callbox/site/x.py", "run('update unit set status = 1')", "run('select 1')"),
    (
        imports_inside_functions,
        "src/callbox/brain/x.py",
        "def f():\n    import numba",
        "def f():\n    # lazy: slow\n    import numba",
    ),
    (leftovers, "docs/x.md", "TO" + "DO: later", "to do"),
    (leftovers, "src/callbox/x.py", "# FIX" + "ME", "# fixed"),
    (leftovers, "src/callbox/x.py", "raise NotImplementedError", "raise ValueError"),
    (unsettled_merges, "docs/x.md", "<" * 7 + " ours", "a << b"),
    (consoles, "src/callbox/faces/command/x.py", "Console()", "Printed()"),
    (machine_paths, "docs/x.md", "see /ho" + "me/ann/notes", "see /api/cases/home/notes and https://a.b/home/x"),
    (addresses_in_requirements, "requirements/core.txt", "--index-url x", "django==5.2 --hash=sha256:00"),
    (addresses_in_requirements, "requirements/core.txt", "a @ https://b/c.whl", "a==1"),
    (prints, "src/callbox/kernel/x.py", "print('x')", "log.info('x')"),
]
RULES = sorted({rule for rule, *_ in SAMPLES}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_has_no(rule: Rule) -> None:
    findings = [finding for source in sources() for finding in rule(source)]
    assert not findings, "\n".join(["", *findings])


@pytest.mark.parametrize(("rule", "path", "bad", "good"), SAMPLES)
def test_the_rule_finds_its_fault_and_nothing_else(rule: Rule, path: str, bad: str, good: str) -> None:
    assert len(list(rule(Source(path, bad)))) == 1
    assert not list(rule(Source(path, good)))


def test_the_gate_may_write_and_the_command_may_print() -> None:
    assert not list(writes_past_the_gate(Source("src/callbox/kernel/gate.py", "row.save()")))
    assert not list(prints(Source("src/callbox/faces/command/show.py", "print('x')")))


def ratchet() -> tuple[int, dict[str, int], dict[str, int]]:
    listed = tomllib.loads((Path(__file__).parent / "ratchet.toml").read_text(encoding="utf-8"))
    return listed["exceptions_at_most"], listed["functions"], listed["files"]


def is_sized(source: Source) -> bool:
    """Whether sizes are kept for a file: Python written by hand, so templates, data and migrations stand apart."""
    return source.is_python and "/migrations/" not in source.path


def test_no_function_is_longer_than_a_page() -> None:
    sizes = dict(pair for source in sources() if is_sized(source) for pair in functions(source))
    cure = "give each step a name of its own"
    findings = list(over_long(sizes, at_most=FUNCTION_LINES_AT_MOST, listed=ratchet()[1], cure=cure))
    assert not findings, "\n".join(["", *findings])


def test_no_file_grows_past_one_verb_or_lifecycle() -> None:
    sizes = {source.path: len(source.text.splitlines()) for source in sources() if is_sized(source)}
    cure = "one verb or one lifecycle a file"
    findings = list(over_long(sizes, at_most=FILE_LINES_AT_MOST, listed=ratchet()[2], cure=cure))
    assert not findings, "\n".join(["", *findings])


def test_exceptions_are_no_more_than_were_decided() -> None:
    at_most, long_functions, long_files = ratchet()
    assert len(long_functions) + len(long_files) <= at_most


@pytest.mark.parametrize(
    ("lines", "listed", "says"),
    [
        (51, {}, "51 lines, 50 are allowed"),
        (61, {"f": 60}, "grew from 60 to 61"),
        (55, {"f": 60}, "write 55 in ratchet.toml"),
        (50, {"f": 60}, "take its line out"),
        (9, {"g": 60}, "g is gone"),
    ],
)
def test_the_ratchet_turns_one_way(lines: int, listed: dict[str, int], says: str) -> None:
    [finding] = over_long({"f": lines}, at_most=50, listed=listed, cure="cut")
    assert says in finding


@pytest.mark.parametrize(("lines", "listed"), [(50, {}), (60, {"f": 60})])
def test_the_ratchet_holds_still_when_nothing_grew(lines: int, listed: dict[str, int]) -> None:
    assert not list(over_long({"f": lines}, at_most=50, listed=listed, cure="cut"))


def test_a_method_is_measured_from_its_def_to_its_last_line() -> None:
    text = "class A:\n    @b\n    def c(self):\n        def d():\n            pass\n        return d\n"
    assert dict(functions(Source("x.py", text))) == {"x.py::A.c": 4, "x.py::A.c.d": 2}


def test_how_long_functions_are_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = sorted(lines for source in sources() if source.is_product for _, lines in functions(source))
    if len(sizes) < 2:
        pytest.skip("fewer than two functions under src: nothing to measure yet")
    p95 = statistics.quantiles(sizes, n=20)[-1]
    median = statistics.median(sizes)
    with capsys.disabled():
        print(f"\nfunctions: {len(sizes)}, median {median:g} lines (aim 4 to 9), 95th percentile {p95:.0f} (limit 50)")
    assert p95 <= FUNCTION_LINES_AT_MOST
