"""Where the ledger's checkpoints are kept, out of reach of whoever can write to the database.

The layout is that of C2SP tlog-tiles: `checkpoint` is the newest signed note, `tile/<level>/<number>` hold the tree's hashes
(256 to a tile, partial ones with `.p/<width>`), so any static web server makes the ledger a public transparency log and any
client of that format can check it. A place is a folder (another disk, a mounted share) or a URL that takes PUT.
"""

import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol

TILE = 256
TILE_HEIGHT = 8
TIMEOUT_S = 20


class Place(Protocol):
    """Somewhere outside."""

    def put(self, name: str, content: bytes) -> None:
        """Keep this under that name, whole or not at all."""

    def get(self, name: str) -> bytes | None:
        """What is kept under a name; None when nothing is."""


class Folder:
    """A folder, best on another machine or disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def get(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None


class Url:
    """A web address that takes PUT and gives GET."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def put(self, name: str, content: bytes) -> None:
        request = urllib.request.Request(f"{self.address}/{name}", data=content, method="PUT")  # noqa: S310  checked in `place`
        with urllib.request.urlopen(request, timeout=TIMEOUT_S):  # noqa: S310
            return

    def get(self, name: str) -> bytes | None:
        try:
            with urllib.request.urlopen(f"{self.address}/{name}", timeout=TIMEOUT_S) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as wrong:
            if wrong.code == 404:
                return None
            raise


def place(told: str) -> Place:
    """A place from how it is written in the settings: a folder's path, or an address with http:// or https://."""
    return Url(told) if told.startswith(("http://", "https://")) else Folder(Path(told))


def tile_name(level: int, index: int, *, width: int = TILE) -> str:
    """The name of a tile: `tile/0/x001/x234/067`, with `.p/<width>` while it is not full."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{path}" + ("" if width == TILE else f".p/{width}")
