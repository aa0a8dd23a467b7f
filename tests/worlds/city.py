"""A small town that every test may ask for: one tree of organisations, people in posts, units, and a clock that stands."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from tests.worlds.postgres import fast_folder

from callbox.kernel import gate, node, registry
from callbox.kernel.facts import Act, Actor, Answer, Id, Inputs, Record, Ref
from callbox.kernel.privacy import Keys
from callbox.kernel.rows import read
from callbox.kernel.world import Ids, Mode, SteppedClock, World
from callbox.site import start
from callbox.site.postgres import ConnectionInfo, create_database

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CITY = "coast/harbour"
CENTRE = "coast/harbour/centre"
EAST = "coast/harbour/east"
WEST = "coast/harbour/west"
OVERSIGHT = "coast/oversight"
DATABASE = "callbox_town"
KEPT = ("django_migrations", "django_content_type", "auth_permission")


def actor(role: str, organisation: str = CENTRE, **more: Any) -> Actor:
    """Somebody in a post with one role; each role has its own person."""
    return Actor(organisation=organisation, roles=frozenset({role}), person=f"{role}-1", post=f"post-{role}", **more)


SYSTEM = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")


@dataclass
class Town:
    """The town, and short ways to act in it and to look at what came of it."""

    node: node.Node
    units: dict[str, Id] = field(default_factory=dict)

    @property
    def clock(self) -> SteppedClock:
        assert isinstance(self.node.world.clock, SteppedClock)
        return self.node.world.clock

    def act(self, name: str, by: Actor, /, *, at: datetime | None = None, because: str = "", **inputs: Any) -> Answer:
        """Do one act now, or at the time it really happened."""
        return gate.act(self.asked(name, by, at=at, because=because, **inputs))

    def asked(self, name: str, by: Actor, /, *, at: datetime | None = None, because: str = "", **inputs: Any) -> Act:
        """The act, not yet done. `key` is its idempotency key; a missing `id` is made."""
        key = inputs.pop("key", None)
        wanted: type[Inputs] = registry.act(name).inputs
        if "id" in wanted.__dataclass_fields__:
            inputs.setdefault("id", self.node.ids.new())
        return Act(name=name, by=by, at=at or self.clock.now(), because=because, key=key, inputs=wanted(**inputs))

    def done(self, name: str, by: Actor, /, **inputs: Any) -> Id:
        """Do one act and return the id of the record it was about. Raises what refused it."""
        return self.act(name, by, **inputs).ref.id

    def record(self, kind: str, one: Id) -> Any:
        """A record as it stands, personal values sealed."""
        held = read(kind, [one])
        record: Record = held[Ref(kind, one)].record
        return record

    def incident(self, priority: str = "emergency", **more: Any) -> Id:
        """An open incident."""
        return self.done("incident.open", actor("dispatcher"), category="fire", priority=priority, **more)


ORGANISATIONS = (
    ("coast", None, "province", "bureau"),
    (CITY, "coast", "city", "bureau"),
    (OVERSIGHT, "coast", "province", "oversight"),
    (CENTRE, CITY, "county", "centre"),
    (EAST, CITY, "county", "bureau"),
    (WEST, CITY, "county", "bureau"),
    (f"{EAST}/station-1", EAST, "station", "fire"),
)


def _settle(town: Town) -> None:
    act = partial(town.done)
    for path, above, level, what in ORGANISATIONS:
        act("organisation.found", SYSTEM, id=path, above=above, name=path.rpartition("/")[2], level=level, what=what)
    for sign in ("E1", "E2", "M1", "M2"):
        town.units[sign] = act("unit.commission", SYSTEM, organisation=f"{EAST}/station-1", call_sign=sign)


@pytest.fixture(scope="session")
def tables(postgres: ConnectionInfo) -> str:
    """A database with all tables, emptied before each test: a new one each time would cost a second."""
    create_database(postgres, DATABASE)
    start.point_at(postgres, DATABASE)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    return DATABASE


@cache
def _emptied() -> tuple[str, ...]:
    """The tables that hold what a test made."""
    with connection.cursor() as cursor:
        return tuple(name for name in connection.introspection.table_names(cursor) if name not in KEPT)


def _empty() -> None:
    """Delete every row, and let numbers begin again. Only tables that hold something are touched."""
    names = _emptied()
    with connection.cursor() as cursor:
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
        cursor.execute(filled)
        statements = [f'DELETE FROM "{name}"' for (name,) in cursor.fetchall()]
        # Plain deleting does not ask in which order tables refer to each other.
        cursor.execute("SET session_replication_role = replica")
        for statement in [*statements, "ALTER SEQUENCE key_slot RESTART"]:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture(scope="session")
def new_keys() -> Iterator[Path]:
    """Keys that nobody has used yet, to be copied: making thousands of slots anew for each test would cost more."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        Keys.make(Path(folder) / "keys")
        yield Path(folder) / "keys"


def _point_at(info: ConnectionInfo, database: str) -> None:
    """Work with a database, on the connection that already does: a new one costs a test as much as settling the town."""
    wanted = info.django(database)
    if any(connection.settings_dict[name] != wanted[name] for name in ("HOST", "PORT", "NAME")):
        start.point_at(info, database)


@pytest.fixture
def empty_node(postgres: ConnectionInfo, tables: str, new_keys: Path) -> Iterator[node.Node]:
    """A node with all tables and nothing in them."""
    _point_at(postgres, tables)
    _empty()
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        keys = Keys(shutil.copytree(new_keys, Path(folder) / "keys"))
        world = World(name="town", mode=Mode.REPLAY, clock=SteppedClock(NOON), folder=Path(folder), zone="UTC")
        with node.using(node.Node(world, keys, Ids(seed=1))) as opened:
            yield opened
    if connection.in_atomic_block:
        connection.close()


@pytest.fixture
def town(empty_node: node.Node) -> Town:
    """The town with its people and four units, at noon."""
    settled = Town(empty_node)
    _settle(settled)
    return settled


Acting = Callable[..., Answer]
