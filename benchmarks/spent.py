"""Processor time of the parts of a running node: what a figure costs, however busy the machine is."""

import os
from collections.abc import Mapping
from pathlib import Path

from callbox.site.running import hold

TICKS = os.sysconf("SC_CLK_TCK")


def spent_s(home: Path) -> Mapping[str, float]:
    """Processor seconds so far of each part, of PostgreSQL with all its processes, and of this process."""
    running = hold.noted(home)
    parts = {name: pid for name, pid in running.parts.items() if pid} if running else {}
    told = {name: sum(_own_s(pid)) for name, pid in parts.items()}
    server = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    alive = [pid for pid in _processes() if _parent(pid) == server]
    # Those that ended were waited for by the server, and count as its children.
    told["postgres"] = sum(_own_s(server)) + sum(_own_s(pid)[0] for pid in alive)
    return told | {"this": sum(_own_s(os.getpid()))}


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _own_s(pid: int) -> tuple[float, float]:
    """Its own time, and that of its children that ended."""
    fields = [int(one) / TICKS for one in _stat(pid)[11:15]]
    return fields[0] + fields[1], fields[2] + fields[3]


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _processes() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit() and one.joinpath("stat").exists()]
