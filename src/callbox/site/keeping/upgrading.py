"""Bringing a node to this version: the server's data first, then each world's tables, with a backup before it is touched."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from callbox.faces.command.keeper import Saved, Upgraded
from callbox.site import start
from callbox.site.keeping.errors import BackupError
from callbox.site.postgres import ConnectionInfo, carry_over
from callbox.site.running import hold


def upgrade(
    home: Path,
    info: Callable[[], ConnectionInfo],
    save: Callable[[str], Saved],
    *,
    worlds: Callable[[], Sequence[str]],
) -> Iterator[Upgraded]:
    """What was done, step by step; nothing is done twice.

    Raises:
        BackupError: while something runs here. PostgresError: when the server's data can't be carried over.
    """
    pid = hold.supervisor(home)
    if pid is not None:
        raise BackupError("upgrade.running", pid=pid)
    yield Upgraded(kept=carry_over(home, environ=os.environ))
    for world in worlds():
        start.point_at(info(), start.database_of(world))
        waiting = start.pending()
        saved = save(world).folder if waiting else None
        if waiting:
            start.migrate()
        yield Upgraded(world=world, backup=saved, migrations=waiting)
