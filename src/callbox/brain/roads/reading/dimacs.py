"""Road graphs of the 9th DIMACS Implementation Challenge (2006): `.gr` with arcs, `.co` with coordinates, gz or plain.

A `.gr` file holds lines `a tail head weight` after `p sp nodes arcs`, a `.co` file lines `v node longitude latitude`
in millionths of a degree after `p aux sp co nodes`; `c` begins a comment. The unit of the travel times is not
documented. The reading used here, 0.0036 s, makes New York's fastest class 100 km/h.
"""

from typing import Final

import numpy as np

from callbox.brain.roads.facts import Floats

from .bounded import plain, text
from .draft import Longs
from .facts import Note, Reading, Unreadable
from .finish import finished
from .numbers import columns
from .plain import PlainArcs, PlainNodes, drafted, once, whole
from .speeds import Speeds

SECONDS_PER_UNIT: Final = 0.0036
DEGREES_PER_UNIT: Final = 1e-6


def read(
    arcs: bytes,
    coordinates: bytes,
    *,
    seconds_per_unit: float = SECONDS_PER_UNIT,
    speeds: Speeds | None = None,
    keep_islands: bool = False,
) -> Reading:
    """The network of a pair of files. Weights are ordinary times; a siren is `speeds.siren_factor` faster.

    Raises Unreadable: what `bounded.plain` and `numbers.columns` raise, dimacs.no_header, dimacs.lacks_lines.
    """
    speeds = speeds or Speeds()
    nodes, notes = _nodes(coordinates)
    rows, at = _lines(arcs, letter="a", header="p sp", names=("tail", "head", "weight"))
    ordinary_ms = rows[:, 2] * (seconds_per_unit * 1000.0)
    draft, seen = drafted(
        "dimacs",
        nodes,
        PlainArcs(
            tail_number=whole(rows[:, 0], column="tail", at=at),
            head_number=whole(rows[:, 1], column="head", at=at),
            length_m=np.full(len(rows), np.nan),
            travel_ms=np.stack([ordinary_ms / speeds.siren_factor, ordinary_ms]),
            at=at,
            both_ways=False,
        ),
    )
    return finished(draft, speeds=speeds, notes=[*notes, *seen], keep_islands=keep_islands)


def _nodes(coordinates: bytes) -> tuple[PlainNodes, list[Note]]:
    rows, at = _lines(coordinates, letter="v", header="p aux sp co", names=("node", "longitude", "latitude"))
    nodes = PlainNodes(
        number=whole(rows[:, 0], column="node", at=at),
        longitude_deg=rows[:, 1] * DEGREES_PER_UNIT,
        latitude_deg=rows[:, 2] * DEGREES_PER_UNIT,
        off_road=np.ones(len(rows), dtype=np.bool_),
    )
    return once(nodes, at)


def _lines(data: bytes, *, letter: str, header: str, names: tuple[str, str, str]) -> tuple[Floats, Longs]:
    """Numbers of all lines that begin with a letter, and where they stand."""
    lines = text(plain(data)).splitlines()
    stated = _stated(lines, header)
    at = np.array([k for k, line in enumerate(lines, start=1) if line[:1] == letter], dtype=np.int64)
    if len(at) < stated:
        raise Unreadable("dimacs.lacks_lines", letter=letter, found=len(at), stated=stated)
    return columns([line for line in lines if line[:1] == letter], use=(1, 2, 3), names=names, at=at), at


def _stated(lines: list[str], header: str) -> int:
    for line in lines[:1000]:
        words = line.split()
        if words[: len(header.split())] == header.split():
            last = words[-1]
            if last.isascii() and last.isdigit():
                return int(last)
    raise Unreadable("dimacs.no_header", header=header)
