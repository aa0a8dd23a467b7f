"""What the command line needs of the site, as a protocol: the site fills it, so this face knows nothing of wiring."""

from pathlib import Path
from typing import Protocol

from callbox.faces.command.cities import Cities
from callbox.faces.command.keeper import Keeper
from callbox.faces.command.simulations import Simulations
from callbox.kernel.node import Node
from callbox.kernel.world import Clock, Mode


class Site(Protocol):
    """One node's home, its database server and its worlds."""

    @property
    def home(self) -> Path:
        """The folder that holds everything the node owns."""

    @property
    def keeper(self) -> Keeper:
        """The administrator's hand on this node."""

    @property
    def cities(self) -> Cities:
        """The roads of this node's worlds."""

    @property
    def simulations(self) -> Simulations:
        """The simulator."""

    def worlds(self) -> tuple[str, ...]:
        """The names of the worlds there are."""

    def default_world(self) -> str:
        """The world that commands work in when none is named: the live one, else the demo, else the only one."""

    def make(self, name: str, *, mode: Mode, zone: str, seed: int | None = None) -> None:
        """A new, empty world."""

    def open(self, name: str, *, clock: Clock | None = None) -> Node:
        """Work in a world from now on."""

    def outside(self, name: str) -> str:
        """Where the checkpoints of a world are kept: a folder or an address."""
