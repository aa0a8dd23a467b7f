"""What a demo world was made from: noted in its folder, so that its city comes out the same whenever it is asked for."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from callbox.brain.city import City, generate
from callbox.site import start

SEED = 20_260_302
NOTE = "demo.json"


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What a demo world was made from. `ready`: it was made to its end."""

    seed: int
    nodes: int
    units: int = 0
    ready: bool = False


def there(home: Path, name: str) -> Demo | None:
    """The demo world of this name, or None when there is none or it was left half-made.

    Raises:
        WorldError: when the name belongs to a world that is not a demo.
    """
    folder = start.folder_of(home, name)
    found = noted(folder)
    if found is not None:
        return found if found.ready else None
    if (folder / start.MARK).exists():
        raise start.WorldError("world.mode", name=name, mode=start.told(folder).mode)
    return None


def noted(folder: Path) -> Demo | None:
    """What a world's folder says it was made from, whether or not it was made to its end."""
    try:
        return Demo(**json.loads((folder / NOTE).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def note(folder: Path, demo: Demo) -> None:
    """Say so in the world's folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = folder / f"{NOTE}.new"
    beside.write_text(json.dumps(asdict(demo)))
    beside.replace(folder / NOTE)


def city_of(home: Path, name: str) -> City:
    """The city that a demo world was made from."""
    demo = there(home, name)
    if demo is None:
        raise start.WorldError("world.missing", name=name)
    return generate(demo.seed, demo.nodes)
