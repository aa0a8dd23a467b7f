"""The administrator's hand on one node, for the commands that ask through a protocol."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from callbox.faces.command.keeper import Finding, Restored, Saved, Upgraded
from callbox.kernel import sequencer
from callbox.kernel.node import Node
from callbox.kernel.outside import place
from callbox.kernel.world import Mode
from callbox.site import configuration, start
from callbox.site.keeping import backup, doctor, restore, upgrading
from callbox.site.postgres import ConnectionInfo


class Here(Protocol):
    """What a keeper needs of the node's site."""

    home: Path

    @property
    def info(self) -> ConnectionInfo:
        """The server, started if need be."""

    def worlds(self) -> tuple[str, ...]:
        """The names of the worlds there are."""

    def outside(self, name: str) -> str:
        """Where a world's checkpoints are kept."""


class NodeKeeper:
    """The keeper of this process's node."""

    def __init__(self, site: Here) -> None:
        self._site = site

    @property
    def _home(self) -> Path:
        return self._site.home

    def modes(self) -> Mapping[str, Mode]:
        return {name: start.told(start.folder_of(self._home, name)).mode for name in self._site.worlds()}

    def zone(self) -> str:
        return configuration.read(self._home).zone

    def write_settings(self) -> Path:
        return configuration.write_template(self._home)

    def findings(self) -> Iterator[Finding]:
        yield from doctor.findings(self._home, lambda: self._site.info, environ=os.environ)

    def backup(self, world: str, *, to: Path | None = None) -> Saved:
        where = to or configuration.read(self._home).backups
        start.told(start.folder_of(self._home, world))
        start.point_at(self._site.info, start.database_of(world))
        sequencer.run()  # so that the numbers in the manifest reach to the last entry
        named = to is not None
        folder, told = backup.write(self._home, self._site.info, world, to=where, named=named, environ=os.environ)
        return Saved(folder, world, told.entries, backup.size_bytes(folder))

    def restore(self, folder: Path, *, world: str | None, keys: Path | None, files: Path | None) -> Restored:
        parts = restore.parts_of(folder, keys=keys, files=files)
        told = restore.check(folder, parts)
        name = world or told.world
        node = restore.bring_back(self._home, self._site.info, told, parts=parts, name=name, environ=os.environ)
        with restore.or_nothing(self._home, self._site.info, name):
            self._note_copies(told.world, name, keys=parts["keys"])
            back = restore.settle(node, told, outside=place(self._site.outside(name)))
            aside = self._set_aside(node, told.at)
        return Restored(name, node.world.mode, told.entries, back.erased, back.faults, aside)

    def _note_copies(self, origin: str, name: str, *, keys: Path) -> None:
        """Each erasure must reach every copy of a key: the backup's own, and those of a world brought back beside."""
        backup.remember(start.folder_of(self._home, name), keys.resolve())
        if origin != name and origin in self._site.worlds():
            beside = start.folder_of(self._home, name) / "keys"
            backup.remember(start.folder_of(self._home, origin), beside)

    def _set_aside(self, node: Node, at: str) -> Path | None:
        """Checkpoints of a ledger that had grown beyond the backup are kept beside, and the new ledger begins its own.

        They are the only witness of what the backup does not hold, so nothing takes them away.
        """
        told = self._site.outside(node.world.name)
        folder = Path(told)
        if told.startswith("http") or not (folder / "checkpoint").exists() or not restore.is_behind(node, place(told)):
            return None
        stamp = "".join(letter for letter in at[:19] if letter.isdigit())
        aside = folder.with_name(f"{folder.name}.before-restore-of-{stamp}")
        shutil.move(folder, aside)
        return aside

    def upgrade(self) -> Iterator[Upgraded]:
        yield from upgrading.upgrade(self._home, lambda: self._site.info, self.backup, worlds=self._site.worlds)
