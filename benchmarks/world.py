"""A durable node of its own for a benchmark, in a folder that is removed afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callbox.kernel import node
from callbox.kernel.facts import Actor
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.home import ensure
from callbox.site.postgres import ConnectionInfo, ensure_running, stop

start.setup()

DISPATCHER = Actor(organisation="coast", roles=frozenset({"dispatcher", "call_taker"}), person="dispatcher")


@contextmanager
def fresh() -> Iterator[tuple[node.Node, ConnectionInfo]]:
    """A new live world on a server that syncs, as in earnest."""
    home = ensure(Path(tempfile.mkdtemp(prefix="cbb-", dir="/tmp")))
    environ = {name: told for name, told in os.environ.items() if name != "CALLBOX_DATABASE_URL"}
    info = ensure_running(home, environ=environ)
    try:
        start.make_world(home, info, name="bench", mode=Mode.LIVE, zone="UTC")
        yield start.open_world(home, info, "bench"), info
    finally:
        stop(home, environ=environ)
        shutil.rmtree(home)
