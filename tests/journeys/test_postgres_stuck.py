"""A server that does not hear a clean request to stop is cut off, and comes back with all that was committed."""

import os
import signal
from pathlib import Path

import psycopg
import pytest
from tests.worlds.postgres import NO_ENVIRON

from callbox.site.postgres import ensure_running, process, stop


def test_a_server_that_does_not_stop_when_asked_is_cut_off_and_loses_nothing(
    node_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "CLEAN_STOP_S", 0.2)
    info = ensure_running(node_home, environ=NO_ENVIRON)
    with psycopg.connect(info.conninfo("postgres"), autocommit=True) as client:
        client.execute("CREATE TABLE kept (word text)")
        client.execute("INSERT INTO kept VALUES ('canary')")
    kill = os.kill

    def deaf(pid: int, what: int) -> None:
        """A server that starts again after a crash, and forgets the one request."""
        if what != signal.SIGINT:
            kill(pid, what)

    monkeypatch.setattr(os, "kill", deaf)
    assert stop(node_home, environ=NO_ENVIRON)
    monkeypatch.undo()

    info = ensure_running(node_home, environ=NO_ENVIRON)
    with psycopg.connect(info.conninfo("postgres")) as client:
        assert client.execute("SELECT word FROM kept").fetchall() == [("canary",)]
