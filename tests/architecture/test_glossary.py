"""The code speaks the field's words, and holds no field for what Callbox must never know.

`docs/glossary.md` is the one list of words, and of words not used. What must never be held (DESIGN: what it will never
do) is listed here, beside the test, so that nobody takes a word off it in passing.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "src" / "callbox" / "services"
HAN = re.compile(r"[\u4e00-\u9fff]")
DECLARATIONS = {"ActSpec", "Move", "ClockSpec", "New", "Change"}

# Words every part of the design leans on: if one leaves the glossary, the glossary is broken, not the code.
AGREED = set(
    re.findall(
        r"\w+",
        "report case incident request dispute complaint directive task transfer unit assignment shift operation hazard "
        "programme notice indicator organisation post person act entry clock proposal",
    )
)

# Never held about a person. A word here is refused wherever it stands in a field's name.
NEVER: dict[str, str] = {
    **dict.fromkeys(
        ["biometric", "face", "faceprint", "facial", "voiceprint", "gait", "iris", "retina", "fingerprint", "dna"],
        "no biometric recognition: nobody is known by their body",
    ),
    **dict.fromkeys(["portrait", "mugshot", "selfie", "headshot"], "no portrait store"),
    **dict.fromkeys(
        ["score", "rating", "risk", "threat", "suspicion", "suspect", "credit", "reputation", "loyalty"],
        "no score and no risk profile of a person; a dangerous place is a hazard",
    ),
    **dict.fromkeys(["watchlist", "watch_list", "blacklist", "black_list", "key_person"], "no watch list"),
    **dict.fromkeys(
        ["trajectory", "movement", "whereabouts", "travel_history", "location_history", "last_seen"],
        "no movement history of a person",
    ),
    **dict.fromkeys(["migrant", "hukou", "residency", "immigration"], "no register of residents or migrants"),
    **dict.fromkeys(["ethnicity", "ethnic", "race", "racial", "caste", "tribe"], "no ethnic data"),
    **dict.fromkeys(["religion", "religious", "faith", "creed", "church", "mosque"], "no religious data"),
    **dict.fromkeys(["party", "political", "politics", "ideology", "dissent", "stability"], "no political data"),
    **dict.fromkeys(["sexuality", "sexual_orientation"], "nobody is sorted by whom they love"),
    **dict.fromkeys(["arrest", "stop_and_search"], "models learn from what the public reports, never from arrests"),
}  # fmt: skip

# Whole names that hold such a word and mean something else: the meaning stands here, and in the field's declaration.
MEANT_OTHERWISE = {"parties": "the organisations that have a part in a case (kernel.permission)"}


@cache
def tables() -> dict[str, list[list[str]]]:
    """Give the rows of each table in the glossary by the English of its heading, head rows apart."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:].split(" · ")[0]
        elif line.startswith("|"):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[2:] for heading, rows in found.items()}


def vocabulary() -> dict[str, list[str]]:
    return {row[0]: row[1:] for heading, rows in tables().items() if heading != "Words not used" for row in rows}


def banned() -> dict[str, str]:
    return {row[0]: f"say {row[1]}: {row[2]}" for row in tables()["Words not used"]}


