"""What the gate promises, held for every act of every service: one entry explains each change, and nothing else changes."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from tests.worlds import snapshots
from tests.worlds.city import NOON, Town
from tests.worlds.examples import bring_about, load

from callbox.kernel import chain, clocks, gate, registry, verify
from callbox.kernel.facts import Act, Actor, Answer, Inputs, Ref, fields_of
from callbox.kernel.node import current

ACTS = sorted(spec.name for spec in registry.acts())
# Acts of one walk, and the seed it is drawn from.
WALKS = [(60, 1), *(pytest.param(300, seed, marks=pytest.mark.slow) for seed in (1, 20, 300))]
NOBODY = Actor(organisation="elsewhere", roles=frozenset(), person="nobody-1", post="post-none")


def assert_explained(ref: Ref, before: snapshots.Chain | None) -> None:
    """The record's chain holds, and its entries give its row."""
    held, now = snapshots.rows()[ref], snapshots.chains()[ref]
    assert list(chain.faults(now.bodies, kind=ref.kind, record=ref.id)) == []
    assert now.bodies[: len(before.bodies) if before else 0] == (before.bodies if before else ())
    assert (held.n, held.head) == (len(now.bodies), now.bodies[-1][1])
    assert snapshots.told(chain.fold(now.entries), held) == snapshots.stated(held)
    assert held.next_due == clocks.next_due(getattr(held.record, "clocks", {}))


def assert_refused_whole(act: "Act[Any]") -> None:
    """Whoever may not do it, and whenever it may not be done, nothing is changed."""
    tables = snapshots.tables()

    powerless = gate.act(replace(act, by=NOBODY))
    early = gate.act(replace(act, at=current().world.clock.now() + timedelta(days=1)))

    assert powerless.refused is not None
    assert powerless.refused.code in ("not_allowed", "not_found")
    assert early.refused is not None
    assert early.refused.code == "at.future"
    assert snapshots.tables() == tables


def done_between_refused(act: "Act[Any]") -> Answer:
    """The act, done although its neighbours in one transaction are refused."""
    refused = replace(act, by=NOBODY, key=None)
    before, wanted, after = gate.perform([refused, act, refused])
    assert wanted.refused is None, f"the example of {act.name} was refused: {wanted.refused}"
    assert before.refused is not None
    assert after.refused is not None
    return wanted


def assert_entries_explain(act: "Act[Any]") -> Answer:
    """Only the records that the act names were changed, and each by what its entries say."""
    rows, chains = snapshots.rows(), snapshots.chains()

    answer = done_between_refused(act)

    after, grown = snapshots.rows(), snapshots.chains()
    assert {ref for ref in after if after[ref] != rows.get(ref)} == set(answer.refs)
    assert rows.keys() <= after.keys()
    for ref in answer.refs:
        new = grown[ref].entries[rows[ref].n if ref in rows else 0 :]
        state = (snapshots.stated(rows[ref]) if ref in rows else {}) | chain.fold(new)
        assert snapshots.told(state, after[ref]) == snapshots.stated(after[ref])
        assert {(entry.act, entry.at) for entry in new} == {(act.name, act.at)}
        assert_explained(ref, chains.get(ref))
    return answer


def assert_done_once(act: "Act[Any]", first: Answer) -> None:
    """The same key answers the same, and changes nothing a second time."""
    tables = snapshots.tables()

    again = gate.act(act)

    assert (again.refused, again.refs, again.replayed) == (None, first.refs, True)
    assert snapshots.tables() == tables


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_refused_whole_explained_whole_and_done_once(name: str, town: Town) -> None:
    act = replace(bring_about(name, town), key=f"key of {name}")

    assert_refused_whole(act)
    first = assert_entries_explain(act)
    assert_done_once(act, first)


def test_no_example_is_kept_of_an_act_that_is_gone() -> None:
    assert sorted(load().keys() - set(ACTS)) == []


# Random walks


class Walk:
    """Random acts over the records that the examples brought about."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.random = town, Random(seed)
        self.acts = [act for name in ACTS for act in self._examples(name)]
        self.actors = [act.by for act in self.acts]

    def _examples(self, name: str) -> list["Act[Any]"]:
        """Two of each: one is done, so that its record stands further on."""
        first, second = bring_about(name, self.town), bring_about(name, self.town)
        gate.act(first)
        return [first, second]

    def next(self) -> "Act[Any]":
        """One example with some of what it is given, by whom and when drawn anew."""
        act = self.random.choice(self.acts)
        by = act.by if self.random.random() < 0.7 else self.random.choice(self.actors)
        back = timedelta(minutes=self.random.choice((0, 0, 0, 1, 30)))
        because = act.because or self.random.choice(("", "as the radio said"))
        return replace(act, by=by, at=self.town.clock.now() - back, because=because, key=None, inputs=self._inputs(act))

    def _inputs(self, act: "Act[Any]") -> Inputs:
        drawn: dict[str, Any] = {}
        for name, declared in fields_of(type(act.inputs)).items():
            if name == "id":
                drawn[name] = self._new_id(str(act.inputs.id))
            elif declared.links and not declared.many and self.random.random() < 0.6:
                drawn[name] = self._some(declared.links.kind) or getattr(act.inputs, name)
            elif declared.choice and not declared.many and self.random.random() < 0.3:
                drawn[name] = self.random.choice(declared.choice.words)
        given: Inputs = act.inputs
        return replace(given, **drawn)

    def _new_id(self, known: str) -> str:
        """A new name, below the same organisation where it is a path; now and then one that is taken."""
        if self.random.random() < 0.05:
            return known
        above, slash, _ = known.rpartition("/")
        return f"{above}{slash}{self.town.node.ids.new()}"

    def _some(self, kind: str) -> str | None:
        known = sorted(ref.id for ref in snapshots.rows() if ref.kind == kind)
        return self.random.choice(known) if known else None


@pytest.mark.parametrize(("acts", "seed"), WALKS)
def test_after_any_walk_every_chain_holds_and_gives_its_row(acts: int, seed: int, town: Town) -> None:
    print(f"seed {seed}")
    walk, done_acts = Walk(town, seed), 0
    for _ in range(acts):
        town.clock.put(town.clock.now() + timedelta(seconds=walk.random.randrange(90)))
        done_acts += gate.act(walk.next()).ok

    rows, chains = snapshots.rows(), snapshots.chains()

    assert town.clock.now() > NOON
    assert done_acts > acts / 10, "the walk did next to nothing: it proves nothing"
    assert rows.keys() == chains.keys()
    for ref, held in rows.items():
        assert list(chain.faults(chains[ref].bodies, kind=ref.kind, record=ref.id)) == []
        assert (held.n, held.head) == (len(chains[ref].bodies), chains[ref].bodies[-1][1])
        assert snapshots.told(chain.fold(chains[ref].entries), held) == snapshots.stated(held)
    assert list(verify.chains(town.node, verify.Count())) == []
