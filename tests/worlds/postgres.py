"""One embedded PostgreSQL for a whole test session, and homes that the account it runs as can reach."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from callbox.site.home import ensure
from callbox.site.postgres import ConnectionInfo, create_database, drop_database, ensure_running, stop

NUMBERS = count(1)


def new_home() -> Path:
    """An empty node's folder: pytest's own temporary folders, and a root's TMPDIR, are closed to PostgreSQL's account."""
    return ensure(Path(tempfile.mkdtemp(prefix="cbx-", dir="/tmp")))


def remove_home(home: Path) -> None:
    """Stop the server of `home` and remove the folder."""
    stop(home, environ={})
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
    yield ensure_running(home, environ={}, durable=False)
    remove_home(home)


@pytest.fixture
def database(postgres: ConnectionInfo) -> Iterator[str]:
    """An empty database of this test's own, by name."""
    name = f"test_{next(NUMBERS)}"
    create_database(postgres, name)
    yield name
    drop_database(postgres, name)
