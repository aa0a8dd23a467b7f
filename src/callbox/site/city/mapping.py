"""Which column of a file of centrelines means what, as a TOML file says it.

name = "ST_NAME"            # fields; what is left out the file does not say
road_class = "CLASS"
one_way = "ONEWAY"
speed = "LIMIT"
speed_unit = "mph"
join_m = 1.0                # ends no farther apart are one crossing
meet_inside = false         # lines also meet where they cross

[classes]                   # from the file's values to road classes
Highway = "trunk"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from callbox.brain.roads.reading.centrelines import Fields
from callbox.faces.command.underway import Wrong

# What each name of the file must be, and as what the reader takes it.
TAKEN: Final[Mapping[str, tuple[type, ...]]] = {
    **dict.fromkeys(("name", "road_class", "usual_class", "speed", "speed_unit", "one_way", "wkt"), (str,)),
    **dict.fromkeys(("forward", "backward"), (list, frozenset)),
    "ends": (list, tuple),
    "classes": (dict,),
    "join_m": (float,),
    "meet_inside": (bool,),
}
OWN: Final = ("join_m", "meet_inside")
SPEED_UNITS: Final = ("km/h", "mph")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """A mapping file, read."""

    fields: Fields
    join_m: float = 1.0
    meet_inside: bool = False


def of(path: Path | None) -> Columns:
    """What a mapping file says.

    Raises:
        Wrong: naming the file and what is wrong with it.
    """
    if path is None:
        return Columns(fields=Fields())
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Wrong("map.unreadable", {"path": path.name}) from wrong
    taken = {name: _taken(name, value, path) for name, value in told.items()}
    own = {name: taken.pop(name) for name in OWN if name in taken}
    return Columns(fields=Fields(**taken), **own)


def _taken(name: str, value: Any, path: Path) -> Any:
    if name not in TAKEN:
        raise Wrong("map.unknown", {"path": path.name, "field": name, "known": ", ".join(TAKEN)})
    wanted, made = TAKEN[name][0], TAKEN[name][-1]
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, wanted) or not _fits(name, value):
        raise Wrong("map.kind", {"path": path.name, "field": name})
    return made(value)


def _fits(name: str, value: Any) -> bool:
    """Whether what it holds is right too."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not all(isinstance(one, str) for one in inner):
        return False
    if name == "ends":
        return len(value) == 4
    if name == "join_m":
        return bool(0 <= value < 1_000)
    return name != "speed_unit" or value in SPEED_UNITS
