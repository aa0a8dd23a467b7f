"""A node as its administrator has it: a home of its own, the commands, and what they said."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from tests.worlds.postgres import new_home

from callbox.faces.command import program
from callbox.site.commands import COMMANDS
from callbox.site.main import carried_out
from callbox.site.node_site import NodeSite
from callbox.site.postgres import ConnectionInfo, create_database, drop_database, list_databases

LIVE, BEGUN = "callbox_live", "callbox_begun"


class HomeSite(NodeSite):
    """A site in a home that is not this process's own, on the server of the session."""

    def __init__(self, home: Path, info: ConnectionInfo) -> None:
        self.home = home
        self._info = info


@dataclass
class Desk:
    """An administrator's terminal."""

    site: HomeSite
    read: pytest.CaptureFixture[str]
    said: str = ""

    def run(self, *line: object) -> int:
        """Run one command; what it said stays in `said`, errors last."""
        self.read.readouterr()
        status = program.main([str(word) for word in line], commands=COMMANDS, site=lambda: self.site)
        out, err = self.read.readouterr()
        self.said = out + err
        return status

    def status(self, *line: object) -> int:
        """Run one command line as the program itself does, which may be wrong even for the parser; its exit status."""
        self.read.readouterr()
        try:
            status = carried_out([str(word) for word in line], commands=COMMANDS, site=lambda: self.site)
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = self.read.readouterr()
        self.said = out + err
        return status

    def done(self, *line: object) -> str:
        """Run one command that must succeed; what it said."""
        assert self.run(*line) == 0, self.said
        return self.said


@pytest.fixture
def desk(
    postgres: ConnectionInfo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    """A terminal in an empty home, in English."""
    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    home = new_home()
    before = set(list_databases(postgres))
    yield Desk(HomeSite(home, postgres), capsys)
    connections.close_all()
    for name in set(list_databases(postgres)) - before - {BEGUN}:
        drop_database(postgres, name)
    shutil.rmtree(home)


@pytest.fixture
def live(desk: Desk, postgres: ConnectionInfo, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A terminal of a live node with one organisation and an administrator; begun once, and copied for each test."""
    kept = tmp_path_factory.getbasetemp() / BEGUN
    if kept.exists():
        shutil.copytree(kept, desk.site.home, dirs_exist_ok=True)
        create_database(postgres, LIVE, BEGUN)
        desk.site.open("live")
        return desk
    desk.done("init", "--organisation", "harbour", "--name", "Harbour City", "--zone", "Asia/Shanghai")
    connections.close_all()
    create_database(postgres, BEGUN, LIVE)
    shutil.copytree(desk.site.home, kept)
    return desk
