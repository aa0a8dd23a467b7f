"""Carrying the data over to the major version that this Callbox brings: dumped, restored beside, swapped at the end.

Until the last moment the old data are what the node runs on; a cut at any point leaves either the old or the new, whole.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from callbox.site.home import ensure
from callbox.site.postgres.binaries import find_binaries
from callbox.site.postgres.cluster import data_major, finish_swap
from callbox.site.postgres.connection import ConnectionInfo
from callbox.site.postgres.databases import create_database, list_databases
from callbox.site.postgres.errors import WrongVersionError
from callbox.site.postgres.folders import Folders
from callbox.site.postgres.lifecycle import ensure_running, stop
from callbox.site.postgres.tools import run_tool


def carry_over(home: Path, *, environ: Mapping[str, str] | None = None, durable: bool = True) -> Path | None:
    """Bring the embedded server's data to the newest version at hand; the folder the old ones are kept in.

    None when there is nothing to do. The old version's programs must still be there. Stops the server; the caller has
    stopped everything that writes. Raises PostgresError, and WrongVersionError for data newer than any program.
    """
    environ = os.environ if environ is None else environ
    folders = Folders(home.resolve())
    found, brought = data_major(folders.data), find_binaries(environ)
    if found is None or found == brought.major:
        return None
    if found > brought.major:
        raise WrongVersionError("postgres.newer_data", path=folders.data, found=found, brought=brought.major)
    old = {**environ, "CALLBOX_PG_BIN": str(find_binaries(environ, major=found).folder)}
    stop(home, environ=environ)
    ready = _copy_beside(folders, old=old, new=environ, durable=durable)
    ready.rename(folders.ready)
    finish_swap(folders)
    shutil.rmtree(folders.home / "upgrade")
    return folders.kept(found)


def _copy_beside(folders: Folders, *, old: Mapping[str, str], new: Mapping[str, str], durable: bool) -> Path:
    """Fill a new server in a folder of the home from the old one; both are stopped again. The new data folder."""
    beside = _fresh(folders)
    try:
        source = ensure_running(folders.home, environ=old, durable=durable)
        target = ensure_running(beside.home, environ=new, durable=durable)
        for name in list_databases(source):
            _copy_database(source, target, name=name, dump=beside.home / "dump", environ=new)
    finally:
        stop(folders.home, environ=old)
        stop(beside.home, environ=new)
    return beside.data


def _fresh(folders: Folders) -> Folders:
    shutil.rmtree(folders.home / "upgrade", ignore_errors=True)
    beside = Folders(ensure(folders.home / "upgrade"))
    beside.root.mkdir(mode=folders.root.stat().st_mode & 0o777)
    shutil.copy(folders.password, beside.password)  # the node keeps its password
    return beside


def _copy_database(
    source: ConnectionInfo, target: ConnectionInfo, *, name: str, dump: Path, environ: Mapping[str, str]
) -> None:
    # By the new version's pg_dump, as PostgreSQL advises: it knows what the old one wrote and what the new one reads.
    run_tool(source, "pg_dump", ["--format=custom", "--file", dump], database=name, environ=environ)
    create_database(target, name)
    run_tool(target, "pg_restore", ["--exit-on-error", "--dbname", name, dump], environ=environ)
    dump.unlink()
