"""What a command line names: the file, how to read it, and the calls that are in it. Every fault ends in one line."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from callbox.faces.command.program import USAGE, Stop
from callbox.faces.command.replay import calls as reading
from callbox.faces.command.replay import maps, sheet
from callbox.faces.command.replay.calls import Call
from callbox.faces.command.replay.form import MAP_BYTES_MAX, Form, MapError
from callbox.faces.command.replay.noted import Reject, in_order
from callbox.faces.command.replay.profile import Profile
from callbox.faces.command.replay.sheet import Sheet, SheetError
from callbox.faces.command.replay.unnamed import with_names

SEED_BYTES = 6
# gzip, zip (and so spreadsheets), xz, zstd: nobody's first column begins so.
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that was read as a table, how, and a seed that is the file's own."""

    path: Path
    form: Form
    table: Sheet
    seed: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file of calls: what is in it, and the best time each was received."""

    file: File
    profile: Profile
    calls: Sequence[Call]
    received: Sequence[datetime]


def opened(path: Path, *, profile: str | None, map_path: Path | None) -> File:
    """Read a file as the command line says.

    Raises:
        Stop: with one line, when it cannot be read at all.
    """
    content = _content(path, "replay.file.unreadable")
    if content.startswith(PACKED):
        raise Stop("replay.file.packed", status=USAGE, file=path.name)
    chosen, table = _table(path, content, profile=profile, map_path=map_path)
    if not table.rows:
        raise Stop("replay.file.no_rows", status=USAGE, file=path.name)
    seed = int.from_bytes(hashlib.sha256(content).digest()[:SEED_BYTES], "big")
    return File(path=path, form=chosen, table=table, seed=seed)


def calls_in(file: File, profile: Profile, *, limit: int | None) -> Source:
    """The calls of a file, by the time they came in."""
    found = with_names(reading.calls(file.table, profile))
    best = [call.received or reading.fallback(call, profile) for call in found]
    order = in_order(best, [call.line for call in found], file=file.path.name, form=profile)[:limit]
    return Source(
        file=file,
        profile=profile,
        calls=[_noted(found[place], profile, timeless=best[place] is None) for place, _ in order],
        received=[at for _, at in order],
    )


def load(path: Path, *, limit: int | None = None) -> Source:
    """The calls of a file whose headings a built-in profile knows.

    Raises:
        Stop: with one line, when it cannot be read as calls.
    """
    file = opened(path, profile=None, map_path=None)
    if not isinstance(file.form, Profile):
        raise Stop("replay.file.no_calls", status=USAGE, file=path.name)
    return calls_in(file, file.form, limit=limit)


def _content(path: Path, code: str) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as wrong:
        detail = getattr(wrong, "strerror", None) or str(wrong)
        raise Stop(code, status=USAGE, file=path, detail=detail) from wrong


def _table(path: Path, content: bytes, *, profile: str | None, map_path: Path | None) -> tuple[Form, Sheet]:
    if profile and map_path:
        raise Stop("replay.both", status=USAGE)
    try:
        if map_path or profile:
            chosen = _own(map_path) if map_path else maps.named(str(profile))
            table = _read(content, chosen)
            lacking = chosen.lacks(table.header)
            if lacking:
                raise _unfit("replay.file.unfit", path, profile=chosen, lacking=lacking)
            return chosen, table
        return _fitting(path, content)
    except SheetError as wrong:
        raise Stop(wrong.code, status=USAGE, file=path.name, **wrong.details) from wrong
    except MapError as wrong:
        raise Stop(wrong.code, status=USAGE, **wrong.details) from wrong


def _read(content: bytes, chosen: Form) -> Sheet:
    return sheet.read(sheet.text_of(content, chosen.encoding), delimiter=chosen.delimiter)


def _own(path: Path) -> Form:
    content = _content(path, "replay.map.unreadable")
    if len(content) > MAP_BYTES_MAX:
        raise MapError("replay.map.toml", file=path.name, detail=f"> {MAP_BYTES_MAX} bytes")
    try:
        return maps.read_map(content.decode("utf-8-sig"), source=path.name)
    except UnicodeDecodeError as wrong:
        raise MapError("replay.map.toml", file=path.name, detail="UTF-8") from wrong


def _fitting(path: Path, content: bytes) -> tuple[Form, Sheet]:
    """The built-in profile whose columns are all there."""
    tried = [(chosen, _read(content, chosen)) for chosen in maps.built_in()]
    for chosen, table in tried:
        if not chosen.lacks(table.header):
            return chosen, table
    nearest, table = min(tried, key=lambda one: len(one[0].lacks(one[1].header)) / len(one[0].columns))
    raise _unfit("replay.file.unknown", path, profile=nearest, lacking=nearest.lacks(table.header))


def _unfit(code: str, path: Path, *, profile: Form, lacking: Sequence[str]) -> Stop:
    shown = ", ".join(column[:40] for column in lacking[:SHOWN]) + (" ..." if len(lacking) > SHOWN else "")
    return Stop(code, status=USAGE, file=path.name, profile=profile.name, columns=shown)


def _noted(call: Call, profile: Profile, *, timeless: bool) -> Call:
    """What shows only when the call is looked at as a whole."""
    notes = list(_notes(call, profile, timeless=timeless))
    if not notes:
        return call
    flags = [*call.flags, *(note.reason.removeprefix("replay.") for note in notes)]
    return replace(call, flags=tuple(dict.fromkeys(flags)), rejects=(*call.rejects, *notes))


def _notes(call: Call, profile: Profile, *, timeless: bool) -> Iterator[Reject]:
    if timeless or ("received" not in profile.call and call.received is None):
        yield Reject(
            line=call.line, call=call.number, reason="replay.no_time" if timeless else "replay.received_missing"
        )
    if call.entry and call.received and call.entry < call.received:
        yield Reject(
            line=call.line,
            call=call.number,
            column=profile.call["entry"],
            value=call.entry.astimezone(profile.zone).isoformat(sep=" "),
            reason="replay.entry_early",
        )
