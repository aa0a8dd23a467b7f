"""Turn restrictions over ways: who came from one street, along these, must not go into that.

What is forbidden depends on where one came from, and an arc remembers nothing. So the arcs in between are there twice: the
arcs themselves, which everybody may enter and nobody may leave by a forbidden turn; and copies, which everybody may enter
who did not come from that street, and which are left by these turns alone. Places on the arcs, which are snapped to the
arcs themselves, are still reached from everywhere; only who sets out from the middle of one is taken for somebody who came
from that street.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from .draft import Draft, Longs, with_arcs
from .turns import Bans

Rows = list[tuple[int, int, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """One restriction: from an arc of `before`, along the chain, nobody goes into `leaves` of the arc he is on."""

    before: frozenset[int]
    chain: tuple[int, ...]
    leaves: tuple[frozenset[int], ...]
    siren_free: bool


class Second(NamedTuple):
    """A copy of an arc of a chain."""

    via: Via
    step: int
    behind: int
    """The copy of the arc before it, -1 at the first."""
    ahead: int


@dataclass(slots=True, kw_only=True)
class _Lanes:
    """The draft with the copies, and what is forbidden in it."""

    draft: Draft
    base: Longs
    """(m,) the arc that each is a copy of, or itself."""
    seconds: dict[int, Second]
    arriving: dict[int, list[int]]
    leaving: dict[int, list[int]]


def with_vias(draft: Draft, bans: Bans, vias: list[Via]) -> tuple[Draft, Bans]:
    """The draft in which the arcs of chains are there twice, and everything that is forbidden in it."""
    vias = _together(vias)
    if not vias:
        return draft, bans
    lanes = _lanes(draft, vias)
    told = zip(bans.from_arc.tolist(), bans.to_arc.tolist(), bans.siren_free.tolist(), strict=True)
    rows = [
        (one, other, free)
        for first, second, free in told
        for one in _variants(lanes, first)
        for other in _variants(lanes, second)
    ]
    for copy, second in lanes.seconds.items():
        rows += _entering(lanes, copy, second) + _leaving(lanes, copy, second)
    return lanes.draft, Bans(
        from_arc=np.array([row[0] for row in rows], dtype=np.int64),
        to_arc=np.array([row[1] for row in rows], dtype=np.int64),
        siren_free=np.array([row[2] for row in rows], dtype=np.bool_),
    )


def _together(vias: list[Via]) -> list[Via]:
    """Restrictions that forbid the same after the same chain are one."""
    found: dict[tuple[object, ...], Via] = {}
    for via in vias:
        key = (via.chain, via.leaves, via.siren_free)
        found[key] = replace(via, before=via.before | found[key].before) if key in found else via
    return list(found.values())


def _lanes(draft: Draft, vias: list[Via]) -> _Lanes:
    arcs, count = [arc for via in vias for arc in via.chain], len(draft.tail)
    seconds: dict[int, Second] = {}
    for via in vias:
        first, last = count + len(seconds), count + len(seconds) + len(via.chain) - 1
        for step in range(len(via.chain)):
            copy = first + step
            seconds[copy] = Second(via, step, copy - 1 if step else -1, copy + 1 if copy < last else -1)
    whole = _repeated(draft, np.array(arcs, dtype=np.int64))
    at = {int(node) for arc in arcs for node in (draft.tail[arc], draft.head[arc])}
    return _Lanes(
        draft=whole,
        base=np.concatenate([np.arange(count), arcs]),
        seconds=seconds,
        arriving=_by_node(whole.head, at),
        leaving=_by_node(whole.tail, at),
    )


def _by_node(ends: Longs, nodes: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {node: [] for node in nodes}
    for arc in np.flatnonzero(np.isin(ends, list(nodes))).tolist():
        found[int(ends[arc])].append(arc)
    return found


def _repeated(draft: Draft, arcs: Longs) -> Draft:
    """The draft with some arcs once more at its end, each in one direction only."""
    rows = np.concatenate([np.arange(len(draft.tail)), arcs])
    return with_arcs(draft, rows, twin=np.concatenate([draft.twin, np.full(len(arcs), -1)]))


def _variants(lanes: _Lanes, arc: int) -> list[int]:
    """An arc and its copies."""
    return [arc, *(copy for copy, second in lanes.seconds.items() if second.via.chain[second.step] == arc)]


def _entering(lanes: _Lanes, copy: int, second: Second) -> Rows:
    """Nobody who came along the restricted way enters the copy, nor who turns back into it."""
    via, step = second.via, second.step
    arc = via.chain[step]
    restricted = (via.before if not step else {via.chain[step - 1]}) | {int(lanes.draft.twin[arc])}
    return [
        (one, copy, via.siren_free)
        for one in lanes.arriving[int(lanes.draft.tail[arc])]
        if one != second.behind and int(lanes.base[one]) in restricted
    ]


def _leaving(lanes: _Lanes, copy: int, second: Second) -> Rows:
    """The copy is left by the forbidden turns and along the chain; all others of its arc are not left by them."""
    via, leaves = second.via, second.via.leaves[second.step]
    arc = via.chain[second.step]
    away = lanes.leaving[int(lanes.draft.head[arc])]
    others = [one for one in _variants(lanes, arc) if one != copy]
    rows = [(copy, out, via.siren_free) for out in away if out != second.ahead and int(lanes.base[out]) not in leaves]
    return rows + [(one, out, via.siren_free) for one in others for out in away if int(lanes.base[out]) in leaves]
