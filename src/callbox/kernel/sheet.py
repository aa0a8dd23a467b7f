"""The drawn map of a world: one file of vector tiles in its folder, and which roads it was drawn from.

    worlds/NAME/map/map.json        what is there
    worlds/NAME/map/roads-D.pmtiles the tiles (PMTiles version 3), D being the beginning of the network's digest

Nothing in it is personal, and it can be drawn again from the city at any time, so no backup holds it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

MARK: Final = "map.json"
FORMAT: Final = 1
DIGEST_LETTERS: Final = 16
ONE_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
PIECE_MAX_BYTES: Final = 4_000_000


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A world's map. `bounds_deg`: west, south, east, north, WGS 84."""

    network: str
    """The digest of the road network it shows."""
    bounds_deg: tuple[float, float, float, float]
    size_bytes: int

    @property
    def name(self) -> str:
        """The name of its file, which holds its digest: another city's map has another name."""
        return f"roads-{self.network[:DIGEST_LETTERS]}.pmtiles"


def folder_of(world: Path) -> Path:
    """Where a world's map lies, by the world's own folder."""
    return world / "map"


def known(world: Path) -> Sheet | None:
    """The map of a world; None where none was drawn, or by another version."""
    try:
        told = json.loads((folder_of(world) / MARK).read_text(encoding="utf-8"))
        return _sheet(told) if told.get("format") == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sheet(told: Mapping[str, Any]) -> Sheet:
    west, south, east, north = (float(one) for one in told["bounds_deg"])
    return Sheet(
        network=str(told["network"]), bounds_deg=(west, south, east, north), size_bytes=int(told["size_bytes"])
    )


def keep(world: Path, drawn: Path, sheet: Sheet) -> None:
    """Put a map, drawn beside it on the same disk, in the place of the one that was there.

    Raises:
        OSError: when it cannot be kept; what was there stays.
    """
    folder = folder_of(world)
    drawn.replace(folder / sheet.name)
    beside = folder / f".{MARK}.new"
    beside.write_text(json.dumps({"format": FORMAT, **asdict(sheet)}) + "\n", encoding="utf-8")
    beside.replace(folder / MARK)
    for old in folder.glob("roads-*.pmtiles"):
        if old.name != sheet.name:
            old.unlink(missing_ok=True)


def piece_of(asked: str, size_bytes: int) -> tuple[int, int] | None:
    """The first and the last byte of one range, cut to the file and to what is sent at once; None where there is none."""
    found = ONE_RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first_told, last_told = (int(told) if told else None for told in found.groups())
    if first_told is None:
        first, last = max(0, size_bytes - (last_told or 0)), size_bytes - 1
    else:
        first, last = first_told, size_bytes - 1 if last_told is None else min(last_told, size_bytes - 1)
    if first > last:
        return None
    return first, min(last, first + PIECE_MAX_BYTES - 1)
