"""Unpacking, never beyond a bound: a small file that unpacks without end (a "zip bomb") is refused, not read."""

import io
import zipfile
import zlib
from typing import Final

from .facts import Unreadable

MOST_BYTES: Final = 1 << 30
"""What a file may unpack to: about a hundred times a city of 50,000 nodes."""
GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"


def plain(data: bytes, *, most_bytes: int = MOST_BYTES) -> bytes:
    """The content of a gzip file (of several members, if it has them), or the bytes themselves if it is none.

    Raises Unreadable (file.empty, file.truncated, file.damaged, file.too_large).
    """
    if not data:
        raise Unreadable("file.empty")
    if not data.startswith(GZIP):
        return data
    parts, total = [], 0
    while data.startswith(GZIP):
        part, data = _member(data, most_bytes - total)
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def _member(data: bytes, most_bytes: int) -> tuple[bytes, bytes]:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        part = unpacking.decompress(data, most_bytes + 1)
    except zlib.error as error:
        raise Unreadable("file.damaged") from error
    if len(part) > most_bytes:
        raise Unreadable("file.too_large", most_bytes=most_bytes)
    if not unpacking.eof:
        raise Unreadable("file.truncated")
    return part, unpacking.unused_data


def zipped(data: bytes, *, wanted: tuple[str, ...], most_bytes: int = MOST_BYTES) -> dict[str, bytes]:
    """The files named in `wanted` (folders before the name and capitals do not matter) of a zip archive.

    Raises Unreadable (file.empty, file.not_zip, file.damaged, file.too_large, zip.lacks_file).
    """
    if not data:
        raise Unreadable("file.empty")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: _content(archive, name, most_bytes) for name in wanted}
    except zipfile.BadZipFile as error:
        raise Unreadable("file.damaged" if data.startswith(ZIP) else "file.not_zip") from error
    except (zlib.error, EOFError, OSError, RuntimeError) as error:
        raise Unreadable("file.damaged") from error  # a bad stream, a password, a packing nobody uses


def _content(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    matches = [info for info in archive.infolist() if info.filename.lower().rsplit("/", 1)[-1] == name]
    if not matches:
        raise Unreadable("zip.lacks_file", file=name)
    with archive.open(matches[0]) as stream:
        content = stream.read(most_bytes + 1)  # the size that the archive states may be a lie
    if len(content) > most_bytes:
        raise Unreadable("file.too_large", most_bytes=most_bytes)
    return content


def text(data: bytes) -> str:
    """UTF-8 text, with or without a byte order mark. Raises Unreadable (file.not_text)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("file.not_text", byte=error.start) from error
