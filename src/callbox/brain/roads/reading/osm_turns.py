"""Which turns OpenStreetMap's restrictions and barriers forbid, as pairs of arcs.

Over a node every no_* and only_* can be expressed. Over a way (`via` is a way) only where that way is one arc, and one
comes to it only from the `from` street, or leaves it only by the `to` street: then the turn at its end, or at its
beginning, is the same restriction. The others would need the way to exist twice; they are counted and left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from .draft import Longs
from .facts import EXAMPLES, Note
from .osm_scan import Restriction
from .osm_tags import Passage
from .turns import Bans
from .ways import Pieces

Turns = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ends:
    """Arcs by the junction they begin or end at."""

    node: Longs
    order: Longs
    ordered: Longs

    @classmethod
    def of(cls, node: Longs) -> "Ends":
        order = np.argsort(node, kind="stable")
        return cls(node, order, node[order])

    def at(self, node: int) -> list[int]:
        low, high = np.searchsorted(self.ordered, [node, node + 1])
        arcs: list[int] = self.order[low:high].tolist()
        return arcs


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """The arcs as restrictions speak of them: by way and junction."""

    pieces: Pieces
    tails: Ends
    heads: Ends
    twin: Longs
    way: Longs
    """(m,) the id of each arc's way."""

    def node(self, ref: int) -> int:
        """The junction with a number of the file, -1 where there is none."""
        refs = self.pieces.node_ref
        place = int(np.searchsorted(refs, ref))
        return place if place < len(refs) and refs[place] == ref else -1

    def arriving(self, ways: Iterable[int], node: int) -> list[int]:
        wanted = set(ways)
        return [arc for arc in self.heads.at(node) if int(self.way[arc]) in wanted]

    def leaving(self, ways: Iterable[int], node: int) -> list[int]:
        wanted = set(ways)
        return [arc for arc in self.tails.at(node) if int(self.way[arc]) in wanted]


def bans(
    restrictions: Iterable[Restriction], barriers: Mapping[int, Passage], streets: Streets
) -> tuple[Bans, list[Note]]:
    """All forbidden turns, and a note for each reason why some could not be told."""
    rows: list[tuple[int, int, bool]] = []
    outcomes: dict[str, list[int]] = {}
    for restriction in restrictions:
        turns, outcome = forbidden(restriction, streets)
        rows += [(one, other, restriction.siren_free) for one, other in turns]
        outcomes.setdefault(outcome, []).append(restriction.id)
    notes = [
        Note(
            kind="found" if code == "restriction.kept" else "dropped",
            code=code,
            count=len(ids),
            marking="relation",
            at=tuple(ids[:EXAMPLES]),
        )
        for code, ids in outcomes.items()
    ]
    closed, seen = _barred(barriers, streets)
    return _columns([*rows, *closed]), [*notes, *seen]


def _columns(rows: list[tuple[int, int, bool]]) -> Bans:
    return Bans(
        from_arc=np.array([row[0] for row in rows], dtype=np.int64),
        to_arc=np.array([row[1] for row in rows], dtype=np.int64),
        siren_free=np.array([row[2] for row in rows], dtype=np.bool_),
    )


def forbidden(restriction: Restriction, streets: Streets) -> tuple[Turns, str]:
    """The turns one restriction forbids, and the words code of what became of it."""
    if not restriction.kind.startswith(("no_", "only_")):
        return [], "restriction.unknown_kind"
    if len(restriction.via_nodes) == 1 and not restriction.via_ways:
        return _over_node(restriction, streets, streets.node(restriction.via_nodes[0]))
    if len(restriction.via_ways) == 1 and not restriction.via_nodes:
        return _over_way(restriction, streets)
    return [], "restriction.via_unclear" if restriction.via_nodes or restriction.via_ways else "restriction.lacks_via"


def _over_node(restriction: Restriction, streets: Streets, node: int) -> tuple[Turns, str]:
    arriving, leaving = streets.arriving(restriction.from_ways, node), streets.leaving(restriction.to_ways, node)
    if node < 0 or not arriving or not leaving:
        return [], "restriction.lacks_member"
    if restriction.kind == "no_u_turn" and restriction.from_ways == restriction.to_ways:
        return [(arc, int(streets.twin[arc])) for arc in arriving if streets.twin[arc] >= 0], "restriction.kept"
    if _unclear(arriving, streets) or _unclear(leaving, streets):
        return [], "restriction.way_passes_via"
    return _turns(restriction.kind, streets, arriving, leaving), "restriction.kept"


def _unclear(arcs: list[int], streets: Streets) -> bool:
    """Whether one way gives two arcs, because it goes on beyond the junction."""
    return max(Counter(streets.way[arcs].tolist()).values()) > 1


def _turns(kind: str, streets: Streets, arriving: list[int], leaving: list[int]) -> Turns:
    """no_*: from each into each; only_*: from each into all others that leave where it ends."""
    if kind.startswith("no_"):
        return [(one, other) for one in arriving for other in leaving]
    node = int(streets.heads.node[arriving[0]])
    return [(one, other) for one in arriving for other in streets.tails.at(node) if other not in leaving]


def _over_way(restriction: Restriction, streets: Streets) -> tuple[Turns, str]:
    """Try each arc of the via way that begins where a `from` arc ends, and ends where a `to` arc begins."""
    found = [
        (arc, before, after)
        for arc in np.flatnonzero(streets.way == restriction.via_ways[0]).tolist()
        if (before := streets.arriving(restriction.from_ways, int(streets.tails.node[arc])))
        and (after := streets.leaving(restriction.to_ways, int(streets.heads.node[arc])))
    ]
    if len(found) != 1:
        return [], "restriction.via_way"
    arc, before, after = found[0]
    back = int(streets.twin[arc])
    if set(streets.heads.at(int(streets.tails.node[arc]))) - {back} == set(before):
        return _turns(restriction.kind, streets, [arc], after), "restriction.kept"
    leaves = set(streets.tails.at(int(streets.heads.node[arc]))) - {back}
    if restriction.kind.startswith("no_") and leaves == set(after):
        return [(one, arc) for one in before], "restriction.kept"
    return [], "restriction.via_way"


def _barred(barriers: Mapping[int, Passage], streets: Streets) -> tuple[list[tuple[int, int, bool]], list[Note]]:
    """At a barrier no way leads on, except back (and for the siren, where it opens)."""
    rows: list[tuple[int, int, bool]] = []
    seen: dict[str, list[int]] = {}
    for ref, passage in barriers.items():
        node = streets.node(ref)
        if node < 0:
            continue
        code = "barrier.open" if passage.ordinary else "barrier.siren_only" if passage.siren else "barrier.shut"
        seen.setdefault(code, []).append(ref)
        if not passage.ordinary:
            rows += [
                (one, other, passage.siren)
                for one in streets.heads.at(node)
                for other in streets.tails.at(node)
                if other != streets.twin[one]
            ]
    notes = [
        Note(kind="found", code=code, count=len(refs), marking="node", at=tuple(refs[:EXAMPLES]))
        for code, refs in seen.items()
    ]
    return rows, notes
