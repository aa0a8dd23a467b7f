"""Every text a person reads is there in both languages, says the same in both, and is read somewhere.

A finding says which code to add and to which table: the words of a service stand with that service, all others with the
kernel. What must have words is gathered from the declarations and from the source, so a new service is held from its
first line.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from string import Formatter

import pytest

from callbox.kernel import registry
from callbox.kernel.declare import ActSpec, KindSpec, Service
from callbox.kernel.facts import Record, fields_of
from callbox.kernel.words import LANGUAGES, field_code, input_code

ROOT = Path(__file__).resolve().parents[2] / "src" / "callbox"
DECLARED = ("act", "clock", "event", "field", "input", "kind", "value")
LETTERS = re.compile(r"[\u4e00-\u9fff]")
# What a code may be raised with where it is not written out: the place, and the codes it can carry.
COMPUTED = {
    "services/organisation/rules.py": {
        f"calendar.{name}" for name in ("both", "hours", "weekly", "years", "zone")
    },  # what a calendar of this record can be refused for
    "faces/command/sheet/reading.py": set(),  # passes on what a cell was refused for, with its field
    "faces/api/answers.py": {f"http.{name}" for name in ("broken", "csrf", "method", "not_found", "refused")},
}

Table = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Need:
    """A code that must have words: what for, and where they belong. `details`: None where the source lists none."""

    code: str
    why: str
    where: str
    details: frozenset[str] | None = frozenset()


# What is declared


def declared() -> Iterator[Need]:
    """All codes that follow from the services' declarations."""
    for name in fields_of(Record):
        yield Need(f"field.record.{name}", "every record has this field", "kernel")
    for service in registry.services():
        for spec in service.kinds:
            yield from of_kind(spec, service)
        for act in service.acts:
            yield from of_act(act, service)


def of_kind(spec: KindSpec, service: Service) -> Iterator[Need]:
    yield Need(f"kind.{spec.kind}", "a kind of record", f"services/{service.name}")
    for event in (*spec.lifecycle.begins, *(move.event for move in spec.lifecycle.moves)):
        yield Need(f"event.{event}", f"an event of {spec.kind}", f"services/{service.name}")
    for status in (*spec.lifecycle.statuses, *spec.lifecycle.ends):
        yield Need(f"value.{status}", f"a status of {spec.kind}", f"services/{service.name}")
    for clock in spec.clocks:
        yield Need(f"clock.{clock.name}", f"a deadline of {spec.kind}", f"services/{service.name}")
    for role in spec.reads:
        yield Need(f"value.{role}", f"a role that reads {spec.kind}", f"services/{service.name}")
    for name, field in fields_of(spec.record).items():
        yield Need(field_code(spec.kind, name), f"a field of {spec.kind}", f"services/{service.name}")
        for word in field.choice.words if field.choice else ():
            yield Need(f"value.{word}", f"a choice of {spec.kind}.{name}", f"services/{service.name}")


def of_act(spec: ActSpec, service: Service) -> Iterator[Need]:
    yield Need(f"act.{spec.name}", "an act", f"services/{service.name}")
    for role in spec.grants:
        yield Need(f"value.{role}", f"a role that may {spec.name}", f"services/{service.name}")
    for name, field in fields_of(spec.inputs).items():
        yield Need(input_code(spec.name, field), f"what {spec.name} is given as {name}", f"services/{service.name}")
        for word in field.choice.words if field.choice else ():
            yield Need(f"value.{word}", f"a choice of {spec.name} for {name}", f"services/{service.name}")


# What is raised and said


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the product but its word tables and tests: path from the package, and its tree."""
    paths = (path for path in sorted(ROOT.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts))
    named = ((path.relative_to(ROOT).as_posix(), path) for path in paths)
    return tuple((name, ast.parse(path.read_text())) for name, path in named if not is_table(name))


def is_table(path: str) -> bool:
    return "/words" in path


@cache
def called(tree: ast.Module) -> Mapping[str, list[ast.Call]]:
    """Every call of a module, by the name that is called."""
    by_name: dict[str, list[ast.Call]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            by_name.setdefault(getattr(node.func, "id", getattr(node.func, "attr", "")), []).append(node)
    return by_name


def calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    yield from called(tree).get(name, [])


def written(call: ast.Call) -> tuple[str, ...]:
    """The codes a call may be given, as far as they are written out: one, or those of a condition."""
    first = call.args[0] if call.args else None
    choices = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
    return tuple(one.value for one in choices if isinstance(one, ast.Constant) and isinstance(one.value, str))


def details_of(call: ast.Call, *, but: tuple[str, ...] = ()) -> frozenset[str] | None:
    """The details a call gives; None when some come out of a mapping."""
    if any(word.arg is None for word in call.keywords):
        return None
    return frozenset(word.arg for word in call.keywords if word.arg and word.arg not in but)


def home_of(path: str) -> str:
    """Whose words a module uses: those of its own folder when it has some, else the kernel's."""
    return next(
        (parent.as_posix() for parent in PurePosixPath(path).parents if parent.as_posix() in tables()), "kernel"
    )


