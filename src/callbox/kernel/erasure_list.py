"""The erasure list: which keys were destroyed, kept outside the database, so that no restored backup brings them back.

One JSON object a line, in the world's folder of keys and, where there is one, outside the node. A line without its end was
never finished: nothing rests on it, and it is passed over.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from callbox.kernel.facts import Id, Ref
from callbox.kernel.outside import Place

FILE = "erasures.txt"


@dataclass(frozen=True)
class Line:
    """One erasure: its own id, when, the records that ended, the numbers of their keys, the names of their files."""

    id: Id
    at: datetime
    ground: str
    records: tuple[Ref, ...]
    slots: tuple[int, ...]
    files: tuple[str, ...]


def write(line: Line) -> str:
    """A line as it stands in the list."""
    told = {
        "erasure": line.id,
        "at": line.at.isoformat(),
        "ground": line.ground,
        "records": [[ref.kind, ref.id] for ref in line.records],
        "slots": list(line.slots),
        "files": list(line.files),
    }
    return json.dumps(told, separators=(",", ":")) + "\n"


def parse(text: str) -> list[Line]:
    """The lines of a list; what a crash left half-written is passed over."""
    return [line for told in text.split("\n")[:-1] if told and (line := _read(told)) is not None]


def _read(text: str) -> Line | None:
    try:
        told = json.loads(text)
        return Line(
            id=str(told["erasure"]),
            at=datetime.fromisoformat(told["at"]),
            ground=str(told["ground"]),
            records=tuple(Ref(str(kind), str(one)) for kind, one in told["records"]),
            slots=tuple(int(slot) for slot in told["slots"]),
            files=tuple(str(name) for name in told["files"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def known(folder: Path, *, outside: Place | None = None) -> list[Line]:
    """All lines of the list, from the folder of keys and from outside, each once."""
    lines = [*_in_folder(folder), *_at(outside)]
    return list({line.id: line for line in lines}.values())


def keep(folder: Path, new: Sequence[Line], *, outside: Place | None = None) -> None:
    """Put lines on the list, here and outside; they are on the disk when this returns.

    Raises:
        OSError: when either place cannot be written.
    """
    if outside is not None:
        outside.put(FILE, "".join(write(line) for line in _joined([*known(folder, outside=outside), *new])).encode())
    there = {line.id for line in _in_folder(folder)}
    text = "".join(write(line) for line in _joined(new) if line.id not in there)
    if text:
        _append(folder, text)


def _append(folder: Path, text: str) -> None:
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        # A line that a crash cut short must not swallow the next.
        file.write(("\n" if _is_torn(folder / FILE) else "").encode() + text.encode())
        file.flush()
        os.fsync(file.fileno())
    _settle(folder)


def _joined(lines: Iterable[Line]) -> list[Line]:
    return list({line.id: line for line in lines}.values())


def _in_folder(folder: Path) -> list[Line]:
    path = folder / FILE
    return parse(path.read_text(encoding="utf-8")) if path.exists() else []


def _at(outside: Place | None) -> list[Line]:
    content = outside.get(FILE) if outside is not None else None
    return parse(content.decode()) if content else []


def _is_torn(path: Path) -> bool:
    content = path.read_bytes()
    return bool(content) and not content.endswith(b"\n")


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
