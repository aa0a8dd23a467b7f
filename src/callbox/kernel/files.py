"""Files of cases: encrypted under their case's key, in the world's folder of files, under names that say nothing.

Each file has a key of its own, derived from its case's key and its random name, so that erasing the case ends the file too
and no two files share a nonce. The content is sealed in segments of 1 MiB, each bound to its place and the last one marked
(STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015), so that a file cut short or put together anew is refused.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callbox.kernel import parts, read, registry, rows
from callbox.kernel.facts import Actor, Ref, Refused
from callbox.kernel.node import current

BYTES_MAX = 50_000_000
SEGMENT_BYTES = 1 << 20
TAG_BYTES = 16


class Damaged(Exception):
    """A stored file is missing, cut short or was changed."""


@dataclass(frozen=True)
class Kept:
    """A file as it was put away: its name on the disk, its length, and the SHA-256 of its content in hex."""

    stored: str
    size_bytes: int
    sha256: str


def put(actor: Actor, case: Ref, stream: BinaryIO) -> Kept:
    """Put a file away under the key of a case that the actor may see. It is on the disk when this returns.

    Nothing refers to it yet: an act (`attachment.add`) does, or `remove` takes it away again.

    Raises:
        Refused: when the case is not there for this actor or is erased, or the file is empty or too large.
    """
    held = read.held_by(actor, case)
    if held.record.erased:
        raise Refused("record.erased", kind=case.kind, id=case.id)
    name = secrets.token_hex(16)
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{name}.part")
    try:
        kept = _write(beside, name, key=file_key(current().keys.key(held.slot), name), stream=stream)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _settle(path.parent)
    return kept


def _write(path: Path, name: str, *, key: bytes, stream: BinaryIO) -> Kept:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        segment = stream.read(SEGMENT_BYTES)
        for number in range(BYTES_MAX // SEGMENT_BYTES + 2):
            after = stream.read(SEGMENT_BYTES) if len(segment) == SEGMENT_BYTES else b""
            size += len(segment)
            if not 0 < size <= BYTES_MAX:
                raise Refused("file.size", most=BYTES_MAX)
            digest.update(segment)
            file.write(_seal(key, name, number=number, last=not after, segment=segment))
            if not after:
                break
            segment = after
        file.flush()
        os.fsync(file.fileno())
    return Kept(name, size, digest.hexdigest())


def opened(actor: Actor, case: Ref, attachment: Ref, *, purpose: str) -> tuple[object, Iterator[bytes]]:
    """An attachment of a case with its name, and its content in segments. The read is recorded before this returns.

    Raises:
        Refused: when the case is not there for this actor, the attachment is not one of it, or no purpose is given.
        Damaged: while the content is read, when it is not what was put away.
    """
    record, slot = parts.opened_one(actor, case, attachment, purpose=purpose)
    if record.erased:
        raise Refused("record.erased", kind=attachment.kind, id=attachment.id)
    name = str(getattr(record, "stored", ""))
    return record, content(name, file_key(current().keys.key(slot), name))


def content(name: str, key: bytes) -> Iterator[bytes]:
    """The content of a stored file, segment by segment, each checked before it is given out.

    Raises:
        Damaged: when it is missing, cut short or was changed.
    """
    try:
        with path_of(name).open("rb") as file:
            segment, number = file.read(SEGMENT_BYTES + TAG_BYTES), 0
            while segment:
                after = file.read(SEGMENT_BYTES + TAG_BYTES)
                yield _unseal(key, name, number=number, last=not after, segment=segment)
                segment, number = after, number + 1
    except OSError as wrong:
        raise Damaged(f"the file {name} cannot be read") from wrong
    if not number:
        raise Damaged(f"the file {name} is empty")


def remove(names: Iterable[str]) -> None:
    """Take files away. Without their case's key they cannot be read in any case; this frees the room."""
    for name in names:
        path = path_of(name)
        if path.exists():
            path.unlink()
            _settle(path.parent)


def lies_under(name: str, case_key: bytes) -> bool:
    """Whether a stored file is sealed under this key; one that is missing is (a backup may bring it back).

    A record may name another's file; that is no reason to take it away with the record.
    """
    if not path_of(name).exists():
        return True
    try:
        return next(content(name, file_key(case_key, name)), None) is not None
    except Damaged:
        return False


def sweep(*, before: datetime) -> int:
    """Take away files that no record names and that were put away before then; how many.

    A crash between `put` and the act that was to name the file leaves one. A file that is being added is younger.
    """
    folder = current().world.files_folder
    old = [path for path in folder.glob("??/*") if path.stat().st_mtime < before.timestamp()]
    named = _named([path.name for path in old])
    orphans = [path for path in old if path.name not in named]
    for path in orphans:
        path.unlink(missing_ok=True)
        _settle(path.parent)
    return len(orphans)


def _named(names: Sequence[str]) -> set[str]:
    """Those of the names that some record has as its file."""
    kinds = [spec.kind for spec in registry.kinds() if "stored" in rows.columns(spec.kind)]
    held = [one for kind in kinds for one in rows.read_all(kind, "stored = ANY(%s)", [list(names)])]
    return {str(getattr(one.record, "stored", "")) for one in held}


def path_of(name: str) -> Path:
    """Where a stored file lies."""
    return current().world.files_folder / name[:2] / name


def file_key(case_key: bytes, name: str) -> bytes:
    """The 32-byte key of one file."""
    return hmac.digest(case_key, b"callbox file 1\0" + name.encode(), "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _seal(key: bytes, name: str, *, number: int, last: bool, segment: bytes) -> bytes:
    return AESGCM(key).encrypt(_nonce(number, last=last), segment, name.encode())


def _unseal(key: bytes, name: str, *, number: int, last: bool, segment: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(_nonce(number, last=last), segment, name.encode())
    except InvalidTag as wrong:
        raise Damaged(f"the file {name} was changed or cut short") from wrong


def _settle(folder: Path) -> None:
    """Wait until the disk knows which files a folder has."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
