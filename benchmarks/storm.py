"""One act over 500 requests, as the page does it after a storm, against the same 500 acts one at a time.

    python -m benchmarks.storm [TREES]

Both go through the gate of the same node in the same run, in turns: rule, permission, lifecycle, clocks, sealing, chain and
durable commits. The batch goes in pieces of `bulk.BATCH`, as `POST /requests/do` sends it. Limits: every tree answered and
done, and the batch not slower than half the time of single acts.
"""

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from benchmarks.world import fresh

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.node import Node
from callbox.kernel.registry import act as spec_of

TREES, ROUNDS, BATCH, LIMIT = 500, 3, 100, 0.5
OFFICE = Actor(organisation="coast", roles=frozenset({"administrator", "call_taker", "handler"}), person="ann")
DONE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("request.take_up", {}),
    ("request.answer", {"answer": "The tree was cut up and taken away."}),
    ("request.close", {"disposition": "done"}),
)


def asked(node: Node, act: str, **told: Any) -> Act:
    """An act of the office, now."""
    return Act(name=act, by=OFFICE, at=node.world.clock.now(), inputs=spec_of(act).inputs(**told))


def at_once(acts: Sequence[Act]) -> None:
    """As the page does it."""
    for place in range(0, len(acts), BATCH):
        assert all(answer.ok for answer in gate.perform(acts[place : place + BATCH]))


def one_by_one(acts: Sequence[Act]) -> None:
    """As a person would, case by case."""
    assert all(gate.act(one).ok for one in acts)


def fallen(node: Node, category: Id, count: int) -> list[Id]:
    """The trees of one storm, as requests."""
    named = [node.ids.new() for _ in range(count)]
    at_once([asked(node, "request.open", id=one, category=category, wanted="A tree lies across") for one in named])
    return named


def timed(node: Node, trees: Sequence[Id], work: Callable[[Sequence[Act]], None]) -> float:
    """Seconds until all of them are taken up, answered and closed."""
    begun = time.monotonic()
    for name, told in DONE:
        work([asked(node, name, request=one, **told) for one in trees])
    return time.monotonic() - begun


def main() -> None:
    """Print what both took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TREES
    with fresh() as (node, _):
        founded = asked(node, "organisation.found", id="coast", name="Coast", level="city", what="bureau", zone="UTC")
        setup = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")
        assert gate.act(Act(name=founded.name, by=setup, at=founded.at, inputs=founded.inputs)).ok
        tree = {"id": "tree", "organisation": "coast", "name": "Fallen tree", "department": "coast"}
        assert gate.act(asked(node, "category.create", **tree)).ok
        print(f"{count} trees, {len(DONE)} acts each{'':>8} {'at once s':>10} {'one by one s':>13} {'ratio':>7}")
        pairs = []
        for turn in range(ROUNDS):
            batch = timed(node, fallen(node, "tree", count), at_once)
            single = timed(node, fallen(node, "tree", count), one_by_one)
            pairs.append((batch, single))
            print(f"round {turn + 1}{'':>22} {batch:>10.2f} {single:>13.2f} {batch / single:>7.2f}")
    ratio = median(batch / single for batch, single in pairs)
    batch, single = (median(column) for column in zip(*pairs, strict=True))
    print(f"{len(DONE) * count / batch:.0f} acts/s at once, {len(DONE) * count / single:.0f} one by one")
    print(f"limit: {LIMIT} of the time: {ratio:.2f}: {'kept' if ratio <= LIMIT else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
