"""The gazetteer: streets for finding an address. Nothing personal and no record, so a plain file in the world's folder.

`gazetteer/streets.csv`: UTF-8, one street a line, with the headings organisation, name, name_zh, latitude_deg,
longitude_deg; sorted, so that two copies can be compared.
"""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from callbox.kernel.facts import Value

FILE = Path("gazetteer") / "streets.csv"
HEADINGS = ("organisation", "name", "name_zh", "latitude_deg", "longitude_deg")

Street = Mapping[str, str]


def read(folder: Path) -> list[Street]:
    """The streets of a world."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return list(csv.DictReader(io.StringIO(text, newline="")))


@dataclass(frozen=True)
class Merged:
    """All streets once the new ones are in; how many are new, how many changed."""

    streets: tuple[Street, ...]
    fresh: int
    changed: int


def merged(known: Sequence[Street], told: Sequence[Mapping[str, Value]]) -> Merged:
    """Lay what is told over what is known. An empty cell says nothing."""
    streets = {(one["organisation"], one["name"]): dict(one) for one in known}
    fresh = changed = 0
    for one in told:
        row = {name: str(value) for name, value in one.items() if name in HEADINGS}
        key = (row["organisation"], row["name"])
        before = streets.get(key)
        streets[key] = dict.fromkeys(HEADINGS, "") | (before or {}) | row
        fresh += before is None
        changed += before is not None and before != streets[key]
    return Merged(tuple(streets[key] for key in sorted(streets)), fresh, changed)


def write(folder: Path, streets: Sequence[Street]) -> None:
    """Put the file in place, whole or not at all."""
    path = folder / FILE
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADINGS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(streets)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
