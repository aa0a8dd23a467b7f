"""`callbox erase` and `callbox hold`, as an administrator types them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.city import Town, actor

from callbox.faces.command import erase, hold, program
from callbox.kernel import rows
from callbox.kernel.facts import Ref

DISPATCHER = actor("dispatcher")


@dataclass
class OneWorld:
    """A site with the town as its only world."""

    town: Town

    def default_world(self) -> str:
        return "town"

    def open(self, _name: str, **_: Any) -> Any:
        return self.town.node

    def outside(self, _name: str) -> str:
        return str(self.town.node.world.folder / "outside")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")


def typed(town: Town, *arguments: str) -> int:
    site: Any = OneWorld(town)
    return program.main(arguments, commands=(erase, hold), site=lambda: site)


def closed(town: Town) -> str:
    incident = town.incident(address="12 Harbour Road")
    town.done("incident.close", DISPATCHER, incident=incident, disposition="done")
    return incident


def test_it_says_exactly_what_was_destroyed(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    incident = closed(town)
    copy = town.node.world.folder / "backups/monday/slots.bin"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((town.node.world.keys_folder / "slots.bin").read_bytes())

    status = typed(town, "erase", incident.upper(), "--because", "asked by letter", "--yes")

    told = capsys.readouterr()
    assert (status, told.err) == (program.DONE, "")
    assert f"incident {incident} is erased: 1 incident" in told.out
    assert "1 keys destroyed in" in told.out
    assert str(copy) in told.out
    assert Path(town.node.world.folder / "outside" / "erasures.txt").exists()
    held = rows.read("incident", [incident])[Ref("incident", incident)]
    assert held.record.erased
    assert town.node.keys.left([held.slot], copies=[copy]) == set()


def test_nobody_to_ask_means_nothing_is_done(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    incident = closed(town)
    assert typed(town, "erase", incident, "--because", "asked by letter") == program.USAGE
    assert capsys.readouterr().err == "callbox: there is nobody to ask here: say --yes\n"
    assert not town.record("incident", incident).erased


def test_a_held_case_is_not_erased_until_the_hold_is_lifted(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    incident = closed(town)
    assert typed(town, "hold", incident, "--because", "the court asked") == program.DONE
    assert typed(town, "erase", incident, "--because", "asked by letter", "--yes") == program.WRONG
    assert "is under a legal hold" in capsys.readouterr().err
    assert typed(town, "hold", incident, "--lift", "--because", "the court is done") == program.DONE
    assert typed(town, "hold", incident, "--lift", "--because", "the court is done") == program.WRONG
    assert capsys.readouterr().err == f"callbox: there is no hold on incident {incident}\n"
    assert typed(town, "erase", incident, "--because", "asked by letter", "--yes") == program.DONE


@pytest.mark.parametrize("case", ["zzzz", "ghost abcd", "incident \0", "report \udcff\udcfe", "", " "])
def test_what_is_no_case_is_one_line(town: Town, capsys: pytest.CaptureFixture[str], case: str) -> None:
    assert typed(town, "erase", case, "--because", "asked by letter", "--yes") == program.USAGE
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("callbox: ")


def test_a_list_that_cannot_be_written_stops_it_before_anything_is_done(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    incident = closed(town)
    (town.node.world.folder / "outside").write_text("a file is in the way")
    assert typed(town, "erase", incident, "--because", "asked by letter", "--yes") == program.WRONG
    assert "nothing was erased: the erasure list cannot be written" in capsys.readouterr().err
    assert not town.record("incident", incident).erased
    assert not (town.node.world.keys_folder / "erasures.txt").exists()
