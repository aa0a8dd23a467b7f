"""An upgrade: a backup first, then the tables, then the proof that the ledger still holds; and never while anything runs."""

import os

import pytest
from django.core.management import call_command
from django.db import ProgrammingError
from tests.worlds.keeping import Desk

from callbox.faces.command import program
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.keeping import upgrading
from callbox.site.keeping.errors import BackupError
from callbox.site.running import hold, starting
from callbox.site.running.words import RunError


def test_a_node_that_is_up_to_date_is_left_alone(live: Desk) -> None:
    said = live.done("upgrade")
    assert "live: already up to date" in said
    assert not (live.site.home / "backups").exists()


def test_waiting_migrations_are_told_by_the_doctor_and_done_after_a_backup(live: Desk) -> None:
    live.site.open("live")
    call_command("migrate", "sessions", "zero", verbosity=0)
    assert live.run("doctor") == 1
    assert "world live: 1 migrations wait: run `callbox upgrade`" in live.said
    said = live.done("upgrade")
    assert "live: backup in" in said
    assert "live: 1 migrations done" in said
    assert len(list((live.site.home / "backups").iterdir())) == 1
    assert live.run("doctor") == 0


def test_a_world_of_an_older_version_is_not_run_before_its_backup(live: Desk) -> None:
    live.site.open("live")
    call_command("migrate", "sessions", "zero", verbosity=0)
    with pytest.raises(RunError, match="run `callbox upgrade` first"):
        starting.brought_up(live.site, "live", Mode.LIVE, lambda *_, **__: None)
    assert start.pending() == 1


def test_a_command_that_meets_older_tables_says_to_upgrade(live: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    live.site.open("live")
    call_command("migrate", "sessions", "zero", verbosity=0)

    def fails(*_: object, **__: object) -> int:
        raise ProgrammingError("column does not exist")

    monkeypatch.setattr(program, "main", fails)
    assert live.status("verify") == 1
    assert "world live was made by an older version: run `callbox upgrade` first" in live.said


def test_an_imaginary_city_of_an_older_version_is_brought_to_this_one(live: Desk) -> None:
    live.site.open("live")
    call_command("migrate", "sessions", "zero", verbosity=0)
    said: list[str] = []
    starting.brought_up(live.site, "live", Mode.DEMO, lambda code, **_: said.append(code))
    assert (said, start.pending()) == (["upgraded"], 0)


def test_nothing_is_upgraded_while_callbox_runs(live: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with hold.held(live.site.home), pytest.raises(BackupError, match=f"process {os.getpid()}"):
        live.run("upgrade")


def test_the_servers_data_are_carried_over_first(live: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = live.site.home / "postgres/data.16"
    monkeypatch.setattr(upgrading, "carry_over", lambda *_, **__: kept)
    assert f"PostgreSQL: carried over; the old data stay in {kept}" in live.done("upgrade")
