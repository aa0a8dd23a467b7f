"""What this process works with: its world, its keys, its names for new records. Set once at start, at the edge."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection

from callbox.kernel.privacy import Keys
from callbox.kernel.world import Ids, World

SLOTS_AT_ONCE = 256


@dataclass
class Node:
    """One process's hold on one world."""

    world: World
    keys: Keys
    ids: Ids
    _slots: deque[int] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def take_slot(self) -> int:
        """The number of a key that no record uses yet. Unused ones are lost at a restart, which costs nothing."""
        with self._lock:
            if not self._slots:
                self._slots.extend(_numbers(SLOTS_AT_ONCE))
                self.keys.reserve(max(self._slots) + 1)
            return self._slots.popleft()


def _numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('key_slot') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


_current: list[Node] = []


def use(node: Node) -> None:
    """Work with this node from now on."""
    _current[:] = [node]


def current() -> Node:
    """The node this process works with.

    Raises:
        RuntimeError: before `use` was called.
    """
    if not _current:
        raise RuntimeError("no world is open: site.start opens one before anything else")
    return _current[0]


@contextmanager
def using(node: Node) -> Iterator[Node]:
    """Work with another node for a while (tests, replays)."""
    before = list(_current)
    use(node)
    try:
        yield node
    finally:
        _current[:] = before
