"""One embedded PostgreSQL for a whole test session, and homes that the account it runs as can reach."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from callbox.site.home import ensure
from callbox.site.postgres import ConnectionInfo, create_database, drop_database, ensure_running, status, stop

NUMBERS = count(1)
NO_ENVIRON: dict[str, str] = {}


def fast_folder() -> str:
    """Where files live that need not outlive the tests: in memory, if this machine has room for it."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy else "/tmp"


def new_home(folder: str | None = None) -> Path:
    """An empty node's folder: pytest's own temporary folders, and a root's TMPDIR, are closed to PostgreSQL's account."""
    return ensure(Path(tempfile.mkdtemp(prefix="cbx-", dir=folder or fast_folder())))


def remove_home(home: Path) -> None:
    """Stop the server of `home` and remove the folder."""
    stop(home, environ=NO_ENVIRON)
    shutil.rmtree(home)


@pytest.fixture
def node_home() -> Iterator[Path]:
    """A node's folder of its own; a server started in it is stopped at the end."""
    home = new_home()
    yield home
    remove_home(home)


@pytest.fixture(scope="session")
def postgres() -> Iterator[ConnectionInfo]:
    """A server for the session, without fsync: tests of durability start their own in `node_home`."""
    home = new_home()
    yield ensure_running(home, environ=NO_ENVIRON, durable=False)
    remove_home(home)


@pytest.fixture
def database(postgres: ConnectionInfo) -> Iterator[str]:
    """An empty database of this test's own, by name."""
    name = f"test_{next(NUMBERS)}"
    create_database(postgres, name)
    yield name
    drop_database(postgres, name)


def ask(info: ConnectionInfo, question: str) -> object:
    with psycopg.connect(**info.parameters("postgres")) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def tell(info: ConnectionInfo, *statements: str) -> None:
    with psycopg.connect(**info.parameters("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def run(home: Path, *, durable: bool = False) -> ConnectionInfo:
    return ensure_running(home, environ=NO_ENVIRON, durable=durable)


def kill(home: Path) -> int:
    """Kill the server as a power cut would; its number."""
    pid = status(home, environ=NO_ENVIRON).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def stand_in(home: Path, *, pid: int) -> None:
    """Let both of the dead server's lock files name a living process."""
    for name in ("data/postmaster.pid", "socket/.s.PGSQL.5432.lock"):
        lines = (home / "postgres" / name).read_text().splitlines()
        (home / "postgres" / name).write_text("\n".join([str(pid), *lines[1:]]) + "\n")
