"""A small town as the files of a JEMSS city model, and a site that simulates without a node."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from callbox.faces.command import program
from callbox.faces.command.cities import Asked as Brought
from callbox.faces.command.simulate import command
from callbox.kernel.node import Node
from callbox.site.city import reading, store
from callbox.site.simulating.simulations import SimulationsHere

SIDE = 12
STEP_DEG = 0.01


def town(folder: Path) -> Path:
    """A grid of streets, three stations at corners, a hospital in the middle, five units, three priorities."""
    folder.mkdir(parents=True, exist_ok=True)
    at = [(x, y) for y in range(SIDE) for x in range(SIDE)]
    nodes = ["nodes", "index,x,y,offRoadAccess"]
    nodes += [f"{n + 1},{x * STEP_DEG},{y * STEP_DEG},1" for n, (x, y) in enumerate(at)]
    arcs = ["miscData", "arcForm,numModes", "undirected,2", "", "arcs", "index,fromNode,toNode,distance,mode_1,mode_2"]
    rng = np.random.default_rng(1)
    pairs = [(n, n + 1) for n, (x, _) in enumerate(at) if x < SIDE - 1]
    pairs += [(n, n + SIDE) for n, (_, y) in enumerate(at) if y < SIDE - 1]
    for number, (one, other) in enumerate(pairs):
        days = rng.uniform(50.0, 110.0) / 86_400
        arcs.append(f"{number + 1},{one + 1},{other + 1},1.1,{days:.9f},{1.4 * days:.9f}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("nodes.csv", "\n".join(nodes) + "\n")
        archive.writestr("arcs.csv", "\n".join(arcs) + "\n")
    (folder / "roads.zip").write_bytes(packed.getvalue())
    for name, lines in SIDE_FILES.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


SIDE_FILES = {
    "stations_1.csv": (
        *("stations", "index,x,y,capacity,NAME", "1,0.01,0.01,3,South"),
        *("2,0.10,0.01,3,East", "3,0.05,0.10,3,North"),
    ),
    "hospitals_1.csv": ("hospitals", "index,x,y,name", "1,0.05,0.05,Middle Hospital"),
    "ambulances_1.csv": ("ambulances", "index,stationIndex,class", "1,1,1", "2,1,1", "3,2,1", "4,3,1", "5,3,1"),
    "demand_1.csv": (
        *("demandModes", "modeIndex,rasterIndex,priority,arrivalRate"),
        *("1,1,highPriority,20", "2,1,medPriority,15", "3,1,lowPriority,15", ""),
        *("demandSets", "setIndex,modeIndices", "1,[1; 2; 3]", "", "demandSetsTiming", "startTime,setIndex", "0,1"),
    ),
    "travel_1.csv": (
        *("travelModes", "travelModeIndex,offRoadSpeed", "1,1128", "2,792", "", "travelSets"),
        "travelSetIndex,priority,travelModeIndex",
        *("1,highPriority,1", "1,medPriority,1", "1,lowPriority,2"),
    ),
}


class NoNode:
    """A site of which only the simulator is asked."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def simulations(self) -> SimulationsHere:
        return SimulationsHere(self)  # type: ignore[arg-type]


def simulate(home: Path, *line: str | Path) -> int:
    """Run `callbox simulate …`; its exit status."""
    words: Sequence[str] = ["simulate", *map(str, line)]
    return program.main(words, commands=[command], site=lambda: NoNode(home))  # type: ignore[arg-type,return-value]


class OneWorld(NoNode):
    """A site with one world, whose roads are those of the small town."""

    def __init__(self, node: Node, home: Path) -> None:
        super().__init__(home)
        self._node = node

    def open(self, name: str) -> Node:
        assert name == self._node.world.name
        return self._node


def simulate_world(node: Node, home: Path, *line: str | Path) -> int:
    """Run `callbox simulate …` on a world that has the small town's roads; its exit status."""
    folder = store.folder_of(home, node.world.name)
    if store.marked(folder) is None:
        roads = town(home / "files") / "roads.zip"
        city = reading.city_of(Brought(files=(roads,)), at="", watch=lambda *_, **__: None)
        store.save(folder, city)
    words: Sequence[str] = ["simulate", *map(str, line)]
    return program.main(words, commands=[command], site=lambda: OneWorld(node, home))  # type: ignore[arg-type,return-value]
