"""Photos that somebody chose and has not sent yet: drawn anew, sealed under a key that only their own page holds.

Rules in words:
- What lies here cannot be read by anybody without the page it was chosen on: neither by who runs the node.
- Whoever does not send leaves nothing: after an hour, or when too much waits, the oldest goes first.
"""

import os
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callbox.kernel.node import current

KEPT: Final = timedelta(hours=1)
BYTES_MAX: Final = 300_000_000
TOKEN: Final = re.compile(r"([0-9a-f]{32})([0-9a-f]{64})")
# Each key seals one photo.
NONCE: Final = bytes(12)


def keep(photo: bytes, *, at: datetime) -> str:
    """Put a photo aside; its name and its key, for the page alone. Whatever has waited for too long goes."""
    sweep(before=at - KEPT, room=len(photo))
    name, key = secrets.token_hex(16), secrets.token_bytes(32)
    path = _folder() / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(AESGCM(key).encrypt(NONCE, photo, name.encode()))
    # The world's own time, which need not be the machine's.
    os.utime(path, (at.timestamp(), at.timestamp()))
    return f"{name}{key.hex()}"


def kept(token: str) -> bytes | None:
    """The photo that waits; None where there is none any more, or the token was never given out."""
    told = TOKEN.fullmatch(token)
    if told is None:
        return None
    try:
        return AESGCM(bytes.fromhex(told[2])).decrypt(NONCE, (_folder() / told[1]).read_bytes(), told[1].encode())
    except (OSError, InvalidTag):
        return None


def drop(token: str) -> None:
    """It was sent, or taken back: nothing of it stays."""
    if kept(token) is not None:
        (_folder() / token[:32]).unlink(missing_ok=True)


def sweep(*, before: datetime, room: int = 0) -> int:
    """Take away what was put aside before then, and the oldest where it is too much; how many went."""
    found = sorted(_waiting())
    size, gone = room + sum(size for _, size, _ in found), 0
    for since_s, length, path in found:
        if since_s < before.timestamp() or size > BYTES_MAX:
            path.unlink(missing_ok=True)
            size, gone = size - length, gone + 1
    return gone


def _waiting() -> list[tuple[float, int, Path]]:
    """Since when, how long, where."""
    told = []
    for path in _folder().glob("*"):
        try:
            state = path.stat()
        except OSError:
            continue
        told.append((state.st_mtime, state.st_size, path))
    return told


def _folder() -> Path:
    return current().world.folder / "waiting"
