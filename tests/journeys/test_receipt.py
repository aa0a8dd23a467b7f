"""A receipt in a stranger's hands: it proves what it says, to somebody who has nothing of ours but a key."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.worlds.city import WEST, Town, actor
from tests.worlds.web import Served

from callbox.faces.command import receipt as command
from callbox.faces.command import verify_receipt
from callbox.faces.command.program import main
from callbox.kernel import ledger, publish, sequencer
from callbox.kernel.checkpoint import Signer
from callbox.kernel.facts import Ref, Refused
from callbox.kernel.outside import Folder
from callbox.kernel.proving import receipt_of
from callbox.kernel.receipt import parse_receipt


class OneWorld:
    """A site whose only world is the town."""

    def __init__(self, town: Town, outside: Path) -> None:
        self.node, self._outside = town.node, outside

    def default_world(self) -> str:
        return "town"

    def open(self, _name: str) -> Any:
        return self.node

    def outside(self, _name: str) -> str:
        return str(self._outside)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "outside"


@pytest.fixture
def receipt(town: Town, outside: Path, tmp_path: Path) -> Path:
    """The receipt of one incident among others, as the program writes it."""
    incident = town.incident()
    for _ in range(5):
        town.incident()
    file = tmp_path / "receipt.txt"
    asked = ["receipt", incident, "--out", str(file)]
    assert main(asked, commands=[command], site=lambda: OneWorld(town, outside)) == 0  # type: ignore[arg-type,return-value]
    [entry] = ledger.chain(Ref("incident", incident))
    assert parse_receipt(file.read_text()).entry == bytes(entry.hash)
    return file


def told(file: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    def nothing() -> Any:
        return None

    status = main(["verify-receipt", str(file), "--key", str(key)], commands=[verify_receipt], site=nothing)
    return status, capsys.readouterr().out


def test_a_stranger_with_the_key_alone_sees_that_it_holds(receipt: Path, outside: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "home"
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "callbox.site.main",
            "verify-receipt",
            str(receipt),
            "--key",
            str(outside / "verifier-key.txt"),
        ],
        env={"PATH": os.environ["PATH"], "CALLBOX_HOME": str(nowhere), "CALLBOX_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("✓ entry ")
    assert not nowhere.exists()


def test_a_receipt_that_was_changed_proves_nothing(
    receipt: Path, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = receipt.read_text().split("\n")
    place = int(lines[2].removeprefix("index "))
    receipt.write_text("\n".join([*lines[:2], f"index {place - 1}", *lines[3:]]))

    status, line = told(receipt, outside / publish.VERIFIER, capsys)

    assert status == 1
    assert line.startswith("✗ this receipt proves nothing: ")


def test_a_receipt_under_another_nodes_key_proves_nothing(
    receipt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Signer("callbox/other/0", bytes(32))
    key = tmp_path / "key.txt"
    key.write_text(other.vkey)

    assert told(receipt, key, capsys)[0] == 1


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"not a receipt\n"])
def test_what_is_no_receipt_is_one_line(
    outside: Path, receipt: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt.unlink() if content is None else receipt.write_bytes(content)
    status = main(
        ["verify-receipt", str(receipt), "--key", str(outside / publish.VERIFIER)],
        commands=[verify_receipt],
        site=lambda: None,  # type: ignore[arg-type,return-value]
    )
    said = capsys.readouterr()

    assert status == (2 if content in (None, b"\xff") else 1)  # 2: the file on the line is none that can be read
    assert (said.out + said.err).count("\n") == 1


def test_a_record_that_no_checkpoint_reaches_has_no_receipt_yet(town: Town, outside: Path) -> None:
    ref = Ref("incident", town.incident())
    with pytest.raises(Refused, match=r"receipt\.not_yet"):
        receipt_of(town.node, ref, Folder(outside))
    sequencer.run()
    publish.publish(town.node, Folder(outside))
    late = Ref("incident", town.incident())
    sequencer.run()

    assert receipt_of(town.node, ref, Folder(outside))
    with pytest.raises(Refused, match=r"receipt\.not_yet"):
        receipt_of(town.node, late, Folder(outside))


@pytest.mark.enable_socket
def test_the_api_hands_out_receipts_of_what_the_caller_may_know_of(
    served: Served, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = served.town.done("incident.open", actor("dispatcher"), category="fire", priority="routine")
    sequencer.run()
    publish.publish(served.town.node, Folder(outside))
    assert json.loads(served.get(f"/api/receipts/incident/{incident}").text)["code"] == "receipt.not_yet"
    monkeypatch.setattr(settings, "CHECKPOINTS_OUTSIDE", str(outside))

    given = served.get(f"/api/receipts/incident/{incident}")
    stranger = served.get(f"/api/receipts/incident/{incident}", by=served.secret("dispatcher", WEST))
    nothing = served.get("/api/receipts/nothing/x")

    assert (given.status, stranger.status, nothing.status) == (200, 404, 404)
    assert parse_receipt(given.text).index >= 0
    assert served.get("/api/receipts/organisation/coast/harbour/west").status == 200
