"""`callbox run`, as a newcomer starts it: a whole city in processes of their own, killed and brought back.

As root it is run by an ordinary user, unless the interpreter lies in root's own home, where nobody else reaches it.
"""

import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.worlds.postgres import new_home

from callbox.site.main import main
from callbox.site.postgres import PostgresError
from callbox.site.postgres.cluster import SUPERUSER, read_password
from callbox.site.postgres.folders import PORT, Folders
from callbox.site.postgres.process import read_pid_file

PATIENCE_S = 25.0
ENDED = "SELECT count(*) FROM incident WHERE status = 'closed'"
OPEN = "SELECT count(*) FROM incident WHERE status <> 'closed'"
ASKED = "SELECT count(*) FROM request"
ENTRIES = "SELECT count(*) FROM ledger_entry"
UNPLACED = "SELECT count(*) FROM ledger_entry WHERE position IS NULL"
MOVING = "SELECT count(*) FROM unit_position"

pytestmark = pytest.mark.enable_socket


def until(holds: Callable[[], object], what: str, *, limit_s: float = PATIENCE_S) -> None:
    """Wait for something; fail with its name when it does not come."""
    end_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end_s, f"not within {limit_s:.0f} s: {what}"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def reachable(path: Path) -> bool:
    """Whether everybody may pass through all folders above."""
    return all(folder.stat().st_mode & 0o001 for folder in path.parents)


@dataclass
class Newcomer:
    """Somebody with an empty home and a terminal. As root, somebody else: an ordinary user."""

    home: Path
    port: int
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def user(self) -> Mapping[str, int]:
        if os.geteuid() != 0 or not reachable(Path(sys.executable).resolve()):
            return {}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`callbox ...`, running."""
        environ = {name: text for name, text in os.environ.items() if not name.startswith("CALLBOX_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "callbox.site.main", *arguments],
            env=environ | {"CALLBOX_HOME": str(self.home), "HOME": str(self.home), "LC_ALL": "C.UTF-8"},
            cwd=self.home,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            user=self.user.get("user"),
            group=self.user.get("group"),
            extra_groups=[] if self.user else None,
        )
        self.started.append(process)
        return process

    def told(self, *arguments: str) -> tuple[int, str]:
        """`callbox ...` to its end: exit status and what it wrote."""
        process = self.start(*arguments)
        text, _ = process.communicate(timeout=PATIENCE_S)
        return process.returncode, text

    def run(self) -> subprocess.Popen[str]:
        return self.start("run", "--demo", "--nodes", "1000", "--port", str(self.port))

    def count(self, question: str) -> int:
        """A number out of the world's database; -1 while that cannot be asked."""
        folders = Folders(self.home)
        try:
            with psycopg.connect(
                host=str(folders.socket),
                port=PORT,
                user=SUPERUSER,
                password=read_password(folders),
                dbname="callbox_demo",
            ) as connection:
                row = connection.execute(question.encode()).fetchone()
        except (psycopg.Error, OSError, PostgresError):
            return -1
        return int(row[0]) if row else -1

    def part(self, name: str) -> int | None:
        """The process of a part, by the supervisor's note."""
        try:
            told: int | None = json.loads((self.home / "run.json").read_text())["parts"].get(name)
        except (OSError, ValueError):
            return None
        return told

    def has_new(self, name: str, before: int) -> bool:
        return self.part(name) not in (None, before)

    def answers(self) -> bool:
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            caller.request("GET", "/api/openapi.json")
            return caller.getresponse().status == 200
        except OSError:
            return False
        finally:
            caller.close()

    def postmaster(self) -> int:
        found = read_pid_file(Folders(self.home).data)
        return found.pid if found else 0

    def processes(self, supervisor: subprocess.Popen[str]) -> set[int]:
        """Everything that runs now: the supervisor's children and PostgreSQL's."""
        tops = [psutil.Process(supervisor.pid), psutil.Process(self.postmaster())]
        return {one.pid for top in tops for one in [top, *top.children(recursive=True)]}


@pytest.fixture
def newcomer() -> Iterator[Newcomer]:
    home = new_home()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        somebody = Newcomer(home, probe.getsockname()[1])
    if somebody.user:
        shutil.chown(home, "nobody", "nogroup")
    yield somebody
    for process in somebody.started:
        if process.poll() is None:
            process.kill()
        if process.stdout:
            process.stdout.close()
        process.wait()
    if (home / "postgres").exists():
        somebody.told("stop")
    shutil.rmtree(home)


def test_a_demo_city_works_at_once_outlives_the_death_of_any_process_and_stops_without_a_trace(
    newcomer: Newcomer,
) -> None:
    supervisor = newcomer.run()
    until(lambda: newcomer.count(OPEN) > 0, "open incidents")
    until(lambda: newcomer.count(ENDED) > 0, "a closed incident")
    until(lambda: newcomer.count(MOVING) > 0, "units with a place")
    until(lambda: newcomer.count(ASKED) > 0, "a request on a department's desk")
    until(newcomer.answers, "a web page")

    for name in ("web", "worker", "player"):
        before = newcomer.part(name)
        assert before is not None
        os.kill(before, signal.SIGKILL)
        until(partial(newcomer.has_new, name, before), f"a new {name}")
    until(newcomer.answers, "the web page again")
    goes_on(newcomer)

    before = newcomer.postmaster()
    os.kill(before, signal.SIGKILL)
    until(lambda: newcomer.postmaster() not in (0, before), "a new PostgreSQL")
    goes_on(newcomer)
    until(newcomer.answers, "the web page after that")

    running = newcomer.processes(supervisor)
    supervisor.send_signal(signal.SIGTERM)
    told, _ = supervisor.communicate(timeout=PATIENCE_S)

    assert supervisor.returncode == 0
    assert [pid for pid in running if alive(pid)] == []
    assert f"open http://127.0.0.1:{newcomer.port}" in told
    assert "PostgreSQL had ended and is back" in told
    assert "Traceback" not in told


def goes_on(newcomer: Newcomer) -> None:
    """New entries come in and each gets its position."""
    until(lambda: newcomer.count(ENTRIES) >= 0, "a database that answers")
    before = newcomer.count(ENTRIES)
    until(lambda: newcomer.count(ENTRIES) > before, "new entries")
    until(lambda: newcomer.count(UNPLACED) == 0, "a position for each entry")


def test_nothing_outlives_a_killed_supervisor_but_the_database_which_stop_ends(newcomer: Newcomer) -> None:
    supervisor = newcomer.run()
    until(lambda: newcomer.part("web") and newcomer.part("player"), "all parts")
    parts = [pid for name in ("web", "worker", "player") if (pid := newcomer.part(name))]
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
        ("run --world nowhere", 1, "no world named nowhere"),
        ("run --world ../x", 1, "../x must be letters a-z"),
        ("run --demo --world Upper", 1, "Upper must be letters a-z"),
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
