"""A disk that forgets what was not synced: builds the shim, and puts back what a power cut would have lost."""

import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
HEAD = struct.Struct("<qqq")


def compiler() -> str | None:
    """A C compiler, if this machine has one."""
    return shutil.which("cc") or shutil.which("gcc")


def build(folder: Path) -> Path:
    """The shim, to be preloaded."""
    built = folder / "power_cut.so"
    cc = compiler()
    assert cc is not None
    subprocess.run([cc, "-shared", "-fPIC", "-O1", "-o", str(built), str(SOURCE), "-ldl"], check=True)
    return built


def cut(root: Path, undo: Path) -> int:
    """Put back what was not synced, last write first; how many writes were lost."""
    files = {str(path.stat().st_ino): path for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    return sum(_put_back(files[log.name], log.read_bytes()) for log in undo.iterdir() if log.name in files)


def _put_back(path: Path, log: bytes) -> int:
    writes, at = [], 0
    while at < len(log):
        offset, length, size = HEAD.unpack_from(log, at)
        writes.append((offset, log[at + HEAD.size : at + HEAD.size + length], size))
        at += HEAD.size + length
    with path.open("r+b") as file:
        for offset, old, size in reversed(writes):
            file.seek(offset)
            file.write(old)
            file.truncate(size)
    return len(writes)
