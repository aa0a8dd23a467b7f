"""Time of the console's path to a proposal: the floor out of PostgreSQL, the advisor's answer over its socket, and back.

    python -m benchmarks.proposing FOLDER

FOLDER as for `benchmarks.advisor`. A world of its own with 200 units, a third of them on incidents, all with positions, of
which ten change between two proposals; an advisor in a process of its own. Aim: p99 < 10 ms for `propose`, which is asked
for an incident already opened (the recorded look at it is an act of its own). Also said: how long without an advisor.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.advisor import KINDS, MOVED, STEP_DEG, UNITS, city_of, say, took_ms
from benchmarks.world import fresh

from callbox.kernel import advisor, gate, positions, registry
from callbox.kernel.facts import Act, Actor, Id, Ref
from callbox.kernel.node import Node
from callbox.kernel.positions import Position
from callbox.kernel.read import opened
from callbox.services.incident.proposing import propose
from callbox.site.advisor.client import SocketAdvisor
from callbox.site.advisor.place import socket_of
from callbox.site.city import store

WORLD = "bench"
SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")
DISPATCHER = Actor(organisation="coast", roles=frozenset({"dispatcher", "call_taker"}), person="dispatcher")
ROUNDS, REST = 300, 50


def done(node: Node, act: str, by: Actor, /, **given: Any) -> Id:
    """Do one act; the id of its record."""
    wanted = registry.act(act).inputs
    given |= {"id": node.ids.new()} if "id" in wanted.__dataclass_fields__ and "id" not in given else {}
    return gate.act(Act(name=act, by=by, at=node.world.clock.now(), inputs=wanted(**given))).ref.id


class Floor:
    """Units of the world that move."""

    def __init__(self, node: Node, city: store.City) -> None:
        self._node, self._chance = node, np.random.default_rng(1)
        network = city.network
        nodes = self._chance.integers(0, network.nodes, 2 * UNITS)
        self.places = np.stack([network.longitude_deg[nodes], network.latitude_deg[nodes]], axis=1)
        done(node, "organisation.found", SETUP, id="coast", name="Coast", level="station", what="fire")
        self.units = [
            done(node, "unit.commission", SETUP, organisation="coast", call_sign=f"U{at:03}", unit_kind=KINDS[at % 4])
            for at in range(UNITS)
        ]
        for at in range(0, UNITS, 3):
            done(node, "incident.assign", DISPATCHER, incident=self.incident(UNITS + at), unit=self.units[at])
        self.move(range(UNITS))

    def incident(self, at: int) -> Id:
        """An incident at one of the places."""
        lon, lat = self.places[at].tolist()
        where = {"longitude_deg": lon, "latitude_deg": lat}
        return done(self._node, "incident.open", DISPATCHER, category="fire", priority="emergency", **where)

    def move(self, which: Any) -> None:
        """Some units tell where they are now."""
        at = self._node.world.clock.now() + timedelta(milliseconds=1)
        for one in which:
            self.places[one] += self._chance.uniform(-STEP_DEG, STEP_DEG, 2)
        told = [(self.units[one], *self.places[one].tolist()) for one in which]
        positions.keep(Position(unit=unit, latitude_deg=lat, longitude_deg=lon, at=at) for unit, lon, lat in told)

    def moved(self, count: int) -> Iterator[None]:
        """Before each question some move."""
        for _ in range(count):
            self.move(self._chance.choice(UNITS, MOVED, replace=False).tolist())
            yield None


@contextmanager
def living(home: Path) -> Iterator[SocketAdvisor]:
    """An advisor in a process of its own, ready."""
    command = [sys.executable, "-m", "callbox.site.running.child", "advisor", "--world", WORLD]
    environ = {**os.environ, "CALLBOX_HOME": str(home)}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ)
    client, end_s = SocketAdvisor(socket_of(home, WORLD)), time.monotonic() + 300
    try:
        while _state(client) != "ready" and time.monotonic() < end_s:
            time.sleep(0.2)
        yield client
    finally:
        process.terminate()
        process.wait()


def _state(client: SocketAdvisor) -> str:
    try:
        return str(client.ask("status", {})["state"])
    except advisor.Away:
        return "away"


def main(folder: str) -> None:
    city = city_of(Path(folder))
    with fresh() as (node, _):
        home = node.world.folder.parent.parent
        store.save(store.folder_of(home, WORLD), city)
        floor = Floor(node, city)
        incident = opened(DISPATCHER, Ref("incident", floor.incident(UNITS)), purpose="benchmark")
        basis: list[str] = []

        def asked(_: None) -> None:
            basis.append(propose(DISPATCHER, incident, now=node.world.clock.now()).basis)

        say("without an advisor, by straight line", took_ms(asked, floor.moved(ROUNDS + REST)))
        basis.clear()
        with living(home) as client, advisor.using(client):
            say("the console's path, by road", took_ms(asked, floor.moved(ROUNDS + REST)))
        print(f"{basis.count('road')} of {len(basis)} by road; aim: p99 < 10 ms")


if __name__ == "__main__":
    main(sys.argv[1])
