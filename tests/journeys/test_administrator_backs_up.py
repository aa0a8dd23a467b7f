"""A backup comes back whole, under its own name or another, or not at all; and what was erased stays erased."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.db import connections
from tests.worlds.keeping import Desk

from callbox.kernel import node, read, sequencer
from callbox.kernel.erase import copies_of_keys
from callbox.kernel.facts import Actor
from callbox.kernel.outside import Folder
from callbox.kernel.publish import publish
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.home import SetupError
from callbox.site.keeping.errors import BackupError
from callbox.site.postgres import drop_database, list_databases

MACHINE = Actor(organisation="", roles=frozenset({"machine"}))


@pytest.fixture
def backed_up(live: Desk) -> Path:
    """A live node's backup."""
    live.done("backup")
    [folder] = (live.site.home / "backups").iterdir()
    return folder


def lose(desk: Desk) -> None:
    """The machine is gone, and with it database, keys and files."""
    connections.close_all()
    drop_database(desk.site.info, start.database_of("live"))
    shutil.rmtree(desk.site.home / "worlds")


def test_a_lost_node_comes_back_with_every_entry(live: Desk, backed_up: Path) -> None:
    before = sequencer.sequenced()
    lose(live)
    said = live.done("restore", backed_up)
    assert f"live (live): {before.size} ledger entries are back" in said
    assert "every chain holds" in said
    assert sequencer.sequenced() == before
    assert read.select(MACHINE, "organisation")[0].name == "Harbour City"
    live.done("doctor")


def test_parts_that_were_kept_apart_are_named_and_found(live: Desk, backed_up: Path, tmp_path: Path) -> None:
    shutil.move(backed_up / "keys", tmp_path / "safe")
    with pytest.raises(BackupError, match="name its folder with --keys"):
        live.run("restore", backed_up, "--world", "again")
    live.done("restore", backed_up, "--world", "again", "--keys", tmp_path / "safe")
    assert live.site.default_world() == "live"


def test_keys_lie_apart_closed_to_others_and_nowhere_in_the_manifest(live: Desk, backed_up: Path) -> None:
    assert {path.name for path in backed_up.iterdir()} == {"database", "files", "keys", "city", "manifest.json"}
    closed = [backed_up / "keys", *(backed_up / "keys").iterdir(), backed_up / "database/world.dump"]
    assert not [path for path in closed if path.stat().st_mode & 0o077]
    master = (backed_up / "keys/master.key").read_bytes()
    for path in (backed_up / "manifest.json", backed_up / "database/world.dump"):
        assert master not in path.read_bytes()
        assert master.hex().encode() not in path.read_bytes()


def test_an_erasure_finds_every_copy_of_the_keys(live: Desk, backed_up: Path) -> None:
    assert list(copies_of_keys(node.current().world.folder)) == [backed_up / "keys/slots.bin"]


def test_an_erasure_reaches_the_keys_of_a_world_brought_back_beside(live: Desk, backed_up: Path) -> None:
    live.done("restore", backed_up, "--world", "again")
    copies = {path.parent for path in copies_of_keys(start.folder_of(live.site.home, "live"))}
    assert copies == {backed_up / "keys", start.folder_of(live.site.home, "again") / "keys"}
    assert list(copies_of_keys(start.folder_of(live.site.home, "again"))) == [backed_up / "keys/slots.bin"]


def test_a_key_destroyed_after_the_backup_stays_destroyed_in_it(live: Desk, backed_up: Path) -> None:
    world = node.current()
    world.keys.destroy([0], copies=copies_of_keys(world.world.folder))
    assert (backed_up / "keys/slots.bin").read_bytes()[:40] == bytes(40)
    lose(live)
    live.run("restore", backed_up)
    assert "ledger entries are back" in live.said


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("database/world.dump", "is not what was backed up"),
        ("keys/master.key", "is not what was backed up"),
        ("keys/slots.bin", "does not hold the keys of this backup"),
        ("manifest.json", "is not a backup"),
    ],
)
def test_a_changed_backup_is_refused_and_leaves_nothing(live: Desk, backed_up: Path, part: str, says: str) -> None:
    content = bytearray((backed_up / part).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (backed_up / part).write_bytes(content)
    with pytest.raises(SetupError, match=says):
        live.run("restore", backed_up, "--world", "again")
    assert live.site.worlds() == ("live",)
    assert start.database_of("again") not in list_databases(live.site.info)
    assert not start.folder_of(live.site.home, "again").exists()


def test_a_backup_of_another_ledger_than_it_says_leaves_nothing(live: Desk, backed_up: Path) -> None:
    path = backed_up / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "entries": 1}))
    with pytest.raises(BackupError, match="another ledger than its manifest says"):
        live.run("restore", backed_up, "--world", "again")
    assert start.database_of("again") not in list_databases(live.site.info)
    assert not start.folder_of(live.site.home, "again").exists()


@pytest.mark.parametrize("step", ["replay_erasures.replay", "sequencer.run", "verify.chains"])
def test_a_restore_whose_last_step_fails_leaves_nothing(
    live: Desk, backed_up: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", "/outside")

    monkeypatch.setattr(f"callbox.site.keeping.restore.{step}", fails)
    keys = (backed_up / "keys/slots.bin").read_bytes()
    assert live.status("restore", backed_up, "--world", "again") == 1
    assert live.said == "callbox: nothing was restored: Input/output error: /outside\n"
    assert live.site.worlds() == ("live",)
    assert start.database_of("again") not in list_databases(live.site.info)
    assert not start.folder_of(live.site.home, "again").exists()
    monkeypatch.undo()
    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    assert (backed_up / "keys/slots.bin").read_bytes() == keys
    live.done("restore", backed_up, "--world", "again")


def test_nothing_that_is_there_is_ever_restored_over(live: Desk, backed_up: Path) -> None:
    keys = start.folder_of(live.site.home, "live") / "keys/master.key"
    before = keys.read_bytes()
    with pytest.raises(SetupError, match="already there"):
        live.run("restore", backed_up)
    connections.close_all()
    drop_database(live.site.info, start.database_of("live"))
    (start.folder_of(live.site.home, "live") / start.MARK).unlink()
    with pytest.raises(SetupError, match="already there"):
        live.run("restore", backed_up)
    assert keys.read_bytes() == before


def test_a_demo_cannot_come_back_as_a_live_world(live: Desk) -> None:
    live.site.make("toy", mode=Mode.DEMO, zone="UTC", seed=1)
    live.done("backup", "--world", "toy")
    [folder] = (live.site.home / "backups").iterdir()
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"mode": "demo"', '"mode": "live"'))
    with pytest.raises(SetupError, match="its folder says live, its database says demo"):
        live.run("restore", folder, "--world", "real")
    assert live.site.worlds() == ("live", "toy")


def test_a_restore_of_an_older_backup_says_what_is_lost_and_keeps_the_proof(live: Desk, backed_up: Path) -> None:
    outside = live.site.outside("live")
    live.site.open("live")
    live.done("invite", "administrator")
    sequencer.run()
    publish(node.current(), Folder(Path(outside)))
    lose(live)
    said = live.done("restore", backed_up)
    kept = re.search(r"they are lost. It is kept in (\S+)", said)
    assert kept
    assert (Path(kept[1]) / "checkpoint").exists()
    publish(node.current(), Folder(Path(outside)))


def test_a_backup_that_cannot_be_written_leaves_nothing_half_done(live: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BackupError, match="can't be written"):
        live.run("backup", "--to", tmp_path / "file")
    with pytest.raises(SetupError, match="no world named nowhere"):
        live.run("backup", "--world", "nowhere")