def raised() -> Iterator[Need]:
    """All codes that are refused or ended with."""
    for path, tree in modules():
        for call in calls(tree, "Refused"):
            for code in written(call) or COMPUTED.get(path, ()):
                yield Need(f"refused.{code}", f"{path} line {call.lineno}", home_of(path), details_of(call))
        for call in calls(tree, "Stop"):
            for code in written(call):
                yield Need(code, f"{path} line {call.lineno}", home_of(path), details_of(call, but=("status",)))


def said() -> Iterator[Need]:
    """All codes that are said outright, and each command's line of help."""
    for path, tree in modules():
        for call in calls(tree, "say"):
            for code in written(call):
                yield Need(code, f"{path} line {call.lineno}", home_of(path), details_of(call))
        if path.startswith("faces/command/"):
            yield from (Need(code, f"{path}: HELP", "kernel") for code in assigned(tree, "HELP"))


def assigned(tree: ast.Module, name: str) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets):
            yield from [str(node.value.value)] if isinstance(node.value, ast.Constant) else []


# The tables


@cache
def tables() -> Mapping[str, Table]:
    """Every word table by the folder it stands in: the kernel's, each service's, those of faces that have some."""
    folders = sorted(path.parent.parent.relative_to(ROOT).as_posix() for path in ROOT.rglob("words/en.py"))
    in_folders = {folder: {language: _table(folder, language) for language in LANGUAGES} for folder in folders}
    return in_folders | {folder: _paired(folder) for folder in paired_folders()}


def paired_folders() -> set[str]:
    """The folders whose words stand in modules of pairs (English, Chinese), named words*.py."""
    paths = (path for path in ROOT.rglob("words*.py") if "\nTEXTS" in path.read_text())
    return {path.parent.relative_to(ROOT).as_posix() for path in paths}


def _paired(folder: str) -> Table:
    paths = (path for path in sorted((ROOT / folder).glob("words*.py")) if "\nTEXTS" in path.read_text())
    modules = (import_module(f"callbox.{folder.replace('/', '.')}.{path.stem}") for path in paths)
    pairs = {code: pair for module in modules for code, pair in module.TEXTS.items()}
    return {language: {code: pair[at] for code, pair in pairs.items()} for at, language in enumerate(LANGUAGES)}


def _table(folder: str, language: str) -> Mapping[str, str]:
    """Where a folder's words lie in several modules, its package puts them together."""
    package = f"callbox.{folder.replace('/', '.')}.words"
    whole: Mapping[str, Table] = vars(import_module(package))
    table: Mapping[str, str] = (
        whole["WORDS"][language] if "WORDS" in whole else import_module(f"{package}.{language}").WORDS
    )
    return table


def all_words(language: str) -> dict[str, str]:
    return {code: text for table in tables().values() for code, text in table.get(language, {}).items()}


def place(where: str, language: str) -> str:
    return f"{where}/words/{language}.py"


def missing(needs: Iterator[Need], language: str) -> list[str]:
    known = all_words(language)
    lacking = {need.code: need for need in needs if need.code not in known}
    return [f"add {code!r} to {place(need.where, language)}: {need.why}" for code, need in sorted(lacking.items())]


