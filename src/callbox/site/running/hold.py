"""One supervisor for a home: a lock that its death lets go, and a note of what runs for whoever asks."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from callbox.site.running.words import RunError

LOCK = "run.lock"
NOTE = "run.json"


@dataclass(frozen=True, kw_only=True)
class Running:
    """What a supervisor says of itself. `parts` are its processes by name (None: being started again)."""

    pid: int
    world: str
    port: int
    parts: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Be the one supervisor of this home.

    Raises:
        RunError: when another one is.
    """
    descriptor = os.open(home / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise RunError("run.already", pid=_pid(descriptor)) from taken
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
        (home / NOTE).unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def supervisor(home: Path) -> int | None:
    """The process that supervises this home now."""
    try:
        descriptor = os.open(home / LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(descriptor)
    finally:
        os.close(descriptor)
    return None


def _pid(descriptor: int) -> int | None:
    told = os.pread(descriptor, 20, 0)
    return int(told) if told.isdigit() else None


def note(home: Path, running: Running) -> None:
    """Say what runs; readers never see half of it."""
    beside = home / f"{NOTE}.new"
    beside.write_text(json.dumps(asdict(running)))
    beside.replace(home / NOTE)


def noted(home: Path) -> Running | None:
    """What runs in this home, or None."""
    if supervisor(home) is None:
        return None
    try:
        return Running(**json.loads((home / NOTE).read_text()))
    except (OSError, ValueError, TypeError):
        return None
