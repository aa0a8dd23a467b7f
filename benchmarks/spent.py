"""Processor time of the parts of a running node: what a figure costs, however busy the machine is."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from callbox.site.running import hold

TICKS = os.sysconf("SC_CLK_TCK")


def spent_s(home: Path) -> Mapping[str, float]:
    """Processor seconds so far of each part, of PostgreSQL with all its processes, and of this process."""
    running = hold.noted(home)
    parts = {name: pid for name, pid in running.parts.items() if pid} if running else {}
    told = {name: sum(_own_s(pid)) for name, pid in parts.items()}
    server = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    # Those that ended were waited for by the server, and count as its children.
    told["postgres"] = sum(_own_s(server)) + sum(_times_s(one)[0] for one in _others() if int(one[1]) == server)
    return told | {"this": sum(_own_s(os.getpid()))}


def _own_s(pid: int) -> tuple[float, float]:
    """Its own time, and that of its children that ended."""
    return _times_s(_stat(Path(f"/proc/{pid}")))


def _times_s(stat: Sequence[str]) -> tuple[float, float]:
    user_s, system_s, of_children_s, by_children_s = (int(one) / TICKS for one in stat[11:15])
    return user_s + system_s, of_children_s + by_children_s


def _stat(process: Path) -> list[str]:
    """What is known of a process, after its name: its state, its parent, and so on."""
    return process.joinpath("stat").read_text().rpartition(")")[2].split()


def _others() -> Iterator[list[str]]:
    for one in Path("/proc").iterdir():
        with suppress(OSError):  # it ended meanwhile
            if one.name.isdigit():
                yield _stat(one)
