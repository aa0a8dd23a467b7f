"""Which turns OpenStreetMap's restrictions and barriers forbid, as pairs of arcs.

Over a node every no_* and only_* can be expressed. Over ways (`via` is a way, or several) a pair of arcs says it where the
way is one arc and one comes to it only from the `from` street; the others are kept by copies of the way's arcs (see
`osm_vias`), where exactly one chain of its arcs leads from the one to the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .draft import Longs
from .facts import EXAMPLES, Note
from .osm_scan import Restriction
from .osm_tags import Passage
from .osm_vias import Via
from .turns import Bans
from .ways import Pieces

Turns = list[tuple[int, int]]
CHAIN_MOST = 40
"""A restriction over more arcs than that is an error in the data."""


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
) -> tuple[Bans, list[Via], list[Note]]:
    """All forbidden turns, those over ways that no pair of arcs says, and a note on what became of how many."""
    rows: list[tuple[int, int, bool]] = []
    vias: list[Via] = []
    outcomes: dict[str, list[int]] = {}
    for restriction in restrictions:
        turns, outcome = forbidden(restriction, streets)
        if outcome == "restriction.via_way":
            along = over_ways(restriction, streets)
            vias += along
            outcome = "restriction.kept" if along else outcome
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
    return _columns([*rows, *closed]), vias, [*notes, *seen]


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
    if restriction.via_ways and not restriction.via_nodes:
        return [], "restriction.via_way"
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
    return [], "restriction.via_way"


def over_ways(restriction: Restriction, streets: Streets) -> list[Via]:
    """The restriction over the one chain of arcs that its via ways make; none where there is no such chain, or several."""
    wanted = frozenset(restriction.via_ways)
    arcs = np.flatnonzero(np.isin(streets.way, list(wanted))).tolist()
    begins = [arc for arc in arcs if streets.arriving(restriction.from_ways, int(streets.tails.node[arc]))]
    found = [chain for arc in begins for chain in _chains(restriction, streets, (arc,), wanted)]
    if len(found) != 1 or len(arcs) > CHAIN_MOST:
        return []
    (chain,) = found
    before = streets.arriving(restriction.from_ways, int(streets.tails.node[chain[0]]))
    after = streets.leaving(restriction.to_ways, int(streets.heads.node[chain[-1]]))
    if _unclear(before, streets) or _unclear(after, streets):
        return []
    onward = [*({arc} for arc in chain[1:]), set(after)]
    leaves = [frozenset(_leaves(restriction, streets, arc, on)) for arc, on in zip(chain, onward, strict=True)]
    if restriction.kind.startswith("no_"):
        leaves[:-1] = [frozenset()] * (len(chain) - 1)
    return [Via(before=frozenset(before), chain=chain, leaves=tuple(leaves), siren_free=restriction.siren_free)]


def _leaves(restriction: Restriction, streets: Streets, arc: int, onward: set[int]) -> set[int]:
    """What is forbidden at the end of an arc of the chain: to go on, or to do anything else."""
    away = set(streets.tails.at(int(streets.heads.node[arc])))
    return away & onward if restriction.kind.startswith("no_") else away - onward


def _chains(
    restriction: Restriction, streets: Streets, chain: tuple[int, ...], wanted: frozenset[int]
) -> Iterator[tuple[int, ...]]:
    """Ways on from a chain, over all of the via ways and no junction twice, to where a `to` street begins."""
    node = int(streets.heads.node[chain[-1]])
    if wanted == {int(way) for way in streets.way[list(chain)]} and streets.leaving(restriction.to_ways, node):
        yield chain
        return
    passed = {int(streets.tails.node[arc]) for arc in chain} | {node}
    for arc in streets.leaving(wanted, node) if len(chain) < CHAIN_MOST else ():
        if int(streets.heads.node[arc]) not in passed:
            yield from _chains(restriction, streets, (*chain, arc), wanted)


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
