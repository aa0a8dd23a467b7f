"""Forbidden turns, expressed in the graph itself, so that any shortest-path method keeps them without knowing.

A junction with forbidden turns becomes: a hub, from which every street leaves that no turn into is forbidden; a gate at
the start of each other street; and one copy of the junction for all streets that arrive with the same forbidden turns,
with arcs of class TURN to the hub and to the gates it may pass. So every street stays one arc, and a turn costs nothing.

The two directions of a street therefore end and begin at different copies of the junction: who leaves a place backward
comes to the head of the arc's twin, which need not be the arc's tail. It cannot be otherwise: an end that both shared
would be a free way from any street into any other, by way of that end.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from callbox.brain.roads.facts import TURN

from .draft import Draft, Longs
from .facts import Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Bans:
    """b turns that are forbidden, each from an arc into an arc that begins where that ends."""

    from_arc: Longs
    to_arc: Longs
    siren_free: Flags
    """(b,) whether a siren is exempt."""


class Turn(NamedTuple):
    """A new arc inside a junction."""

    tail: int
    head: int
    siren_only: bool


@dataclass(slots=True)
class _Change:
    """What becomes of the draft's ends while junctions are taken apart."""

    tail: Longs
    head: Longs
    copy_of: list[int]
    """For each new node, the junction it is a copy of."""
    turns: list[Turn]
    nodes: int

    def new_node(self, junction: int) -> int:
        self.copy_of.append(junction)
        return self.nodes + len(self.copy_of) - 1


def with_bans(draft: Draft, bans: Bans) -> Draft:
    """The draft in which the turns are impossible (for the ordinary mode only, where a siren is exempt)."""
    if not len(bans.from_arc):
        return draft
    forbidden: dict[int, dict[int, bool]] = {}
    for one, other, free in zip(bans.from_arc.tolist(), bans.to_arc.tolist(), bans.siren_free.tolist(), strict=True):
        at = forbidden.setdefault(one, {})
        at[other] = at.get(other, True) and free
    change = _Change(draft.tail.copy(), draft.head.copy(), [], [], len(draft.longitude_deg))
    junctions = np.unique(draft.head[np.fromiter(forbidden, dtype=np.int64)])
    arriving, leaving = by_node(draft.head, junctions), by_node(draft.tail, junctions)
    for junction, arrive, leave in zip(junctions.tolist(), arriving, leaving, strict=True):
        _take_apart(change, junction, {arc: forbidden.get(arc, {}) for arc in arrive}, leave)
    return _applied(draft, change)


def by_node(ends: Longs, nodes: Longs) -> list[list[int]]:
    """For each of some nodes, the arcs that have it as the given end."""
    order = np.argsort(ends, kind="stable")
    ordered = ends[order]
    low, high = np.searchsorted(ordered, nodes), np.searchsorted(ordered, nodes, side="right")
    return [order[a:b].tolist() for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _take_apart(change: _Change, junction: int, arriving: dict[int, dict[int, bool]], leaving: list[int]) -> None:
    restricted = sorted({arc for bans in arriving.values() for arc in bans})
    to_hub = len(restricted) < len(leaving)
    # Where no street leaves from the hub, it serves as the first gate: else nothing would lead to it or away from it.
    gates = {arc: change.new_node(junction) if to_hub or place else junction for place, arc in enumerate(restricted)}
    for arc, gate in gates.items():
        change.tail[arc] = gate
    groups: dict[tuple[tuple[int, bool], ...], int] = {}
    for arc, bans in arriving.items():
        key = tuple(sorted(bans.items()))
        if key not in groups:
            groups[key] = copy = change.new_node(junction)
            change.turns += [Turn(copy, junction, siren_only=False)] if to_hub else []
            change.turns += [
                Turn(copy, gate, siren_only=out in bans) for out, gate in gates.items() if bans.get(out, True)
            ]
        change.head[arc] = groups[key]


def _applied(draft: Draft, change: _Change) -> Draft:
    copies, turns = np.array(change.copy_of, dtype=np.int64), change.turns
    count = len(turns)
    travel_ms = np.zeros((2, count))
    travel_ms[1, [turn.siren_only for turn in turns]] = np.inf
    return replace(
        draft,
        longitude_deg=np.concatenate([draft.longitude_deg, draft.longitude_deg[copies]]),
        latitude_deg=np.concatenate([draft.latitude_deg, draft.latitude_deg[copies]]),
        off_road=np.concatenate([draft.off_road, draft.off_road[copies]]),
        source_node=np.concatenate([draft.source_node, np.full(len(copies), -1)]),
        tail=np.concatenate([change.tail, np.array([turn.tail for turn in turns], dtype=np.int64)]),
        head=np.concatenate([change.head, np.array([turn.head for turn in turns], dtype=np.int64)]),
        twin=np.concatenate([draft.twin, np.full(count, -1)]),
        length_m=np.concatenate([draft.length_m, np.zeros(count)]),
        road_class=np.concatenate([draft.road_class, np.full(count, TURN, dtype=np.int8)]),
        travel_ms=np.concatenate([draft.travel_ms, travel_ms], axis=1),
        street=np.concatenate([draft.street, np.full(count, -1, dtype=np.int32)]),
        shape_first=np.concatenate([draft.shape_first, np.full(count, draft.shape_first[-1])]),
        at=np.concatenate([draft.at, np.full(count, -1)]),
    )
