"""Bringing a node to this version: the server's data first, then each world's tables, with a backup before it is touched."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

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
        waiting = pending()
        saved = save(world).folder if waiting else None
        if waiting:
            call_command("migrate", verbosity=0, interactive=False)
        yield Upgraded(world=world, backup=saved, migrations=waiting)


def pending() -> int:
    """How many migrations the database this process points at still waits for."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
