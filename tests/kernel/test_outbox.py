from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.worlds.city import Town

from callbox.kernel import node, outbox, sequencer
from callbox.kernel.outbox import Consumer, Told
from callbox.kernel.world import Mode


class Ear:
    """A consumer that remembers what it was told, and fails when asked to."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.fails = False

    def __call__(self, told: Sequence[Told]) -> None:
        if self.fails:
            raise OSError("the line is dead")
        self.heard += [one.position for one in told]


@pytest.fixture
def ear() -> Ear:
    return Ear()


def test_a_consumer_is_told_everything_in_order_once(town: Town, ear: Ear) -> None:
    inside = Consumer("screen", ear, outside=False)
    for _ in range(3):
        town.incident()
        sequencer.run()
        outbox.run([inside])

    outbox.run([inside])

    assert ear.heard == list(range(1, sequencer.sequenced().size + 1))


def test_a_consumer_that_fails_sees_the_same_again_and_holds_up_nobody(town: Town, ear: Ear) -> None:
    other = Ear()
    sequencer.run()
    ear.fails = True
    outbox.run([Consumer("mail", ear, outside=False), Consumer("screen", other, outside=False)])
    assert ear.heard == []
    assert other.heard

    ear.fails = False
    outbox.run([Consumer("mail", ear, outside=False)])

    assert ear.heard == other.heard


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.PRACTICE, Mode.REPLAY])
def test_outside_a_live_world_nobody_outside_is_told(town: Town, ear: Ear, mode: Mode) -> None:
    sequencer.run()
    pager = Consumer("pager", ear)
    with node.using(replace(town.node, world=replace(town.node.world, mode=mode))):
        outbox.run([pager])
    assert ear.heard == []

    with node.using(replace(town.node, world=replace(town.node.world, mode=Mode.LIVE))):
        outbox.run([pager])
        assert ear.heard == [], "what happened in practice is not told later"
        town.incident()
        sequencer.run()
        outbox.run([pager])
        assert len(ear.heard) == 1
