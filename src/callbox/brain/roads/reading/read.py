"""Road files of any form that is known: the form is told from the content, not from the name."""

import zlib
from collections.abc import Callable, Mapping
from typing import Final, Literal

from . import centrelines, dimacs, jemss, osm
from .bounded import GZIP, ZIP
from .centrelines import Fields
from .facts import Reading, Unreadable
from .speeds import Speeds

Sort = Literal["osm", "jemss", "dimacs arcs", "dimacs coordinates", "centrelines"]
HEAD_BYTES: Final = 65_536
NEEDED: Final = {"dimacs arcs": ".co", "dimacs coordinates": ".gr"}


def read(
    files: Mapping[str, bytes],
    *,
    fields: Fields | None = None,
    join_m: float = 1.0,
    speeds: Speeds | None = None,
    keep_islands: bool = False,
) -> Reading:
    """The network of one file, or of a pair of DIMACS files, by name; `fields` and `join_m` count for centrelines only.

    Raises Unreadable: what the readers raise, files.none, files.too_many, dimacs.lacks_file.
    """
    if not files:
        raise Unreadable("files.none")
    sorts = {sort_of(data): data for data in files.values()}
    if set(sorts) == {"dimacs arcs", "dimacs coordinates"} and len(files) == 2:
        return dimacs.read(sorts["dimacs arcs"], sorts["dimacs coordinates"], speeds=speeds, keep_islands=keep_islands)
    if len(files) > 1:
        raise Unreadable("files.too_many", files=", ".join(files))
    sort, data = next(iter(sorts.items()))
    if sort in NEEDED:
        raise Unreadable("dimacs.lacks_file", file=NEEDED[sort])
    if sort == "centrelines":
        return centrelines.read(data, fields or Fields(), join_m=join_m, speeds=speeds, keep_islands=keep_islands)
    one: Callable[..., Reading] = osm.read if sort == "osm" else jemss.read
    return one(data, speeds=speeds, keep_islands=keep_islands)


def sort_of(data: bytes) -> Sort:
    """What a file seems to be. Whatever is nothing else is taken for a table of centrelines, which says what it lacks."""
    if data.startswith(ZIP):
        return "jemss"
    if osm.PBF_HEADER in data[:64]:
        return "osm"
    head = _head(data)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<osm")):
        return "osm"
    for line in head.splitlines():
        if line.startswith(b"p aux sp co"):
            return "dimacs coordinates"
        if line.startswith(b"p sp"):
            return "dimacs arcs"
    return "centrelines"


def _head(data: bytes) -> bytes:
    """The beginning of a file, unpacked; nothing if it can't be."""
    if not data.startswith(GZIP):
        return data[:HEAD_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(data[: 4 * HEAD_BYTES], HEAD_BYTES)
    except zlib.error:
        return b""
