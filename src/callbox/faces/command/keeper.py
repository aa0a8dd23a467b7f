"""What the administrator's commands need of the site, as a protocol."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from callbox.kernel.world import Mode


class State(StrEnum):
    """How one thing about a node stands."""

    WELL = "✓"
    ADVICE = "!"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it stands, and the code of the words that say it and what to do."""

    state: State
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """A backup that was written."""

    folder: Path
    world: str
    entries: int
    bytes: int


@dataclass(frozen=True)
class Restored:
    """A backup that was brought back. `aside`: where checkpoints lie of what the backup does not hold."""

    world: str
    mode: Mode
    entries: int
    erased: int
    faults: int = 0
    aside: Path | None = None


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did: to the server (world empty), or to one world."""

    world: str = ""
    kept: Path | None = None
    backup: Path | None = None
    migrations: int = 0


class Keeper(Protocol):
    """One node, as its administrator looks after it."""

    def modes(self) -> Mapping[str, Mode]:
        """What each world is."""

    def zone(self) -> str:
        """The zone of a new world, by the settings."""

    def write_settings(self) -> Path:
        """The settings file, written with every default unless it is there."""

    def findings(self) -> Iterator[Finding]:
        """Everything worth knowing about this node, most basic first."""

    def backup(self, world: str, *, to: Path | None = None) -> Saved:
        """Copy a world's database, files and keys into a new folder."""

    def restore(self, folder: Path, *, world: str | None, keys: Path | None, files: Path | None) -> Restored:
        """Bring a backup back as a world that is not there yet, or not at all."""

    def upgrade(self) -> Iterator[Upgraded]:
        """Bring the server and each world to this version."""
