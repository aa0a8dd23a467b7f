"""Bringing a backup back: into a world that is not there yet, checked before and verified after, or not at all."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from callbox.kernel import publish, replay_erasures, sequencer, verify
from callbox.kernel.checkpoint import CheckpointError
from callbox.kernel.node import Node
from callbox.kernel.outside import Place
from callbox.kernel.privacy import SLOT_BYTES, Erased, Keys, KeysMissing
from callbox.kernel.tree import root_at
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.keeping import manifest
from callbox.site.keeping.errors import BackupError
from callbox.site.keeping.manifest import CHANGES, DUMP, PARTS, Manifest
from callbox.site.postgres import ConnectionInfo, create_database, drop_database, load


@dataclass(frozen=True)
class Back:
    """A world that is back: its node, how many erasures were done again, how many faults were found in it."""

    node: Node
    manifest: Manifest
    erased: int
    faults: int


def parts_of(folder: Path, *, keys: Path | None, files: Path | None) -> dict[str, Path]:
    """Where each part lies: in the backup's folder, or where it was kept apart."""
    elsewhere = {"keys": keys, "files": files}
    return {part: elsewhere.get(part) or folder / part for part in PARTS}


def check(folder: Path, parts: Mapping[str, Path]) -> Manifest:
    """The manifest of a backup all of whose parts are whole.

    Raises:
        BackupError: naming what is not.
    """
    told = manifest.read(folder)
    manifest.check(told, parts)
    _check_keys(parts["keys"])
    return told


def _check_keys(folder: Path) -> None:
    if not (folder / CHANGES).is_file():
        raise BackupError("backup.part_missing", path=folder / CHANGES, part="keys")
    try:
        keys = Keys(folder)
        for slot in range((folder / CHANGES).stat().st_size // SLOT_BYTES):
            _check_slot(keys, slot)
    except KeysMissing as wrong:
        raise BackupError("backup.keys_foreign", path=folder, reason=str(wrong)) from wrong


def _check_slot(keys: Keys, slot: int) -> None:
    try:
        keys.key(slot)
    except Erased:
        return


def bring_back(
    home: Path,
    info: ConnectionInfo,
    told: Manifest,
    *,
    parts: Mapping[str, Path],
    name: str,
    environ: Mapping[str, str],
) -> Node:
    """Make the world from the parts and open it; nothing is left of it when that fails.

    Raises:
        WorldError: when the name is taken or not one. BackupError: when the database is not the manifest's.
    """
    start.check_free(home, info, name)
    folder, database = start.folder_of(home, name), start.database_of(name)
    if folder.exists():  # no world, but something of one: perhaps the only copy of its keys
        raise start.WorldError("world.exists", name=name)
    with or_nothing(home, info, name):
        _place(folder, parts)
        create_database(info, database)
        load(info, parts["database"] / DUMP, database=database, environ=environ)
        start.write_mark(folder, start.Told(name, Mode(told.mode), told.zone, told.seed))
        node = start.open_world(home, info, name)
        _check_ledger(told)
        start.migrate()
    return node


@contextmanager
def or_nothing(home: Path, info: ConnectionInfo, name: str) -> Iterator[None]:
    """Make a world that was not there; whatever goes wrong, nothing is left of it.

    Raises:
        BackupError: for what the machine or a place outside refused.
    """
    try:
        yield
    except BaseException as wrong:
        connections.close_all()
        drop_database(info, start.database_of(name))
        shutil.rmtree(start.folder_of(home, name), ignore_errors=True)
        if isinstance(wrong, OSError):
            told = ": ".join(str(part) for part in (wrong.strerror or str(wrong), wrong.filename) if part)
            raise BackupError("backup.not_restored", reason=told) from wrong
        raise


def _place(folder: Path, parts: Mapping[str, Path]) -> None:
    folder.mkdir(mode=0o700, parents=True)
    for part in ("keys", "files"):
        shutil.copytree(parts[part], folder / part)
        (folder / part).chmod(0o700)
    # A world need not have roads, and a backup of an older version has none.
    if parts["city"].is_dir():
        shutil.copytree(parts["city"], folder / "city")
        (folder / "city").chmod(0o700)


def _check_ledger(told: Manifest) -> None:
    reached = sequencer.sequenced()
    if (reached.size, reached.root.hex()) != (told.entries, told.root):
        raise BackupError("backup.not_the_ledger")


def settle(node: Node, told: Manifest, *, outside: Place) -> Back:
    """Erase again what was erased since, then fold the whole ledger."""
    erased = replay_erasures.replay(node, outside=outside)
    sequencer.run()
    faults = sum(1 for _ in verify.chains(node, verify.Count()))
    return Back(node, told, erased, faults)


def is_behind(node: Node, outside: Place) -> bool:
    """Whether the place outside holds a checkpoint that this ledger does not grow to, as after an older backup."""
    try:
        known = publish.latest(node, outside)
        reached = sequencer.sequenced()
        return known is not None and (
            known.size > reached.size or root_at(known.size, sequencer.node_hash) != known.root
        )
    except (CheckpointError, OSError):
        return True
