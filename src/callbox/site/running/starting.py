"""`callbox run` from its first look at the arguments to its last line."""

import errno
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from django.db import connections

from callbox.brain.city.generate import LEAST_NODES, MOST_NODES
from callbox.kernel.words import say
from callbox.kernel.world import Mode
from callbox.site import configuration, postgres, start
from callbox.site.demo import making, noted
from callbox.site.demo.people import PASSWORD, SHOWN
from callbox.site.node_site import NodeSite
from callbox.site.running import hold
from callbox.site.running.parts import Part
from callbox.site.running.supervisor import Supervisor, Tell
from callbox.site.running.words import RunError, line

HOST = "127.0.0.1"
DEMO = "demo"
BACKLOG = 1_024
NAME = re.compile("[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asked for."""

    demo: bool = False
    world: str | None = None
    port: int = 8000
    nodes: int | None = None
    speed: float = 10.0


def run(site: NodeSite, asked: Asked, *, language: str) -> int:
    """Start everything and stay until told to end.

    Raises:
        SetupError: one line that says what to do instead.
    """
    tell: Tell = partial(_tell, language)
    check(asked)
    with hold.held(site.home), _terminated_as_interrupted(), _listening(asked.port) as listening:
        try:
            world = _prepared(site, asked, tell, language=language)
            parts = _parts(site, world, asked, listening=listening.fileno())
            Supervisor(site.home, world, asked.port, parts, tell).watch()
        finally:
            postgres.stop(site.home)
    tell("stopped", home=site.home)
    return 0


def check(asked: Asked) -> None:
    """Refuse what cannot be, naming the option.

    Raises:
        RunError: with exit status 2.
    """
    if not 1 <= asked.port <= 65535:
        raise RunError("run.port", status=2, port=asked.port)
    if asked.nodes is not None and not LEAST_NODES <= asked.nodes <= MOST_NODES:
        raise RunError("run.nodes", status=2, nodes=asked.nodes)
    if asked.nodes is not None and not asked.demo:
        raise RunError("run.only_demo", status=2, option="--nodes")
    if asked.world is not None and not NAME.fullmatch(asked.world):
        raise start.WorldError("world.name", name=asked.world)
    if not 1 <= asked.speed <= 100:
        raise RunError("run.speed", status=2, speed=asked.speed)


def _tell(language: str, code: str, **values: object) -> None:
    # A terminal that was closed must not keep the parts from being stopped.
    with suppress(OSError):
        sys.stdout.write(line(code, language, **values) + "\n")
        sys.stdout.flush()


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Let SIGTERM end the preparations as Ctrl-C does, so that PostgreSQL is not left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listening(port: int) -> socket.socket:
    """The socket the web process answers on, held here: it outlives that process, and a taken port is seen at once."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(BACKLOG)
    except OSError as wrong:
        listening.close()
        code = "run.port_denied" if wrong.errno == errno.EACCES else "run.port_in_use"
        raise RunError(code, port=port) from wrong
    return listening


def _prepared(site: NodeSite, asked: Asked, tell: Tell, *, language: str) -> str:
    """The world to run, with its server up and its city made; each step is told."""
    # Without a world there is nothing to start the server for.
    name = asked.world or (DEMO if asked.demo else site.default_world())
    if not asked.demo:
        start.told(start.folder_of(site.home, name))
    began_s = time.monotonic()
    info = site.info
    took_s = time.monotonic() - began_s
    tell("postgres" if info.embedded else "postgres_outside", major=info.major, took_s=took_s)
    if asked.demo:
        _demo(site, name, asked, tell)
    mode = start.told(start.folder_of(site.home, name)).mode
    brought_up(site, name, mode, tell)
    tell("world", name=name, mode=say(f"value.{mode}", language))
    if mode is Mode.DEMO:
        tell("people", names=" ".join(SHOWN), password=PASSWORD)
    tell("open", url=f"http://{HOST}:{asked.port}")
    return name


def _demo(site: NodeSite, name: str, asked: Asked, tell: Tell) -> None:
    began_s = time.monotonic()
    there = noted.there(site.home, name)
    if there is None:
        tell("making", name=name)
        there = making.make(site, name, nodes=asked.nodes or LEAST_NODES)
    elif asked.nodes not in (None, there.nodes):
        raise RunError("run.nodes_fixed", status=2, name=name, there=there.nodes)
    tell("city", nodes=there.nodes, units=there.units, took_s=time.monotonic() - began_s)


def brought_up(site: NodeSite, name: str, mode: Mode, tell: Tell) -> None:
    """A world that an older version made: an imaginary one is brought to this version, a real one never without a backup."""
    start.point_at(site.info, start.database_of(name))
    waiting = start.pending()
    if waiting and mode is not Mode.DEMO:
        raise RunError("run.upgrade_first", name=name)
    if waiting:
        start.migrate()
        tell("upgraded", name=name)
    connections.close_all()


def _parts(site: NodeSite, world: str, asked: Asked, *, listening: int) -> tuple[Part, ...]:
    logs = site.home / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    parts = [
        Part("advisor", ("--world", world), logs / "advisor.log"),
        Part("worker", ("--world", world), logs / "worker.log"),
        Part("web", ("--world", world, "--socket", str(listening)), logs / "web.log", (listening,)),
    ]
    if configuration.read(site.home).telephony_sip:
        parts.append(Part("telephony", ("--world", world), logs / "telephony.log"))
    if start.told(start.folder_of(site.home, world)).mode is Mode.DEMO:
        parts.append(Part("player", ("--world", world, "--speed", str(asked.speed)), logs / "player.log"))
    return tuple(parts)
