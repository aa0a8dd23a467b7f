"""One node's home, server and worlds, for the faces that ask through a protocol."""

import importlib
import os
from functools import cached_property
from pathlib import Path

from callbox.faces.command.cities import Cities
from callbox.faces.command.keeper import Keeper
from callbox.faces.command.simulations import Simulations
from callbox.kernel.node import Node
from callbox.kernel.outside import place
from callbox.kernel.world import Clock, Mode, RealClock
from callbox.site import configuration, home, start
from callbox.site.compiling import keep_compiled
from callbox.site.postgres import ConnectionInfo, ensure_running


class NodeSite:
    """The site of this process. The server is started when it is first needed."""

    def __init__(self) -> None:
        self._info: ConnectionInfo | None = None

    @cached_property
    def home(self) -> Path:
        """Made when it is first needed: checking a stranger's receipt needs none."""
        return home.current()

    @property
    def info(self) -> ConnectionInfo:
        if self._info is None:
            self._info = ensure_running(self.home, environ=os.environ)
        return self._info

    @property
    def keeper(self) -> Keeper:
        # Its modules have tables, which can be imported only once Django is set up.
        made: Keeper = importlib.import_module("callbox.site.keeping.node_keeper").NodeKeeper(self)
        return made

    @property
    def cities(self) -> Cities:
        # The brain compiles as it is imported first, and is not imported for commands that need no roads.
        keep_compiled(self.home)
        made: Cities = importlib.import_module("callbox.site.city.cities").CitiesHere(self.home, at=_now())
        return made

    @property
    def simulations(self) -> Simulations:
        # As above.
        keep_compiled(self.home)
        made: Simulations = importlib.import_module("callbox.site.simulating.simulations").SimulationsHere(self)
        return made

    def worlds(self) -> tuple[str, ...]:
        marks = (self.home / "worlds").glob(f"*/{start.MARK}")
        return tuple(sorted(mark.parent.name for mark in marks))

    def default_world(self) -> str:
        there = {name: start.told(start.folder_of(self.home, name)).mode for name in self.worlds()}
        for mode in (Mode.LIVE, Mode.DEMO, Mode.PRACTICE, Mode.REPLAY):
            # A copy brought back beside it never takes the place of the world that has its mode's own name.
            named = sorted((name for name, its in there.items() if its is mode), key=lambda one: (one == mode, one))
            if named:
                return named[-1]
        raise start.WorldError("world.none")

    def make(self, name: str, *, mode: Mode, zone: str, seed: int | None = None) -> None:
        start.make_world(self.home, self.info, name=name, mode=mode, zone=zone, seed=seed)

    def open(self, name: str, *, clock: Clock | None = None) -> Node:
        return start.open_world(self.home, self.info, name, clock=clock, outside=place(self.outside(name)))

    def outside(self, name: str) -> str:
        return f"{configuration.read(self.home).outside}/{name}"


def _now() -> str:
    return RealClock().now().isoformat(timespec="seconds")
