"""Somebody who starts Callbox as a newcomer does: `callbox run`, in processes of its own, in a home of its own.

As root it is run by an ordinary user, unless the interpreter lies in root's own home, where nobody else reaches it.
"""

import http.client
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from tests.worlds.postgres import new_home

from callbox.site.postgres import PostgresError
from callbox.site.postgres.cluster import SUPERUSER, read_password
from callbox.site.postgres.folders import PORT, Folders
from callbox.site.postgres.process import read_pid_file

PATIENCE_S = 25.0
CALLBOX = ("-m", "callbox.site.main")


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

    def start(self, *arguments: str, program: Sequence[str] = CALLBOX) -> subprocess.Popen[str]:
        """`callbox ...` (or another program of Python's), running."""
        environ = {name: text for name, text in os.environ.items() if not name.startswith("CALLBOX_")}
        process = subprocess.Popen(
            [sys.executable, *program, *arguments],
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

    def told(self, *arguments: str, program: Sequence[str] = CALLBOX) -> tuple[int, str]:
        """`callbox ...` to its end: exit status and what it wrote."""
        process = self.start(*arguments, program=program)
        text, _ = process.communicate(timeout=PATIENCE_S)
        return process.returncode, text

    def run(self) -> subprocess.Popen[str]:
        return self.start("run", "--demo", "--nodes", "1000", "--port", str(self.port))

    def rows(self, question: str, *, world: str = "demo") -> list[tuple[Any, ...]]:
        """What the world's database says."""
        folders = Folders(self.home)
        with psycopg.connect(
            host=str(folders.socket),
            port=PORT,
            user=SUPERUSER,
            password=read_password(folders),
            dbname=f"callbox_{world}",
        ) as connection:
            return connection.execute(question.encode()).fetchall()

    def count(self, question: str) -> int:
        """A number out of the world's database; -1 while that cannot be asked."""
        try:
            return int(self.rows(question)[0][0])
        except (psycopg.Error, OSError, PostgresError):
            return -1

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
            caller.request("GET", "/sign-in")
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


@contextmanager
def arrived() -> Iterator[Newcomer]:
    """Somebody with a node of their own, at a port that nobody has; it is gone at the end."""
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
    if alive(somebody.postmaster()):
        somebody.told("stop")
    shutil.rmtree(home)


@pytest.fixture
def newcomer() -> Iterator[Newcomer]:
    with arrived() as somebody:
        yield somebody
