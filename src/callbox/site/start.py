"""Opening a world: the database it lives in, its keys, its clock. Everything that runs begins here."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from callbox.kernel import node, world_state
from callbox.kernel.outside import Folder, Place
from callbox.kernel.privacy import Keys, KeysMissing
from callbox.kernel.world import Clock, Ids, Mode, RealClock, World
from callbox.site.home import SetupError
from callbox.site.postgres import ConnectionInfo, create_database, list_databases

MARK = "world.json"


class WorldError(SetupError):
    """A world cannot be opened as asked."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "world.missing": {
            "en": "there is no world named {name} here: `callbox worlds` lists those there are",
            "zh": "此处没有名为 {name} 的世界；用 `callbox worlds` 查看现有世界",
        },
        "world.none": {
            "en": "this node has no world yet: `callbox init` makes a live one, `callbox run --demo` a demo",
            "zh": "此节点还没有世界：`callbox init` 创建正式世界，`callbox run --demo` 创建演示世界",
        },
        "world.exists": {
            "en": "a world named {name} is already there: choose another name",
            "zh": "名为 {name} 的世界已存在，请换一个名称",
        },
        "world.mode": {
            "en": "the world {name} is a {mode} world and can never become another kind",
            "zh": "世界 {name} 的类型为 {mode}，不能改变",
        },
        "world.disagrees": {
            "en": "the world {name}: its folder says {mode}, its database says {other}; restore both from one backup",
            "zh": "世界 {name}：文件夹标明为 {mode}，数据库却标明为 {other}；请用同一备份恢复两者",
        },
        "world.keys": {
            "en": "the world {name}: {reason}",
            "zh": "世界 {name}：密钥文件缺失或不匹配，请从密钥备份中恢复（{reason}）",
        },
        "world.name": {
            "en": "world: {name} must be letters a-z, digits and underscores, beginning with a letter",
            "zh": "世界名称 {name} 只能由 a-z、数字和下划线组成，并以字母开头",
        },
    }

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, **values)
        self.status = 1 if code in ("world.none", "world.disagrees", "world.keys") else 2


@dataclass(frozen=True)
class Told:
    """What a world's folder says it is."""

    name: str
    mode: Mode
    zone: str
    seed: int | None


def database_of(name: str) -> str:
    """The database of a world."""
    return f"callbox_{name}"


def folder_of(home: Path, name: str) -> Path:
    """The folder of a world: keys, files, checkpoints."""
    return home / "worlds" / name


def setup() -> None:
    """Start Django, without a database yet."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "callbox.site.settings"
    django.setup()


def point_at(info: ConnectionInfo, database: str) -> None:
    """Let this process work with this database from now on."""
    told: dict[str, Any] = info.django(database)
    own: dict[str, Any] = connections.settings["default"]
    own.update({**told, "OPTIONS": {**own["OPTIONS"], **told["OPTIONS"]}})
    connections["default"].close()


def told(folder: Path) -> Told:
    """What the world in a folder is.

    Raises:
        WorldError: when there is none.
    """
    try:
        written: Mapping[str, Any] = json.loads((folder / MARK).read_text())
    except (OSError, ValueError) as wrong:
        raise WorldError("world.missing", name=folder.name) from wrong
    return Told(written["name"], Mode(written["mode"]), written["zone"], written.get("seed"))


def make_world(home: Path, info: ConnectionInfo, *, name: str, mode: Mode, zone: str, seed: int | None = None) -> None:
    """A new, empty world: its database with all tables, its keys, its mark.

    Raises:
        WorldError: when the name is taken or not one.
    """
    check_free(home, info, name)
    folder = folder_of(home, name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    Keys.make(folder / "keys")
    create_database(info, database_of(name))
    point_at(info, database_of(name))
    migrate()
    world_state.tell(name=name, mode=mode, zone=zone, at=RealClock().now())
    write_mark(folder, Told(name, mode, zone, seed))


def pending() -> int:
    """How many migrations the database this process points at still waits for."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the tables of the database this process points at to this version."""
    call_command("migrate", verbosity=0, interactive=False)


def check_free(home: Path, info: ConnectionInfo, name: str) -> None:
    """Refuse a name that no new world can have.

    Raises:
        WorldError: when it is taken or not one.
    """
    if not name.replace("_", "a").isalnum() or not name.isascii() or not name[:1].isalpha() or name != name.lower():
        raise WorldError("world.name", name=name)
    if (folder_of(home, name) / MARK).exists() or database_of(name) in list_databases(info):
        raise WorldError("world.exists", name=name)


def write_mark(folder: Path, what: Told) -> None:
    """Say in a world's folder what it is; the last step of making one, since without it there is none."""
    mark = {"name": what.name, "mode": what.mode.value, "zone": what.zone, "seed": what.seed}
    (folder / MARK).write_text(json.dumps(mark, indent=1) + "\n")


def _check_mode(known: Told) -> None:
    stated = world_state.known()
    if stated is None or stated.mode is not known.mode:
        other = stated.mode.value if stated else "nothing"
        raise WorldError("world.disagrees", name=known.name, mode=known.mode.value, other=other)


def _keys(world: World) -> Keys:
    try:
        return Keys(world.keys_folder)
    except KeysMissing as wrong:
        raise WorldError("world.keys", name=world.name, reason=str(wrong)) from wrong


def open_world(
    home: Path, info: ConnectionInfo, name: str, *, clock: Clock | None = None, outside: Place | None = None
) -> node.Node:
    """Work in a world from now on.

    `outside` is where its checkpoints and its erasure list lie; a folder of the home if not told.

    Raises:
        WorldError: when there is no such world, or its folder and its database say different things of it.
    """
    folder = folder_of(home, name)
    known = told(folder)
    point_at(info, database_of(name))
    _check_mode(known)
    world = World(
        name=name, mode=known.mode, clock=clock or RealClock(), folder=folder, zone=known.zone, seed=known.seed
    )
    keys = _keys(world)
    settings.SECRET_KEY = keys.secret("sessions")
    # Only the replay itself, which brings its own clock, draws names from the seed: whoever opens its world later, or works
    # beside others in another, would draw names that are there already.
    replays = known.mode is Mode.REPLAY and clock is not None
    opened = node.Node(world, keys, Ids(known.seed if replays else None))
    node.use(opened)
    # lazy: it reaches tables, which can be imported only once Django is set up
    from callbox.kernel import replay_erasures  # noqa: PLC0415

    # Whatever a crash or a backup put back by hand left undone is erased again before anybody works here.
    replay_erasures.replay(opened, outside=outside or Folder(home / "outside" / name))
    return opened
