"""What `callbox show` prints: the whole story, in the reader's language; and what of it stays when it is erased."""

import re
from typing import Any

import pytest
from tests.journeys.test_erase_command import OneWorld
from tests.journeys.test_show import a_fire
from tests.worlds.city import Town

from callbox.faces.command import erase, hold, program, show
from callbox.kernel import read
from callbox.kernel.facts import Actor

MACHINE = Actor(organisation="", roles=frozenset({"machine"}))
CODE = re.compile(r"\b(?:value|field|event|act|clock|kind|story|show|via)\.[a-z_.]+")


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")


def printed(town: Town, capsys: pytest.CaptureFixture[str], *line: str) -> str:
    """What a command that is done prints, and its last line on the other stream."""
    capsys.readouterr()
    site: Any = OneWorld(town)
    assert program.main(line, commands=(show, erase, hold), site=lambda: site) == program.DONE
    out, err = capsys.readouterr()
    return out + err


def test_a_story_is_printed_with_who_what_when_why_and_the_clocks_that_ran(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    incident = a_fire(town)
    said = printed(town, capsys, "show", incident, "--purpose", "the caller asks")

    head = said.splitlines()[0]
    assert (incident in head, "routine" in head, "closed: " in head) == (True, True, True)
    for told in ("12 Harbour Road", "E1 · Unit on scene", "only smoke", "entered 3 min later", "2026-03-02"):
        assert told in said
    order = [said.index(told) for told in ("Report received", "Incident opened", "Unit on scene", "Incident closed")]
    assert order == sorted(order)
    assert "✓ first unit on scene: due 2026-03-02 12:12:00, done 8 min before" in said
    assert not CODE.findall(said)
    assert "the caller asks" in said.splitlines()[-1]


def test_a_story_is_printed_in_chinese(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOX_LANGUAGE", "zh")
    said = printed(town, capsys, "show", a_fire(town))
    assert "警情" in said
    assert "only smoke" in said  # what somebody wrote stays as it was written
    assert not CODE.findall(said)
    assert not re.search(r"\b(opened|closed|received|because|on scene)\b", said)


def test_sealed_it_prints_no_personal_value_and_records_no_look(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    incident, before = a_fire(town), read.count(MACHINE, "reading")
    said = printed(town, capsys, "show", incident, "--sealed")
    assert "12 Harbour Road" not in said
    assert "▒▒▒" in said
    assert read.count(MACHINE, "reading") == before


def test_why_a_case_was_held_and_erased_is_kept_and_told(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    incident = a_fire(town)
    printed(town, capsys, "hold", incident, "--because", "asked for by the court")
    printed(town, capsys, "hold", incident, "--because", "the court is done", "--lift")
    printed(town, capsys, "erase", incident, "--because", "kept long enough", "--yes")

    said = printed(town, capsys, "show", incident)

    for why in ("asked for by the court", "the court is done", "kept long enough"):
        assert why in said
    assert "12 Harbour Road" not in said
    assert "only smoke" not in said  # a reason given in the case ended with it, and is said to have
    assert "erased" in said


def test_what_a_part_of_the_case_was_erased_for_is_told_of_it_too(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    incident = a_fire(town)
    [report] = read.select(MACHINE, "report")
    printed(town, capsys, "erase", incident, "--because", "kept long enough", "--yes")
    assert "kept long enough" in printed(town, capsys, "show", report.id)
