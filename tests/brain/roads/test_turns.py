"""Forbidden turns in the graph itself, held against a search that knows which turns are forbidden."""

import heapq

import numpy as np
import pytest
from numpy.typing import NDArray

from callbox.brain.roads.facts import ORDINARY, SIREN, STREET, TURN
from callbox.brain.roads.reading.draft import Draft, without_shapes
from callbox.brain.roads.reading.turns import Bans, with_bans

Turns = dict[tuple[int, int], bool]


def random_draft(chance: np.random.Generator, nodes: int, arcs: int) -> Draft:
    """Streets between random nodes, the first half of the arcs open both ways."""
    tail, head = chance.integers(0, nodes, (2, arcs))
    head = np.where(head == tail, (head + 1) % nodes, head)
    pairs = arcs // 4
    tail[pairs : 2 * pairs], head[pairs : 2 * pairs] = head[:pairs], tail[:pairs]
    twin = np.full(arcs, -1)
    twin[:pairs], twin[pairs : 2 * pairs] = np.arange(pairs, 2 * pairs), np.arange(pairs)
    shape_first, shape_deg = without_shapes(arcs)
    return Draft(
        form="osm",
        marking="way",
        longitude_deg=chance.uniform(7.0, 7.01, nodes),
        latitude_deg=chance.uniform(43.0, 43.01, nodes),
        off_road=np.ones(nodes, dtype=np.bool_),
        source_node=np.arange(nodes),
        tail=tail,
        head=head,
        twin=twin,
        length_m=np.full(arcs, 100.0),
        road_class=np.full(arcs, STREET, dtype=np.int8),
        travel_ms=np.tile(chance.integers(1, 9, arcs).astype(np.float64), (2, 1)),
        street=np.full(arcs, -1, dtype=np.int32),
        names=(),
        shape_first=shape_first,
        shape_deg=shape_deg,
        at=np.arange(arcs),
    )


def random_bans(chance: np.random.Generator, draft: Draft) -> Turns:
    pairs = [(a, b) for a in range(len(draft.tail)) for b in range(len(draft.tail)) if draft.head[a] == draft.tail[b]]
    return {pair: bool(chance.random() < 0.3) for pair in pairs if chance.random() < 0.35}


def by_turns(draft: Draft, bans: Turns, start: int, mode: int) -> NDArray[np.float64]:
    """(m,) the time to have driven each arc, beginning with one, from turn to turn."""
    time = np.full(len(draft.tail), np.inf)
    queue = [(float(draft.travel_ms[mode, start]), start)]
    while queue:
        now, arc = heapq.heappop(queue)
        if now >= time[arc]:
            continue
        time[arc] = now
        for other in np.flatnonzero(draft.tail == draft.head[arc]).tolist():
            if (arc, other) not in bans or (mode == SIREN and bans[arc, other]):
                heapq.heappush(queue, (now + float(draft.travel_ms[mode, other]), other))
    return time


def by_graph(draft: Draft, arcs: int, start: int, mode: int) -> NDArray[np.float64]:
    """The same for the first `arcs` arcs of a graph in which every turn is free."""
    return by_turns(draft, {}, start, mode)[:arcs]


@pytest.mark.parametrize("seed", range(12))
def test_the_graph_forbids_exactly_the_turns_it_was_told(seed: int) -> None:
    chance = np.random.default_rng(seed)
    draft = random_draft(chance, nodes=6, arcs=18)
    bans = random_bans(chance, draft)
    rows = list(bans)
    changed = with_bans(
        draft,
        Bans(
            from_arc=np.array([one for one, _ in rows], dtype=np.int64),
            to_arc=np.array([other for _, other in rows], dtype=np.int64),
            siren_free=np.array([bans[row] for row in rows], dtype=np.bool_),
        ),
    )
    assert (changed.road_class[:18] == STREET).all()
    assert (changed.road_class[18:] == TURN).all()
    for start in range(18):
        for mode in (SIREN, ORDINARY):
            told = by_turns(draft, bans, start, mode)
            assert by_graph(changed, 18, start, mode).tolist() == told.tolist()


def test_a_turn_told_twice_is_free_for_the_siren_only_if_both_say_so() -> None:
    draft = random_draft(np.random.default_rng(1), nodes=4, arcs=10)
    one, other = next((a, b) for a in range(10) for b in range(10) if draft.head[a] == draft.tail[b])
    told = np.array([one, one]), np.array([other, other]), np.array([True, False])
    changed = with_bans(draft, Bans(from_arc=told[0], to_arc=told[1], siren_free=told[2]))
    inside = changed.head[(changed.tail == changed.head[one]) & (changed.road_class == TURN)]
    assert changed.tail[other] not in inside
    assert np.isfinite(changed.travel_ms).all()


def test_a_network_without_bans_is_the_same() -> None:
    draft = random_draft(np.random.default_rng(1), nodes=4, arcs=10)
    none = np.empty(0, dtype=np.int64)
    assert with_bans(draft, Bans(from_arc=none, to_arc=none, siren_free=none.astype(np.bool_))) is draft
