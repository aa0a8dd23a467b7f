"""`callbox run`, as a newcomer starts it: a whole city in processes of their own, killed and brought back."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

import pytest
from tests.worlds.newcomer import PATIENCE_S, Newcomer, alive, until
from tests.worlds.postgres import new_home

from callbox.site.main import main

ENDED = "SELECT count(*) FROM incident WHERE status = 'closed'"
OPEN = "SELECT count(*) FROM incident WHERE status <> 'closed'"
ASKED = "SELECT count(*) FROM request"
ENTRIES = "SELECT count(*) FROM ledger_entry"
UNPLACED = "SELECT count(*) FROM ledger_entry WHERE position IS NULL"
MOVING = "SELECT count(*) FROM unit_position"

pytestmark = pytest.mark.enable_socket


def test_a_demo_city_works_at_once_and_stops_without_a_trace(newcomer: Newcomer) -> None:
    supervisor = newcomer.run()
    works(newcomer)
    stops_without_a_trace(newcomer, supervisor)


@pytest.mark.slow
def test_a_demo_city_outlives_the_death_of_any_process_and_starts_again(newcomer: Newcomer) -> None:
    supervisor = newcomer.run()
    works(newcomer)
    outlives_the_death_of_any_part(newcomer)
    outlives_the_death_of_the_database(newcomer)
    told = stops_without_a_trace(newcomer, supervisor)
    assert "PostgreSQL had ended and is back" in told
    # A second city would take as long to make, so the last promise is held against this one, started again.
    leaves_only_the_database_when_killed(newcomer)


def works(newcomer: Newcomer) -> None:
    until(lambda: newcomer.count(OPEN) > 0, "open incidents")
    until(lambda: newcomer.count(ENDED) > 0, "a closed incident")
    until(lambda: newcomer.count(MOVING) > 0, "units with a place")
    until(lambda: newcomer.count(ASKED) > 0, "a request on a department's desk")
    until(newcomer.answers, "a web page")


def outlives_the_death_of_any_part(newcomer: Newcomer) -> None:
    for name in ("web", "worker", "player", "advisor"):
        before = newcomer.part(name)
        assert before is not None
        os.kill(before, signal.SIGKILL)
        until(partial(newcomer.has_new, name, before), f"a new {name}")
    until(newcomer.answers, "the web page again")
    goes_on(newcomer)


def outlives_the_death_of_the_database(newcomer: Newcomer) -> None:
    before = newcomer.postmaster()
    os.kill(before, signal.SIGKILL)
    until(lambda: newcomer.postmaster() not in (0, before), "a new PostgreSQL")
    goes_on(newcomer)
    until(newcomer.answers, "the web page after that")


def stops_without_a_trace(newcomer: Newcomer, supervisor: subprocess.Popen[str]) -> str:
    running = newcomer.processes(supervisor)
    supervisor.send_signal(signal.SIGTERM)
    told, _ = supervisor.communicate(timeout=PATIENCE_S)

    assert supervisor.returncode == 0
    assert [pid for pid in running if alive(pid)] == []
    assert f"open http://127.0.0.1:{newcomer.port}" in told
    assert "Traceback" not in told
    return told


def goes_on(newcomer: Newcomer) -> None:
    """New entries come in and each gets its position."""
    until(lambda: newcomer.count(ENTRIES) >= 0, "a database that answers")
    before = newcomer.count(ENTRIES)
    until(lambda: newcomer.count(ENTRIES) > before, "new entries")
    until(lambda: newcomer.count(UNPLACED) == 0, "a position for each entry")


def leaves_only_the_database_when_killed(newcomer: Newcomer) -> None:
    """It starts again on what it kept; nothing outlives a killed supervisor but the database, which `stop` ends."""
    supervisor = newcomer.run()
    until(lambda: newcomer.part("web") and newcomer.part("player"), "all parts")
    parts = [pid for name in ("web", "worker", "player", "advisor") if (pid := newcomer.part(name))]
    postmaster = newcomer.postmaster()
    assert newcomer.told("status")[0] == 0

    supervisor.kill()
    supervisor.wait()
    until(lambda: not any(alive(pid) for pid in parts), "the end of all parts")
    assert newcomer.told("status") == (1, "not running\n")

    assert newcomer.told("stop")[0] == 0
    assert not alive(postmaster)


def said(newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """`callbox ...` in this process: its exit status."""
    monkeypatch.setenv("CALLBOX_HOME", str(newcomer.home))
    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    monkeypatch.setattr(sys, "argv", ["callbox", *arguments])
    status = main()
    assert not (newcomer.home / "postgres").exists(), "the server was not started for nothing"
    return status


@pytest.fixture
def visitor() -> Iterator[Newcomer]:
    """Somebody with an empty home of this user's own."""
    home = new_home()
    yield Newcomer(home, 8000)
    shutil.rmtree(home)


def test_a_taken_port_is_told_in_one_line(
    visitor: Newcomer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        status = said(visitor, monkeypatch, "run", "--demo", "--port", str(port))

    line = f"port {port} is in use by another program: stop it, or choose another with --port"
    assert (status, capsys.readouterr().err) == (1, f"callbox: {line}\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ("run", 1, "`callbox run --demo`"),
        ("run --world nowhere", 2, "no world named nowhere"),
        ("run --world ../x", 2, "../x must be letters a-z"),
        ("run --demo --world Upper", 2, "Upper must be letters a-z"),
        ("run --demo --nodes 12", 2, "--nodes"),
        ("run --demo --speed 0", 2, "--speed"),
        ("run --demo --speed nan", 2, "--speed"),
        ("run --demo --port 70000", 2, "--port"),
        ("run --nodes 2000", 2, "--demo"),
    ],
)
def test_what_cannot_run_is_told_in_one_line(  # noqa: PLR0917
    visitor: Newcomer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    status: int,
    words: str,
) -> None:
    port = "" if "--port" in arguments else " --port 18999"

    ended = said(visitor, monkeypatch, *f"{arguments}{port}".split())

    told = capsys.readouterr().err
    assert (ended, told.count("\n")) == (status, 1), told
    assert words in told
