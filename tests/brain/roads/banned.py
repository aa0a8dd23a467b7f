"""Small road networks with forbidden turns, and a search over them that goes from turn to turn and knows no copies."""

from dataclasses import dataclass, replace

import numpy as np
from tests.brain.roads.networks import halves
from tests.brain.roads.test_turns import Turns, by_turns, random_bans, random_draft

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import Ints, Places, RoadNetwork
from callbox.brain.roads.reading.assemble import assembled
from callbox.brain.roads.reading.draft import Draft
from callbox.brain.roads.reading.turns import Bans, with_bans


@dataclass(frozen=True, kw_only=True)
class Banned:
    """Streets, the turns between them that are forbidden, and the network that expresses both."""

    draft: Draft
    turns: Turns
    network: RoadNetwork
    street: Ints
    """(m,) the arc of the draft that each arc of the network is, of TURN arcs a number beyond."""

    def expected(self, *, sources: Places, targets: Places, mode: int) -> Ints:
        """(s, t) from each source to each target, from turn to turn."""
        found = np.full((len(sources.arc), len(targets.arc)), np.inf)
        for s in range(len(sources.arc)):
            for arc, left_ms in self._halves(sources, s, mode):
                begun = self._begun(arc, mode) + self.draft.travel_ms[mode, arc] - left_ms
                for t in range(len(targets.arc)):
                    for other, entered_ms in self._halves(targets, t, mode):
                        found[s, t] = min(found[s, t], begun[other] + entered_ms)
                        if arc == other and left_ms <= entered_ms:
                            found[s, t] = min(found[s, t], entered_ms - left_ms)
        return np.where(np.isinf(found), UNREACHABLE_MS, found).astype(np.int32)

    def _halves(self, where: Places, index: int, mode: int) -> list[tuple[int, int]]:
        found = halves(self.network, self.network.travel_ms[mode], where, index)
        return [(int(self.street[arc]), passed_ms) for arc, passed_ms in found]

    def _begun(self, start: int, mode: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(m,) from the end of one street to the beginning of each."""
        draft = self.draft
        driven = by_turns(draft, self.turns, start, mode) - draft.travel_ms[mode, start]
        begun = np.full(len(driven), np.inf)
        for other in range(len(driven)):
            for before in np.flatnonzero(draft.head == draft.tail[other]).tolist():
                if (before, other) not in self.turns or (mode == 0 and self.turns[before, other]):
                    begun[other] = min(begun[other], driven[before])
        return begun


def random_banned(draw: np.random.Generator, *, nodes: int, arcs: int, longest_ms: int = 60) -> Banned:
    """Streets between any nodes, half of them open both ways, and about a third of all turns forbidden."""
    times_ms = draw.integers(1, longest_ms, (2, arcs)).astype(np.float64)
    draft = replace(random_draft(draw, nodes, arcs), travel_ms=times_ms)
    turns = random_bans(draw, draft)
    changed = with_bans(draft, told(turns))
    return Banned(
        draft=draft, turns=turns, network=assembled(changed),
        street=np.argsort(changed.tail, kind="stable").astype(np.int32),
    )  # fmt: skip


def told(turns: Turns) -> Bans:
    """Forbidden turns as the importer has them."""
    pairs = np.array(list(turns), dtype=np.int64).reshape(-1, 2)
    return Bans(from_arc=pairs[:, 0], to_arc=pairs[:, 1], siren_free=np.array(list(turns.values()), dtype=np.bool_))


def torn(network: RoadNetwork) -> Ints:
    """Streets open both ways whose two directions begin or end at different copies of a junction."""
    twin = network.twin
    apart = (network.tail != network.head[twin]) | (network.head != network.tail[twin])
    return np.flatnonzero((twin >= 0) & apart).astype(np.int32)


def on_streets(draw: np.random.Generator, arcs: Ints, *, count: int) -> Places:
    """Places anywhere on some arcs, often at their very ends."""
    share = np.where(draw.random(count) < 0.3, draw.integers(0, 2, count), draw.random(count))
    return Places(arc=draw.choice(arcs, count).astype(np.int32), fraction=share, walk_m=np.zeros(count))