def words(name: str) -> set[str]:
    """Split a name into its words, and its pairs of neighbours: callerRiskScores -> caller, risk, score, risk_score."""
    parts = [singular(part) for part in re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_") if part]
    triples = ["_".join(parts[i : i + 3]) for i in range(len(parts) - 2)]
    return {*parts, *("_".join(pair) for pair in pairwise(parts)), *triples}


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us", "politics")) else word


def faults(name: str, refused: dict[str, str]) -> list[str]:
    if name in MEANT_OTHERWISE:
        return []
    return [f"{name!r}: {refused[word]}" for word in sorted(words(name) & refused.keys())]


def declared_fields(tree: ast.AST) -> Iterator[str]:
    """Give the names of all classes and of all fields declared in them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    yield line.target.id
                elif isinstance(line, ast.Assign):
                    yield from (target.id for target in line.targets if isinstance(target, ast.Name))


def declared_kinds(tree: ast.AST) -> Iterator[str]:
    """Give the value of every `kind: ClassVar[str] = "..."`."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id="kind"), value=ast.Constant(value=str(kind))):
                yield kind


def declared_acts(tree: ast.AST) -> Iterator[str]:
    """Give the dotted names (`unit.assigned`) in declarations of acts, moves and clocks, and in returned changes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECLARATIONS:
            for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
                match value:
                    case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text):
                        yield text


def parsed(pattern: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SERVICES.glob(pattern)):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def report(found: list[str]) -> str:
    return "\n".join(
        ["", *found, "A word the field needs goes into docs/glossary.md first, with its meaning and its 中文."]
    )


def test_the_glossary_explains_every_word_in_both_languages() -> None:
    poor = [word for word, cells in vocabulary().items() if len(cells) != 3 or not all(cells)]
    poor += [word for word, cells in vocabulary().items() if not HAN.search(cells[1]) or not HAN.search(cells[2])]
    assert not poor


def test_the_glossary_holds_the_agreed_words_and_bans_none_of_them() -> None:
    assert not AGREED - vocabulary().keys()
    assert not vocabulary().keys() & banned().keys()


def test_every_service_is_named_by_a_word_of_the_field() -> None:
    folders = {path.name for path in SERVICES.iterdir() if path.is_dir() and not path.name.startswith("_")}
    strange = sorted(folders - vocabulary().keys())
    assert not strange, report([f"src/callbox/services/{name}: no such word in the glossary" for name in strange])


def test_every_kind_of_record_is_a_word_of_the_field() -> None:
    found = [f"{path}: {kind!r}" for path, tree in parsed("*/facts.py") for kind in declared_kinds(tree)]
    strange = [line for line in found if line.split("'")[1] not in vocabulary()]
    assert not strange, report(strange)


def test_every_act_begins_with_a_word_of_the_field() -> None:
    acts = [
        (path, act)
        for pattern in ("*/service.py", "*/rules.py")
        for path, tree in parsed(pattern)
        for act in declared_acts(tree)
    ]
    strange = [f"{path}: {act!r}" for path, act in acts if act.split(".")[0] not in vocabulary()]
    strange += [f"{path}: {fault}" for path, act in acts for fault in faults(act.replace(".", "_"), banned())]
    assert not strange, report(sorted(set(strange)))


def test_facts_use_no_second_word_for_a_thing() -> None:
    found = [
        f"{path}: {fault}"
        for path, tree in parsed("*/facts.py")
        for name in declared_fields(tree)
        for fault in faults(name, banned())
    ]
    assert not found, report(found)


def test_no_fact_can_hold_what_callbox_must_never_know() -> None:
    found = [
        f"{path}: {fault}"
        for path, tree in parsed("*/facts.py")
        for name in declared_fields(tree)
        for fault in faults(name, NEVER)
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "field",
    [
        "risk",
        "risk_score",
        "riskScores",
        "watch_list",
        "face_id",
        "party",
        "travel_history",
        "Portrait",
        "scores_total",
    ],
)
def test_a_forbidden_field_is_found_however_it_is_written(field: str) -> None:
    tree = ast.parse(f"@dataclass\nclass Caller:\n    name: str\n    {field}: Annotated[str, 'x'] = ''")
    assert [name for name in declared_fields(tree) if faults(name, NEVER)] == [field]


def test_a_forbidden_class_and_an_enum_member_are_found() -> None:
    tree = ast.parse("class WatchList:\n    pass\nclass Trait(StrEnum):\n    RELIGION = 'x'")
    assert [name for name in declared_fields(tree) if faults(name, NEVER)] == ["WatchList", "RELIGION"]


@pytest.mark.parametrize(
    "name", ["surface_m2", "interface", "partial", "brace", "address", "status", "trace_id", "raced", "parties"]
)
def test_a_harmless_name_passes(name: str) -> None:
    assert not faults(name, NEVER | banned())


@pytest.mark.parametrize("name", ["ticket_id", "customer", "userName", "events", "truck", "job"])
def test_a_second_word_for_a_thing_is_found(name: str) -> None:
    assert faults(name, banned())


def test_kinds_and_acts_are_read_from_their_declarations() -> None:
    tree = ast.parse(
        "class A:\n    kind: ClassVar[str] = 'ticket'\n"
        "ActSpec(name='ticket.open', rule=f)\n"
        "Move('unit.assigned', ('a',))\n"
    )
    assert list(declared_kinds(tree)) == ["ticket"]
    assert sorted(declared_acts(tree)) == ["ticket.open", "unit.assigned"]
