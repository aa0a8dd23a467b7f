"""A world is one thing for ever: its folder and its database must agree, and a demo never becomes a live node."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from callbox.kernel import world_state
from callbox.kernel.world import Mode, RealClock
from callbox.site import home, start
from callbox.site.postgres import ConnectionInfo, drop_database


@pytest.fixture
def demo(postgres: ConnectionInfo, tmp_path: Path) -> Iterator[Path]:
    own = home.ensure(tmp_path / "node")
    start.make_world(own, postgres, name="demo_kept", mode=Mode.DEMO, zone="UTC", seed=1)
    yield own
    connections.close_all()
    drop_database(postgres, start.database_of("demo_kept"))


def test_a_demo_cannot_be_made_live_by_changing_its_folder(demo: Path, postgres: ConnectionInfo) -> None:
    assert start.open_world(demo, postgres, "demo_kept").world.mode is Mode.DEMO
    mark = start.folder_of(demo, "demo_kept") / start.MARK
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "mode": "live"}))
    with pytest.raises(start.WorldError, match="its folder says live, its database says demo"):
        start.open_world(demo, postgres, "demo_kept")


def test_what_a_database_is_cannot_be_told_twice(demo: Path, postgres: ConnectionInfo) -> None:
    start.open_world(demo, postgres, "demo_kept")
    world_state.tell(name="x", mode=Mode.LIVE, zone="UTC", at=RealClock().now())
    stated = world_state.known()
    assert stated is not None
    assert (stated.name, stated.mode) == ("demo_kept", Mode.DEMO)
