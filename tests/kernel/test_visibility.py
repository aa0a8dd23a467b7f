"""What the database shows an actor is what permission says of each record: on random worlds, for every kind there is.

The worlds are made to be awkward: organisations whose names begin alike, records about their own holders, parties above
and below, actors who stand nowhere, in no unit, in every role.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import count
from random import Random
from typing import Any

import pytest
from tests.worlds.city import NOON

from callbox.kernel import node, permission, read, registry, rows
from callbox.kernel.chain import GENESIS
from callbox.kernel.facts import Actor, Field, Id, Record, Ref, Refused, fields_of
from callbox.kernel.rows import Held

SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))]
RECORDS = 25
ACTORS = 60
NAMES = ("a", "ab", "a_b", "b", "海港")
UNITS = ("u1", "u2", "u3")
ROLES = sorted({role for spec in registry.kinds() for role in spec.reads} | {"nobody", "administrator"})


class RandomWorld:
    """Records of every kind and actors, over a random tree of organisations."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.numbers = count(1)
        self.paths = sorted({self._path() for _ in range(14)})

    def _path(self) -> str:
        return "/".join(self.random.choice(NAMES) for _ in range(self.random.randint(1, 4)))

    def _some(self, of: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        return tuple(self.random.sample(of, self.random.randint(0, 2)))

    def actor(self) -> Actor:
        return Actor(
            organisation=self.random.choice([*self.paths, ""]),
            roles=frozenset(self.random.sample(ROLES, self.random.choice([0, 1, 1, 1, 2, 3]))),
            unit=self.random.choice([None, *UNITS]),
            person=self.random.choice([None, "p1"]),
        )

    def record(self, kind: type[Record]) -> Record:
        fields = {name: self._value(name, field) for name, field in fields_of(kind).items()}
        return kind(**fields)

    def _value(self, name: str, field: Field) -> Any:
        special: dict[str, Callable[[], Any]] = {
            "id": lambda: self.random.choice([*UNITS, *self.paths]) + f"-{next(self.numbers)}",
            "organisation": lambda: self.random.choice(self.paths),
            "about": lambda: self.random.choice(["", *self.paths]),
            "parties": lambda: self._some(self.paths),
            "protected": lambda: self.random.random() < 0.3,
            "unit": lambda: self.random.choice(UNITS),
            "units": lambda: self._some(UNITS),
        }
        return special[name]() if name in special else self._plain(field)

    def _plain(self, field: Field) -> Any:
        if field.personal or field.optional:
            return None
        if field.many:
            return ()
        plain: dict[Any, Any] = {str: f"x{next(self.numbers)}", int: 1, float: 1.0, bool: False}
        plain |= {datetime: NOON, date: NOON.date()}
        return plain.get(field.type, {})


def fill(world: RandomWorld) -> dict[str, list[Record]]:
    """Put rows of every kind into the tables; the rows alone are what is asked about here."""
    filled = {}
    for spec in registry.kinds():
        records = [world.record(spec.record) for _ in range(RECORDS)]
        records += [_renamed(spec.record, world, one) for one in (*UNITS, *world.paths)]
        rows.insert(spec.kind, [_held(record, slot) for slot, record in enumerate(records)])
        filled[spec.kind] = records
    return filled


def _renamed(kind: type[Record], world: RandomWorld, one: Id) -> Record:
    """A record named as units and organisations are: what holds itself, and what is a unit, is met by its id."""
    return kind(**{**vars(world.record(kind)), "id": one})


def _held(record: Record, slot: int) -> Held:
    return Held(record=record, n=1, head=GENESIS, slot=slot, sealed=None, blind=None, next_due=None)


def shown(actor: Actor, kind: str) -> set[Id]:
    return {record.id for record in read.select(actor, kind, most=1000)}


def paged(actor: Actor, kind: str) -> Iterator[Id]:
    after: str | None = None
    while True:
        page = read.listing(actor, kind, after=after, most=7)
        yield from (record.id for record in page.records)
        if page.after is None:
            return
        after = page.after


@pytest.mark.parametrize("seed", SEEDS)
def test_the_database_shows_what_permission_says(seed: int, empty_node: node.Node) -> None:
    world = RandomWorld(seed)
    filled = fill(world)
    seen = hidden = 0
    for actor in [world.actor() for _ in range(ACTORS)] + [Actor(organisation="", roles=frozenset({"machine"}))]:
        for kind, records in filled.items():
            reads = registry.kind(kind).reads
            may = {record.id for record in records if permission.may(actor, reads, record)}
            assert shown(actor, kind) == may, f"seed {seed}: {actor} on {kind}"
            assert read.count(actor, kind) == len(may), f"seed {seed}: {actor} on {kind}"
            seen, hidden = seen + len(may), hidden + len(records) - len(may)
    assert min(seen, hidden) > 500, "a world that shows all or nothing proves nothing"


def test_a_rule_that_takes_a_like_name_for_one_below_is_caught(
    empty_node: node.Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permission, "within", lambda path, above: path.startswith(above))
    with pytest.raises(AssertionError, match="seed 0"):
        test_the_database_shows_what_permission_says(0, empty_node)


def test_every_way_to_a_record_agrees(empty_node: node.Node) -> None:
    world = RandomWorld(99)
    records = fill(world)["report"]
    for actor in [world.actor() for _ in range(20)]:
        wanted = shown(actor, "report")
        assert list(paged(actor, "report")) == sorted(wanted)
        assert {record.id for record in records if _finds(actor, record.ref)} == wanted


def _finds(actor: Actor, ref: Ref) -> bool:
    try:
        read.find(actor, ref)
    except Refused as refused:
        if refused != Refused("not_found", kind=ref.kind, id=ref.id):
            raise
        return False
    return True


def test_for_who_may_not_know_a_record_it_is_as_if_it_never_was(empty_node: node.Node) -> None:
    """Lists, counts and pages are the same with and without what is out of reach."""
    world = RandomWorld(7)
    kind = registry.kind("report").record
    plain = [world.record(kind) for _ in range(RECORDS)]
    outsiders = [actor for actor in (world.actor() for _ in range(200)) if not permission.is_clockwork(actor)]
    rows.insert("report", [_held(record, slot) for slot, record in enumerate(plain)])
    before = {actor: (list(paged(actor, "report")), read.count(actor, "report")) for actor in outsiders}

    hidden = kind(**{**vars(world.record(kind)), "protected": True, "organisation": "zz/apart", "parties": ()})
    rows.insert("report", [_held(hidden, 1000)])

    assert before == {actor: (list(paged(actor, "report")), read.count(actor, "report")) for actor in outsiders}
    assert shown(Actor(organisation="zz/apart", roles=frozenset({"call_taker"})), "report") == {hidden.id}
