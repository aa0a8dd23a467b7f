"""The pages drawn from the declarations are the ones in docs/, and draw everything that was declared."""

from pathlib import Path

import pytest

from callbox.faces.command import document, pages, program
from callbox.kernel import registry

DOCS = Path(__file__).resolve().parents[2] / "docs"


def no_site() -> object:
    """Nothing of a node is needed to write its pages."""
    return None


def run(*arguments: str) -> int:
    return program.main(["document", *arguments], commands=[document], site=no_site)  # type: ignore[arg-type]


def test_no_page_is_stale() -> None:
    assert document.stale(DOCS) == [], "run: callbox document"


def test_a_stale_page_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--folder", str(tmp_path)) == program.DONE
    assert run("--folder", str(tmp_path), "--check") == program.DONE
    with (tmp_path / "acts.md").open("a") as page:
        page.write("by hand\n")
    capsys.readouterr()

    assert run("--folder", str(tmp_path), "--check") == program.WRONG
    assert capsys.readouterr().err.count("\n") == 1


def test_a_missing_folder_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--folder", str(tmp_path / "none")) == program.USAGE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("kind", sorted(spec.kind for spec in registry.kinds()))
def test_a_diagram_shows_every_status_and_every_way_between_them(kind: str) -> None:
    lifecycle = registry.kind(kind).lifecycle
    lines = list(pages.diagram(lifecycle))
    arrows = {line.partition(" : ")[0].strip(): line.partition(" : ")[2].split(", ") for line in lines if "-->" in line}

    assert [status for status in lifecycle.statuses if not any(line.endswith(f" as {status}") for line in lines)] == []
    for event, statuses in lifecycle.begins.items():
        assert all(event.rpartition(".")[2] in arrows[f"[*] --> {status}"] for status in statuses)
    for move in lifecycle.moves:
        ways = [f"{before} --> {after}" for before in move.before for after in move.after]
        assert all(move.event.rpartition(".")[2] in arrows[way] for way in ways)


def test_every_act_and_every_role_is_on_its_page() -> None:
    acts, permissions = pages.page("acts.md"), pages.page("permissions.md")

    assert [spec.name for spec in registry.acts() if f"`{spec.name}`: " not in acts] == []
    assert [spec.name for spec in registry.acts() if f"`{spec.name}` |" not in permissions] == []


def test_a_text_cannot_break_its_table() -> None:
    assert pages.cell("a | b\nc") == "a \\| b c"
