"""Road networks of JEMSS.jl: a zip archive with nodes.csv and arcs.csv.

nodes: index, x (longitude), y (latitude), offRoadAccess; arcs: index, fromNode, toNode, perhaps distance in km, and
for each travel mode a column `mode_k` with days. Before the arcs a table miscData says whether a row is one way
(`directed`) or both, and how many modes there are. Usually mode 1 is driving with lights and sirens.
"""

from typing import Final

import numpy as np

from callbox.brain.roads.facts import Floats

from .bounded import zipped
from .facts import Note, Reading, Unreadable
from .finish import finished
from .numbers import shown
from .plain import PlainArcs, PlainNodes, drafted, once, whole
from .speeds import Speeds
from .tables import Table, table, tables

DAY_MS: Final = 86_400_000.0
METRES_PER_KM: Final = 1000.0


def read(
    archive: bytes, *, modes: tuple[int, int] = (1, 2), speeds: Speeds | None = None, keep_islands: bool = False
) -> Reading:
    """The network of an archive; `modes` are the file's numbers of the siren and the ordinary mode.

    A file with one mode gives it as ordinary, and a siren `speeds.siren_factor` faster.
    Raises Unreadable: what `bounded.zipped`, `tables.tables` and `numbers.columns` raise, jemss.arc_form.
    """
    speeds = speeds or Speeds()
    files = zipped(archive, wanted=("nodes.csv", "arcs.csv"))
    nodes, notes = _nodes(table(files["nodes.csv"], "nodes"))
    draft, seen = drafted("jemss", nodes, _arcs(files["arcs.csv"], modes, speeds))
    return finished(draft, speeds=speeds, notes=[*notes, *seen], keep_islands=keep_islands)


def _nodes(rows: Table) -> tuple[PlainNodes, list[Note]]:
    flagged = rows.has("offRoadAccess")
    values = rows.numbers("index", "x", "y", *(["offRoadAccess"] if flagged else []))
    nodes = PlainNodes(
        number=whole(values[:, 0], column="index", at=rows.at()),
        longitude_deg=values[:, 1],
        latitude_deg=values[:, 2],
        off_road=values[:, 3] != 0 if flagged else np.ones(len(values), dtype=np.bool_),
    )
    return once(nodes, rows.at())


def _arcs(data: bytes, modes: tuple[int, int], speeds: Speeds) -> PlainArcs:
    found = tables(data)
    rows, misc = found.get("arcs"), found.get("miscData")
    if rows is None:
        raise Unreadable("file.lacks_table", table="arcs")
    ends = rows.numbers("fromNode", "toNode")
    measured = rows.has("distance")
    length_m = rows.numbers("distance")[:, 0] * METRES_PER_KM if measured else np.full(len(ends), np.nan)
    return PlainArcs(
        tail_number=whole(ends[:, 0], column="fromNode", at=rows.at()),
        head_number=whole(ends[:, 1], column="toNode", at=rows.at()),
        length_m=length_m,
        travel_ms=_times(rows, modes, speeds),
        at=rows.at(),
        both_ways=_both_ways(misc),
    )


def _times(rows: Table, modes: tuple[int, int], speeds: Speeds) -> Floats:
    if not rows.has("mode_2") and modes == (1, 2):
        ordinary_ms = rows.numbers("mode_1")[:, 0] * DAY_MS
        return np.stack([ordinary_ms / speeds.siren_factor, ordinary_ms])
    return rows.numbers(*(f"mode_{mode}" for mode in modes)).T * DAY_MS


def _both_ways(misc: Table | None) -> bool:
    """Whether rows are streets open both ways; without a word on it they are directed arcs."""
    form = (misc.texts("arcForm") or [""])[0] if misc is not None else "directed"
    if form not in {"directed", "undirected"}:
        raise Unreadable("jemss.arc_form", value=shown(form))
    return form == "undirected"
