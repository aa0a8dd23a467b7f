"""Writing a backup: the database, the files and the keys, each a folder of its own so that they can be kept apart.

The dump and the numbers in the manifest are of one snapshot. The keys are copied after it, so that they reach as far as the
database does; an erasure that falls between takes its key along, as it should.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from callbox import __version__
from callbox.kernel.erase import COPIES
from callbox.kernel.tree import Frontier
from callbox.kernel.world import RealClock
from callbox.site import start
from callbox.site.keeping import manifest
from callbox.site.keeping.errors import BackupError
from callbox.site.keeping.manifest import DUMP, PARTS, Manifest
from callbox.site.postgres import ConnectionInfo, run_tool


@dataclass(frozen=True)
class Ledger:
    """How far the ledger goes in one snapshot of the database."""

    entries: int
    root: bytes


def write(
    home: Path, info: ConnectionInfo, world: str, *, to: Path, named: bool = False, environ: Mapping[str, str]
) -> tuple[Path, Manifest]:
    """Write a backup of a world into a new folder below `to`: whole, or none under its name.

    `named`: `to` stood on the command line.

    Raises:
        BackupError: when it can't be written. WorldError: when there is no such world.
    """
    source = start.folder_of(home, world)
    what = start.told(source)
    at = RealClock().now()
    folder = to.resolve() / f"callbox-{world}-{at:%Y%m%dT%H%M%S}Z"
    half = folder.with_name(f".{folder.name}.half")
    try:
        for part in PARTS:
            (half / part).mkdir(mode=0o700, parents=True)
        half.chmod(0o700)
        ledger = _dump(info, start.database_of(world), half / "database" / DUMP, environ=environ)
        _copy(source / "files", half / "files")
        _copy(source / "keys", half / "keys")
        _copy(source / "city", half / "city")
        manifest.write(half, _manifest(what, info=info, ledger=ledger, folder=half, at=at.isoformat()))
        half.rename(folder)
        remember(source, folder / "keys")
    except OSError as wrong:
        shutil.rmtree(half, ignore_errors=True)
        reason = wrong.strerror or str(wrong)
        raise BackupError("backup.not_written", named=named, path=folder, reason=reason) from wrong
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return folder, manifest.read(folder)


def _dump(info: ConnectionInfo, database: str, to: Path, *, environ: Mapping[str, str]) -> Ledger:
    with psycopg.connect(**info.parameters(database)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        stored = _one(connection, "SELECT (SELECT frontier FROM sequence_state WHERE id = 1)")
        run_tool(
            info,
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "--file", to],
            database=database,
            environ=environ,
        )
    to.chmod(0o600)
    frontier = Frontier.from_bytes(bytes(stored)) if stored else Frontier(0, ())
    return Ledger(frontier.size, frontier.root)


def _one(connection: "psycopg.Connection[tuple[Any, ...]]", query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def _copy(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, to, dirs_exist_ok=True)
    to.chmod(0o700)
    for path in to.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _manifest(what: start.Told, *, info: ConnectionInfo, ledger: Ledger, folder: Path, at: str) -> Manifest:
    parts = [manifest.hashes(folder / part, part) for part in PARTS]
    return Manifest(
        format=manifest.FORMAT,
        world=what.name,
        mode=what.mode.value,
        zone=what.zone,
        seed=what.seed,
        at=at,
        callbox=__version__,
        postgres=info.major,
        entries=ledger.entries,
        root=ledger.root.hex(),
        hashes={name: told for part in parts for name, told in part.items()},
    )


def remember(source: Path, keys: Path) -> None:
    """Note where this copy of the keys lies, so that an erasure reaches it."""
    handle = os.open(source / COPIES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(f"{keys}\n")
        file.flush()
        os.fsync(file.fileno())


def size_bytes(folder: Path) -> int:
    """How much a backup takes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