def placeholders(text: str) -> set[str]:
    """The details a text asks for; one given in each language (`wanted_en`, `wanted_zh`) counts once."""
    names = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}
    return {name.removesuffix("_en").removesuffix("_zh") for name in names}


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese, or has no words of its own: details and capitals only."""
    own = "".join(part for part, *_ in Formatter().parse(text))
    return bool(LETTERS.search(own)) or own == own.upper()


def tables_of_setup() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Every line of setting up: the module, its code, its texts by language."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "words":
                lines = ast.literal_eval(node.value) if isinstance(node.value, ast.Dict) else {}
                yield from ((path, code, texts) for code, texts in lines.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_declared_has_words(language: str) -> None:
    assert missing(declared(), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_and_every_line_of_a_command_has_words(language: str) -> None:
    assert missing(iter([*raised(), *said()]), language) == []


def test_no_refusal_hides_its_code_from_this_test() -> None:
    hidden = [
        f"{path} line {call.lineno}: write the code out, or list what it can be in COMPUTED"
        for path, tree in modules()
        for call in calls(tree, "Refused")
        if not written(call) and path not in COMPUTED
    ]

    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_ask_only_for_details_that_are_given(language: str) -> None:
    known = all_words(language)
    wrong = [
        f"{need.why}: the words of {need.code!r} ask for {sorted(asked)}, which is not given"
        for need in (*raised(), *said())
        if need.details is not None and (asked := placeholders(known.get(need.code, "")) - need.details)
    ]

    assert wrong == []


@pytest.mark.parametrize("owner", sorted(tables()))
def test_both_languages_have_the_same_codes_and_details(owner: str) -> None:
    english, chinese = tables()[owner]["en"], tables()[owner]["zh"]

    assert sorted(english.keys() ^ chinese.keys()) == []
    assert [code for code in english if placeholders(english[code]) != placeholders(chinese[code])] == []


@pytest.mark.parametrize("owner", sorted(tables()))
def test_chinese_words_are_chinese_and_english_words_are_not(owner: str) -> None:
    assert [code for code, text in tables()[owner]["zh"].items() if not is_chinese(text)] == []
    assert [code for code, text in tables()[owner]["en"].items() if LETTERS.search(text)] == []


def test_no_code_has_two_words() -> None:
    owners: dict[str, list[str]] = {}
    for owner, table in tables().items():
        for code in table["en"]:
            owners.setdefault(code, []).append(owner)
    twice = {code: names for code, names in owners.items() if len(names) > 1}

    assert twice == {}, "keep each where it was first: the services share their words"


def test_every_line_of_setting_up_is_there_in_both_languages() -> None:
    lines = list(tables_of_setup())
    wrong = [f"{path}: {code!r} needs en and zh" for path, code, texts in lines if set(texts) != set(LANGUAGES)]
    wrong += [f"{path}: {code!r} is not Chinese" for path, code, texts in lines if not is_chinese(texts["zh"])]
    wrong += [
        f"{path}: {code!r} asks for other details in each language"
        for path, code, texts in lines
        if placeholders(texts["en"]) != placeholders(texts["zh"])
    ]

    assert lines
    assert wrong == []


def test_every_error_of_setting_up_has_its_line() -> None:
    known = {code: texts for _, code, texts in tables_of_setup()}
    wrong = []
    for path, tree in modules():
        for call in (one for name in errors_of_setup() for one in calls(tree, name)):
            for code in written(call):
                given = {name.removesuffix("_en").removesuffix("_zh") for name in details_of(call) or ()}
                lacking = placeholders(known[code]["en"]) - given if code in known else {"any words"}
                wrong += [f"{path} line {call.lineno}: {code!r} lacks {sorted(lacking)}"] if lacking else []

    assert wrong == []


@cache
def errors_of_setup() -> set[str]:
    """SetupError and all that build on it, by name."""
    names = {"SetupError"}
    classes = [node for _, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while more := {one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & names} - names:
        names |= more
    return names


# Nothing is kept that nobody reads


@cache
def mentioned() -> tuple[frozenset[str], tuple[str, ...]]:
    """(texts written out in the product, beginnings that are completed when it runs)."""
    trees = [tree for path, tree in modules() if path != "kernel/words/__init__.py"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    begun = [node.values[0] for node in nodes if isinstance(node, ast.JoinedStr) and len(node.values) > 1]
    beginnings = {one.value for one in begun if isinstance(one, ast.Constant) and "." in str(one.value)}
    return frozenset(texts), tuple(sorted(map(str, beginnings)))


@cache
def pages() -> str:
    """All templates and scripts of the faces, which name codes too."""
    files = (path for suffix in ("html", "js", "txt") for path in sorted(ROOT.rglob(f"*.{suffix}")))
    return "\n".join(path.read_text("utf-8", "replace") for path in files)


def is_read(code: str) -> bool:
    if code in needed():
        return True
    texts, beginnings = mentioned()
    if code in texts or (code in pages() and re.search(rf"(?<![\w.]){re.escape(code)}(?![\w.])", pages())):
        return True
    group, _, rest = code.partition(".")
    if group in ("refused", "value") and rest in texts:
        return True
    return group not in (*DECLARED, "refused") and any(code.startswith(one) for one in beginnings)


@cache
def needed() -> frozenset[str]:
    """All codes that must have words."""
    return frozenset(need.code for need in (*declared(), *raised(), *said()))


@pytest.mark.parametrize("owner", sorted(tables()))
def test_no_word_is_kept_that_nobody_reads(owner: str) -> None:
    assert [code for code in tables()[owner]["en"] if not is_read(code)] == []


def test_a_missing_word_is_told_with_its_place() -> None:
    need = Need("event.unit.painted", "an event of unit", "services/unit")

    assert missing(iter([need]), "zh") == ["add 'event.unit.painted' to services/unit/words/zh.py: an event of unit"]
